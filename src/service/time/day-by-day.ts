import { type Day, dayInUtc, type Instant, startInUtc, textFromDay } from '../../engine/time.ts'
import { lockClock, type NamedClock, nextDayToEvaluate, setClock } from '../../store/queues/clocks.ts'
import { nextScheduledDay, scheduledOn } from '../../store/queues/scheduled.ts'
import type { Session } from '../../store/session/session.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'
import { startOfDay } from '../asked/days.ts'
import { bookScheduled } from '../ledger/waiting/due.ts'
import { asMoved } from '../ledger/waiting/timing.ts'
import { evaluateAsClock, evaluateDays } from '../sheet/operate/evaluate-days.ts'
import { stepByStep } from '../work/step-by-step.ts'
import { isEnding } from './clock-marks.ts'
import { dueBy, type Note, onEach, type Work } from './evaluate-customers.ts'

/**
 * Takes the customers of a clock from day to day up to a moment, and the clock with them: as on each day they are
 * evaluated, what waited for it is booked, then the clock shows it. It ends early where the clock is ended meanwhile.
 */
export async function evaluateDayByDay(store: Store, clock: NamedClock, to: Instant, note: Note): Promise<void> {
  let isMoving = true
  await catchUp(store, clock, note)
  await stepByStep<Day>({
    next: async (day) => (isMoving ? await nextDay(store, clock, day ?? 0, to) : null),
    step: async (day) => {
      await evaluateOn(store, clock, { day, to, note })
      await bookScheduled(store, () => scheduledOn(store, clock.clock, day, to), asMoved(clock.mail))
      const begun = startInUtc(day)
      // the moment that was asked for is shown together with its record
      isMoving = begun >= to || (await inTransaction(store, (session) => showDay(session, clock.clock, begun)))
    },
    inOrder: true,
  })
}

/** Days up to the one that the clock shows are the past of it: none of them is evaluated as if it were today. */
async function catchUp(store: Store, { clock, now }: NamedClock, note: Note): Promise<void> {
  const evaluate: Work = async (sheet, wall, session) => {
    if (sheet.customer.clock === clock) await evaluateDays(session, sheet, wall)
  }
  const next = dueBy(store, clock, dayInUtc(now) + 1)
  await stepByStep({ next, step: (customerIds) => onEach(store, customerIds, evaluate, note), inOrder: true })
}

/** Moves the clock on to a day; answers whether it still moves. */
async function showDay(session: Session, name: string, begun: Instant): Promise<boolean> {
  const clock = await lockClock(session, name)
  if (clock === undefined || isEnding(clock)) return false
  setClock(session, name, begun, null)
  return true
}

/** The first day after one on which a customer of the clock is to be evaluated, or something waits; up to a moment. */
async function nextDay(store: Store, { clock }: NamedClock, after: Day, to: Instant): Promise<Day | null> {
  const days = await Promise.all([
    nextDayToEvaluate(store, clock, textFromDay(after)),
    nextScheduledDay(store, clock, textFromDay(after), to),
  ])
  const day = Math.min(...days.filter((one) => one !== null))
  // somewhere it is tomorrow already; each customer's own zone decides
  return day <= dayInUtc(to) + 1 ? day : null
}

type OnDay = { readonly day: Day; readonly to: Instant; readonly note: Note }

async function evaluateOn(store: Store, { clock, mail }: NamedClock, { day, to, note }: OnDay): Promise<void> {
  const evaluate: Work = async (sheet, wall, session) => {
    // he may have joined the wall clock meanwhile
    if (sheet.customer.clock !== clock) return
    const begun = startOfDay(day, sheet.customer.timeZone) <= to ? day : day - 1
    await evaluateAsClock(session, sheet, wall, { upTo: begun, mail })
  }
  const next = dueBy(store, clock, day)
  await stepByStep({ next, step: (customerIds) => onEach(store, customerIds, evaluate, note), inOrder: true })
}
