import type { Refusal } from '../../../engine/asked/refusals.ts'
import { decide } from '../../../engine/commands/decide.ts'
import { dayToEvaluate } from '../../../engine/evaluation/evaluation.ts'
import type { Day, Instant } from '../../../engine/time.ts'
import type { Session } from '../../../store/session/session.ts'
import { latestOn, startOfDay } from '../../asked/days.ts'
import type { ClockReading } from '../../asked/form.ts'
import { operationId } from '../../asked/ids.ts'
import type { Caller } from '../../asked/request.ts'
import { bookOn } from '../book-on.ts'
import { clockReading, closedOn, readClock, type Sheet } from '../sheet.ts'
import { named } from './give-names.ts'

/** Who evaluates days: the system, by the clock. */
export const theClock: Caller = { actor: 'system', realm: 'system', channel: 'clock', ip: null }

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
  const { customer } = sheet
  const effectiveAt = laterOf(startOfDay(day, customer.timeZone), customer.openedAt)
  const id = operationId()
  const circumstances = { operationId: id, recordedAt, effectiveAt, effectiveOn: day, clock, ...closedOn(sheet) }
  const command = { op: 'evaluate_day', day } as const
  const decision = decide(customer, command, circumstances)
  if (!decision.ok) throw bug(sheet, decision.refusal)
  const booked = bookOn(sheet, {
    command,
    drafts: await named(session, sheet, decision.drafts),
    circumstances,
    caller: theClock,
    reference: null,
    correlationId: id,
    texts: [],
    key: null,
  })
  if (booked === null) sheet.nextEvaluationOn = null
  else if ('code' in booked) throw bug(sheet, booked)
}

const laterOf = (a: Instant, b: Instant): Instant => (a > b ? a : b)

const bug = (sheet: Sheet, refusal: Refusal): Error =>
  new Error(`Bug: a day of ${sheet.customerId} could not be evaluated: ${refusal.code}`)
