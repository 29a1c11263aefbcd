import type { Day, Instant } from '../engine/time.ts'
import { dayAt } from '../engine/zones/days.ts'

export { dayAt, endOfDay, isZone, startOfDay } from '../engine/zones/days.ts'

/** The day of the latest moment at which something of a customer counts, in his zone; of a new one it means nothing. */
export const latestOn = ({ maxEffectiveAt, timeZone }: { maxEffectiveAt: Instant; timeZone: string }): Day =>
  dayAt(maxEffectiveAt, timeZone)
