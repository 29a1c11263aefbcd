import { dayFromText, type Instant, instantFromText, instantToText, startInUtc } from '../../engine/time.ts'
import { findClock, insertClock, lockClock, type NamedClock, setClock } from '../../store/queues/clocks.ts'
import type { Session } from '../../store/session/session.ts'
import type { Store } from '../../store/session/store.ts'
import type { Caller, InternalRequest } from '../asked/request.ts'
import { bookOnce, doing, keyed, reasoned } from '../ledger/doings.ts'
import { pinning } from '../ledger/pins.ts'
import { oneAtATime } from '../work/leased.ts'
import { awaitClock, type ClockOutcome, isEnding, marked, marksOf, refusedClock } from './clock-marks.ts'
import { evaluateDayByDay } from './day-by-day.ts'
import type { Note } from './evaluate-customers.ts'

/** A moment as an operator writes it: RFC 3339, or a date, which starts in UTC. */
export function operatorMoment(text: string): Instant | undefined {
  const day = text.length === 10 ? dayFromText(text) : undefined
  return day === undefined ? instantFromText(text.replace(/T(\d{2}:\d{2})(?=Z|[+-])/, 'T$1:00')) : startInUtc(day)
}

type Wish = {
  readonly clock: string
  readonly now: string
  readonly mail: 'send' | 'withhold'
  readonly collection?: 'on' | 'off' | undefined
  readonly reason?: string | undefined
}

/** Makes a named clock. Refused: the name is in use, the time is none. */
export async function createClock(
  store: Store,
  wish: Wish,
  caller: Caller,
  key: string | null = null,
): Promise<ClockOutcome> {
  const now = operatorMoment(wish.now)
  if (now === undefined) return refusedClock('date_invalid', { date: wish.now })
  const { mail, collection = 'on' } = wish
  const clock = { clock: wish.clock, now, mail, collection }
  const facts = { clock: wish.clock, now, mail, ...offFacts(collection) }
  const request = keyed(reasoned(doing('clock_created', facts, caller), wish.reason), key)
  const pin = (session: Session) => pinning(session, ['clock', wish.clock], caller)
  if (!(await bookOnce(store, request, (session) => insertClock(session, clock), pin)))
    return refusedClock('clock_taken', { clock: wish.clock })
  return { status: 'done', clock: { ...clock, movingTo: null, joining: false, joinedAt: null } }
}

/** What the record of a clock says of its collection: only where it is off. */
export const offFacts = (collection: 'on' | 'off'): { readonly collectionOff?: bigint } =>
  collection === 'off' ? { collectionOff: 1n } : {}

/** The name of work on a clock, which one does at a time. */
export const workOnClock = (name: string): string => `clock:${name}`

/**
 * Moves a named clock forward, day by day: the customers for whom a day has come are evaluated as on that day, what waited
 * for it is booked, then the clock shows it. Stopped half-way, it is done to the end when it is asked again; whoever asks
 * meanwhile comes after it.
 * Refused: unknown, joined, backwards.
 */
export async function advanceClock(
  store: Store,
  name: string,
  to: string,
  caller: Caller,
  key: string | null = null,
  reason?: string,
): Promise<ClockOutcome> {
  const target = operatorMoment(to)
  if (target === undefined) return refusedClock('date_invalid', { date: to })
  const advanced = doing('clock_advanced', { clock: name, now: target }, caller)
  const request = keyed(reasoned(advanced, reason), key)
  return await oneAtATime(store, workOnClock(name), ({ fence }) => move(store, name, target, { request, note: fence }))
}

/** Moves a clock and books the request at its end; for who holds the lease of work on it. `note`: what is written of each few customers. */
export async function move(
  store: Store,
  name: string,
  to: Instant,
  { request, note }: { readonly request: InternalRequest; readonly note: Note },
): Promise<ClockOutcome> {
  const begun = await marked(store, name, request, (session, clock) => beginMove(session, clock, to))
  if (begun.status === 'refused') return begun
  await evaluateDayByDay(store, begun.clock, to, note)
  await endMove(store, name, to, request)
  const clock = await findClock(store, name)
  return clock === undefined || isEnding(clock)
    ? refusedClock('clock_has_joined', { clock: name })
    : { status: 'done', clock }
}

/** Marks a clock as being moved. Refused: joined, backwards. */
export function beginMove(session: Session, clock: NamedClock, to: Instant): ClockOutcome {
  const { clock: name } = clock
  if (isEnding(clock)) return refusedClock('clock_has_joined', { clock: name })
  if (to < clock.now) return refusedClock('clock_behind', { to: instantToText(to), now: instantToText(clock.now) })
  setClock(session, name, clock.now, to)
  return { status: 'done', clock }
}

/** Shows the time that was asked for, unless the clock shows it already: the move there is recorded once. */
async function endMove(store: Store, name: string, to: Instant, request: InternalRequest): Promise<void> {
  await awaitClock(store, name)
  let before: NamedClock | undefined
  const end = async (session: Session): Promise<boolean> => {
    before = await lockClock(session, name)
    if (before === undefined || isEnding(before) || before.now >= to) return false
    setClock(session, name, to, null)
    return true
  }
  await bookOnce(store, request, end, (session) => marksOf(session, before, request.caller, request.correlationId))
}
