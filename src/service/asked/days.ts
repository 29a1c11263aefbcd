import { rulesOf } from '../../engine/rules/rules.ts'
import type { Customer } from '../../engine/state/customer.ts'
import type { Day } from '../../engine/time.ts'
import { dayAt } from '../../engine/zones/days.ts'

export { dayAt, endOfDay, isZone, startOfDay } from '../../engine/zones/days.ts'

type Judged = Pick<Customer, 'maxEffectiveAt' | 'timeZone' | 'rules'>

/** The day of the latest moment at which something of a customer counts, in his zone; of a new one it means nothing. */
export const latestOn = ({ maxEffectiveAt, timeZone, rules }: Judged): Day =>
  dayAt(maxEffectiveAt, timeZone, rulesOf(rules).zones)
