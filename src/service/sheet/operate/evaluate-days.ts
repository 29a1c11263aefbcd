import { dayToEvaluate } from '../../../engine/evaluation/evaluation.ts'
import { type Day, type Instant, later } from '../../../engine/time.ts'
import type { Session } from '../../../store/session/session.ts'
import { latestOn, startOfDay } from '../../asked/days.ts'
import type { ClockReading } from '../../asked/form.ts'
import { clockReading, closedOn, readClock, type Sheet } from '../sheet.ts'
import { bookByTheSystem } from './by-the-system.ts'

/**
 * Evaluates the days on which a verdict can differ, in order, up to the customer's today: each an operation of its own,
 * effective at the start of that day in his zone, none beyond the day `last`. A message about a day long gone is
 * withheld as history.
 */
export async function evaluateDays(
  session: Session,
  sheet: Sheet,
  wall: Instant,
  last: Day = Number.MAX_SAFE_INTEGER,
): Promise<void> {
  if (sheet.nextEvaluationOn === null) return
  const clock = readClock(sheet, wall)
  await evaluateUpTo(session, sheet, { wall, upTo: Math.min(clock.today, last), clockOn: () => clock })
}

/** As a named clock is joined to the wall clock: the days between are the past by then. */
export async function evaluateAsPast(
  session: Session,
  sheet: Sheet,
  wall: Instant,
  mail: 'send' | 'withhold',
  last: Day = Number.MAX_SAFE_INTEGER,
): Promise<void> {
  const clock = { ...clockReading(null, wall, sheet.customer.timeZone), mail }
  await evaluateUpTo(session, sheet, { wall, upTo: Math.min(clock.today, last), clockOn: () => clock })
}

/** As a named clock is moved: each day is evaluated as if it were today, so that its messages are news. */
export async function evaluateAsClock(
  session: Session,
  sheet: Sheet,
  wall: Instant,
  { upTo, mail }: { readonly upTo: Day; readonly mail: 'send' | 'withhold' },
): Promise<void> {
  const clockOn = (day: Day): ClockReading => ({ now: startOfDay(day, sheet.customer.timeZone), today: day, mail })
  await evaluateUpTo(session, sheet, { wall, upTo, clockOn })
}

type Evaluating = { readonly wall: Instant; readonly upTo: Day; readonly clockOn: (day: Day) => ClockReading }

async function evaluateUpTo(session: Session, sheet: Sheet, { wall, upTo, clockOn }: Evaluating): Promise<void> {
  // what was held back is done on the day that the clock shows, never for one that is past nor before the head says so
  const nextDay = (): Day | null =>
    sheet.nextEvaluationOn === null || sheet.nextEvaluationOn > upTo
      ? null
      : dayToEvaluate(sheet.customer, latestOn(sheet.customer), clockOn(sheet.nextEvaluationOn).today)
  for (let day = nextDay(); day !== null && day <= upTo; ) {
    await evaluateDay(session, sheet, { recordedAt: wall, day, clock: clockOn(day) })
    const next = nextDay()
    if (next !== null && next <= day)
      throw new Error(`Bug: ${sheet.customerId} is to be evaluated again on the same day`)
    day = next
  }
}

type OnDay = { readonly recordedAt: Instant; readonly day: Day; readonly clock: ClockReading }

async function evaluateDay(session: Session, sheet: Sheet, { recordedAt, day, clock }: OnDay): Promise<void> {
  const { openedAt, timeZone } = sheet.customer
  const isAnythingBooked = await bookByTheSystem(session, sheet, {
    command: { op: 'evaluate_day', day },
    recordedAt,
    effectiveAt: later(startOfDay(day, timeZone), openedAt),
    effectiveOn: day,
    clock,
    ...closedOn(sheet),
  })
  if (!isAnythingBooked) sheet.nextEvaluationOn = null
}
