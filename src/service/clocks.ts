import type { Refusal, RefusalCode } from '../engine/commands/refusals.ts'
import {
  type Day,
  dayFromText,
  dayInUtc,
  type Instant,
  instantFromText,
  instantToText,
  startInUtc,
  textFromDay,
} from '../engine/time.ts'
import { insertClock, lockClock, type NamedClock, nextDayToEvaluate, setClock } from '../store/clocks.ts'
import { inTransaction, type Session, type Store } from '../store/store.ts'
import { startOfDay } from './days.ts'
import { doing, keyed } from './doings.ts'
import { onSheets, pages } from './evaluate-customers.ts'
import { evaluateAsClock } from './evaluate-days.ts'
import { performTogether } from './perform.ts'
import type { Caller, InternalRequest } from './request.ts'

/** What became of a wish about a clock. */
export type ClockOutcome =
  | { readonly status: 'done'; readonly clock: NamedClock }
  | { readonly status: 'refused'; readonly refusal: Refusal }

export const refusedClock = (code: RefusalCode, facts: Refusal['facts']): ClockOutcome => ({
  status: 'refused',
  refusal: { code, facts },
})

/** A moment as an operator writes it: RFC 3339, or a date, which starts in UTC. */
export function operatorMoment(text: string): Instant | undefined {
  const day = text.length === 10 ? dayFromText(text) : undefined
  return day === undefined ? instantFromText(text.replace(/T(\d{2}:\d{2})(?=Z|[+-])/, 'T$1:00')) : startInUtc(day)
}

type Wish = { readonly clock: string; readonly now: string; readonly mail: 'send' | 'withhold' }

/** Makes a named clock. Refused: the name is in use, the time is none. */
export async function createClock(
  store: Store,
  wish: Wish,
  caller: Caller,
  key: string | null = null,
): Promise<ClockOutcome> {
  const now = operatorMoment(wish.now)
  if (now === undefined) return refusedClock('date_invalid', { date: wish.now })
  const clock = { clock: wish.clock, now, mail: wish.mail }
  const facts = { clock: wish.clock, now, mail: wish.mail } as const
  try {
    await performTogether(store, [keyed(doing('clock_created', facts, caller), key)], async (session) => {
      if (!(await insertClock(session, clock))) throw new NameTaken()
    })
  } catch (error) {
    if (error instanceof NameTaken) return refusedClock('clock_taken', { clock: wish.clock })
    throw error
  }
  return { status: 'done', clock: { ...clock, movingTo: null, joining: false, joinedAt: null } }
}

class NameTaken extends Error {}

/**
 * Moves a named clock forward, day by day: the customers for whom a day has come are evaluated as on that day, then the
 * clock shows it. Stopped half-way, it is done to the end when it is asked again. Refused: unknown, joined, backwards.
 */
export async function advanceClock(
  store: Store,
  name: string,
  to: string,
  caller: Caller,
  key: string | null = null,
): Promise<ClockOutcome> {
  const target = operatorMoment(to)
  if (target === undefined) return refusedClock('date_invalid', { date: to })
  const begun = await inTransaction(store, (session) => beginMove(session, name, target))
  if (begun.status === 'refused') return begun
  await evaluateDayByDay(store, begun.clock, target)
  await endMove(store, name, target, keyed(doing('clock_advanced', { clock: name, now: target }, caller), key))
  return { status: 'done', clock: { ...begun.clock, now: target, movingTo: null } }
}

/** Shows the time that was asked for; of two who moved the clock there at once, one has done it. */
async function endMove(store: Store, name: string, to: Instant, request: InternalRequest): Promise<void> {
  try {
    await performTogether(store, [request], async (session) => {
      const clock = await lockClock(session, name)
      if (clock === undefined || clock.movingTo === null || clock.now > to) throw new DoneBefore()
      setClock(session, name, to, null)
    })
  } catch (error) {
    if (!(error instanceof DoneBefore)) throw error
  }
}

class DoneBefore extends Error {}

async function beginMove(session: Session, name: string, to: Instant): Promise<ClockOutcome> {
  const clock = await lockClock(session, name)
  if (clock === undefined) return refusedClock('clock_unknown', { clock: name })
  if (clock.joining || clock.joinedAt !== null) return refusedClock('clock_has_joined', { clock: name })
  if (to < clock.now) return refusedClock('clock_behind', { to: instantToText(to), now: instantToText(clock.now) })
  if (to > clock.now) setClock(session, name, clock.now, to)
  return { status: 'done', clock }
}

async function evaluateDayByDay(store: Store, clock: NamedClock, to: Instant): Promise<void> {
  // somewhere it is tomorrow already; each customer's own zone decides
  const last = dayInUtc(to) + 1
  for (let day = await nextDay(store, clock, 0); day !== null && day <= last; day = await nextDay(store, clock, day)) {
    await evaluateOn(store, clock, day, to)
    const shown = startInUtc(day) < to ? startInUtc(day) : to
    await inTransaction(store, async (session) => setClock(session, clock.clock, shown, to))
  }
}

const nextDay = (store: Store, clock: NamedClock, after: Day): Promise<Day | null> =>
  nextDayToEvaluate(store, clock.clock, textFromDay(after))

async function evaluateOn(store: Store, { clock, mail }: NamedClock, day: Day, to: Instant): Promise<void> {
  for await (const customerIds of pages(store, clock, day))
    await onSheets(store, customerIds, (sheet, wall) => {
      const begun = startOfDay(day, sheet.customer.timeZone) <= to ? day : day - 1
      evaluateAsClock(sheet, wall, begun, mail)
    })
}
