import { decode } from '../../../engine/bytes/record-bytes.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import type { Customer } from '../../../engine/state/customer.ts'
import { type OwnCustomer, own } from '../../../engine/state/own.ts'
import type { Instant } from '../../../engine/time.ts'
import type { Reach } from '../../../store/read/audit/narrowing.ts'
import { type Place, readEventsBySeq } from '../../../store/read/records/records.ts'
import type { Session } from '../../../store/session/session.ts'
import { type Pace, pace } from '../records/pace.ts'
import { foldOf, opened, stateOf } from '../view/view.ts'
import { glassOver, type Move, type Seen } from './glass.ts'

/** Moves by the seq of their event. */
export type Moves = ReadonlyMap<number, readonly Move[]>

type Clock = 'effective' | 'recorded'
/** Whose events, in the order of which clock, and what is looked at. */
export type WalkOf = Seen & {
  readonly head: Customer
  readonly clock: Clock
  /** what the dials let in; null: all */
  readonly reach: Reach | null
}

const CHUNK = 2000
const EVER: Instant = 32503679999999999n

/**
 * Computes what each of some events moved derived figures by: folds the customer up to the first of them, then every
 * event up to the last, and looks at the figures before and after those that are asked about. Unmoved figures come too
 * of the customer himself, and of subjects that are named.
 */
export async function walk(
  session: Session,
  of: WalkOf,
  events: readonly EventRecord[],
  work: Pace = pace(),
): Promise<Moves> {
  const ordered = [...events].sort((a, b) => compare(placeOf(a, of.clock), placeOf(b, of.clock)))
  const [first, last] = [ordered[0], ordered.at(-1)]
  if (first === undefined || last === undefined) return new Map()
  const asked = new Set(ordered.map((event) => event.seq))
  const moves = new Map<number, readonly Move[]>()
  const glass = glassOver(of, work)
  const fold = await folded(session, of, { first, last }, work)
  let { state } = fold
  for await (const event of fold.events) {
    if (!asked.has(event.seq)) {
      state = glass.past(state, event)
      continue
    }
    if (event.seq === first.seq) state = await opened(session, state)
    const look = await glass.lookAt(state, event)
    state = glass.past(state, event)
    moves.set(event.seq, await look(state))
  }
  return moves
}

type Span = { readonly first: EventRecord; readonly last: EventRecord }
type Folding = { readonly state: OwnCustomer; readonly events: AsyncIterable<EventRecord> }

/** From a snapshot before the first event on, all up to the last, in the order of the clock. */
async function folded(session: Session, of: WalkOf, { first, last }: Span, work: Pace): Promise<Folding> {
  const { head, clock, reach } = of
  if (clock === 'recorded') {
    const before = { effectiveAt: reach?.effectiveAt ?? EVER, knownSeq: first.seq - 1 }
    const state = own(await stateOf(session, head.id, before, work))
    return { state, events: reached(eventsBySeq(session, head.id, [first.seq, last.seq], work), reach) }
  }
  const dials = { effectiveAt: last.effectiveAt, knownSeq: reach?.knownSeq ?? head.seq }
  const place = { at: first.effectiveAt, seq: first.seq }
  const { start, events } = await foldOf(session, head.id, { ...dials, before: place }, work)
  return { state: start, events: upTo(events, placeOf(last, clock)) }
}

async function* upTo(events: AsyncIterable<EventRecord>, end: Place): AsyncGenerator<EventRecord> {
  for await (const event of events) {
    if (compare(placeOf(event, 'effective'), end) > 0) return
    yield event
  }
}

const isReached = ({ effectiveAt, seq }: EventRecord, reach: Reach | null): boolean =>
  reach === null || (effectiveAt <= reach.effectiveAt && seq <= reach.knownSeq)

const placeOf = (event: EventRecord, clock: Clock): Place => ({
  at: clock === 'recorded' ? 0n : event.effectiveAt,
  seq: event.seq,
})
const compare = (a: Place, b: Place): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.seq - b.seq)

async function* reached(events: AsyncIterable<EventRecord>, reach: Reach | null): AsyncGenerator<EventRecord> {
  for await (const event of events) if (isReached(event, reach)) yield event
}

/** The events of a customer from one record to another, both included, in order of recording. */
export async function* eventsBySeq(
  session: Session,
  customerId: string,
  [first, last]: readonly [number, number],
  work: Pace,
): AsyncGenerator<EventRecord> {
  for (let from = first; from <= last; ) {
    const rows = await readEventsBySeq(session, customerId, [from, last], CHUNK)
    for (const row of rows) {
      await work.did(1)
      const record = decode(row.canonical)
      if (record.kind === 'event') yield record
    }
    from = rows.length < CHUNK ? last + 1 : (rows.at(-1)?.seq ?? last) + 1
  }
}
