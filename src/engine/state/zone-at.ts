import type { Day, Instant } from '../time.ts'
import { endOfDay, startOfDay } from '../zones/days.ts'
import type { Customer } from './customer.ts'

type Zoned = Pick<Customer, 'timeZone' | 'zonesBefore'>

/** The zone that a customer had at a moment. */
export const zoneAt = ({ timeZone, zonesBefore }: Zoned, at: Instant): string =>
  zonesBefore.find((one) => at < one.until)?.zone ?? timeZone

/**
 * The first and the last moment of whole days, in the zone in force at their end; where a change of zone fell within that
 * last day, in the zone that it changed to.
 */
export function momentsOf(customer: Zoned, period: { readonly from: Day; readonly to: Day }): [Instant, Instant] {
  const zones = [customer.timeZone, ...customer.zonesBefore.map((one) => one.zone).reverse()]
  const zone = zones.find((one) => zoneAt(customer, endOfDay(period.to, one)) === one) ?? customer.timeZone
  return [startOfDay(period.from, zone), endOfDay(period.to, zone)]
}
