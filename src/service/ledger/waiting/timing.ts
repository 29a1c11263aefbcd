import type { Day, Instant } from '../../../engine/time.ts'
import type { Session } from '../../../store/session/session.ts'
import { dayAt } from '../../asked/days.ts'
import type { ClockReading } from '../../asked/form.ts'
import { evaluateAsClock, evaluateAsPast, evaluateDays } from '../../sheet/operate/evaluate-days.ts'
import { clockReading, readClock, type Sheet } from '../../sheet/sheet.ts'

/** What the customer's clock shows while an operation that waited is booked, and how the days up to it are evaluated. */
export type Timing = {
  readonly clockAt: (sheet: Sheet, wall: Instant, at: Instant) => ClockReading
  readonly evaluate: (session: Session, sheet: Sheet, wall: Instant, upTo: Day) => Promise<void>
}

/** By the clock as it stands. */
export const asShown: Timing = { clockAt: readClock, evaluate: evaluateDays }

/** As a named clock is moved: it shows the moment itself. */
export const asMoved = (mail: 'send' | 'withhold'): Timing => ({
  clockAt: (sheet, _wall, at) => ({ now: at, today: dayAt(at, sheet.customer.timeZone), mail }),
  evaluate: (session, sheet, wall, upTo) => evaluateAsClock(session, sheet, wall, { upTo, mail }),
})

/** As a named clock is joined to the wall clock: the moment is the past by then. */
export const asPast = (mail: 'send' | 'withhold'): Timing => ({
  clockAt: (sheet, wall) => ({ ...clockReading(null, wall, sheet.customer.timeZone), mail }),
  evaluate: (session, sheet, wall, upTo) => evaluateAsPast(session, sheet, wall, mail, upTo),
})
