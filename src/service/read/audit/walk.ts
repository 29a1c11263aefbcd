import { setImmediate } from 'node:timers/promises'
import { decode } from '../../../engine/bytes/record-bytes.ts'
import { own } from '../../../engine/customer/apply.ts'
import { dayMovedBy } from '../../../engine/customer/days-seen.ts'
import { type Customer, subjectsOf } from '../../../engine/customer/state.ts'
import { casesOf, reasonWords } from '../../../engine/explain/conditions.ts'
import { isBaseFigure, type Ref, refKey, theCustomer } from '../../../engine/figures/base.ts'
import { evaluate, statusAt, unitOf } from '../../../engine/figures/evaluate.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import type { EventRecord } from '../../../engine/record.ts'
import { fold } from '../../../engine/replay/as-of.ts'
import type { Day, Instant } from '../../../engine/time.ts'
import type { Reach } from '../../../store/read/narrowing.ts'
import { readEventsByEffect, readEventsBySeq } from '../../../store/read/records.ts'
import type { Session } from '../../../store/store.ts'
import { dayAt } from '../../days.ts'
import { existsIn } from '../birth.ts'
import { stateOf } from '../view.ts'
import { digitsOf } from '../wire.ts'
import { dependsOnDay, looksAround } from './derived.ts'

/** What an event moved a figure from and to, in the order of a clock. */
export type Move = {
  readonly figure: FigureName
  readonly ref: Ref
  readonly before: bigint | null
  readonly after: bigint | null
  /** of a status: the conditions of its case with their facts */
  readonly reason: string | null
}
/** Moves by the seq of their event. */
export type Moves = ReadonlyMap<number, readonly Move[]>

type Clock = 'effective' | 'recorded'
/** Whose events, in the order of which clock, and which figures; of these subjects only, where some are named. */
export type WalkOf = {
  readonly head: Customer
  readonly clock: Clock
  readonly figures: readonly FigureName[]
  readonly only: ReadonlySet<string> | null
  /** what the dials let in; null: all */
  readonly reach: Reach | null
}

const CHUNK = 2000
/** How long a walk keeps the process to itself: others who ask are answered in between; ms. */
const SLICE_MS = 10
const EVER: Instant = 32503679999999999n

/**
 * Computes what each of some events moved derived figures by: folds the customer up to the first of them, then every
 * event up to the last, and looks at the figures before and after those that are asked about. Unmoved figures come too.
 */
export async function walk(session: Session, of: WalkOf, events: readonly EventRecord[]): Promise<Moves> {
  const ordered = [...events].sort((a, b) => compare(placeOf(a, of.clock), placeOf(b, of.clock)))
  const [first, last] = [ordered[0], ordered.at(-1)]
  if (first === undefined || last === undefined) return new Map()
  const asked = new Set(ordered.map((event) => event.seq))
  const moves = new Map<number, readonly Move[]>()
  let state = own(await stateBefore(session, of, first))
  let began = performance.now()
  for await (const event of eventsBetween(session, of, first, last)) {
    if (performance.now() - began > SLICE_MS) {
      await setImmediate()
      began = performance.now()
    }
    const before = state
    const look = asked.has(event.seq) ? lookAt(before, event, of) : null
    state = fold(state, event)
    if (look !== null) moves.set(event.seq, look(state))
  }
  return moves
}

const isReached = ({ effectiveAt, seq }: EventRecord, reach: Reach | null): boolean =>
  reach === null || (effectiveAt <= reach.effectiveAt && seq <= reach.knownSeq)

type Place = { readonly at: Instant; readonly seq: number }

const placeOf = (event: EventRecord, clock: Clock): Place => ({
  at: clock === 'recorded' ? 0n : event.effectiveAt,
  seq: event.seq,
})
const compare = (a: Place, b: Place): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.seq - b.seq)

/** Before everything of the first event's moment (by effect), or before its seq (by recording). */
const stateBefore = (session: Session, { head, clock, reach }: WalkOf, first: EventRecord): Promise<Customer> =>
  stateOf(session, head.id, {
    effectiveAt: clock === 'recorded' ? (reach?.effectiveAt ?? EVER) : first.effectiveAt - 1n,
    knownSeq: clock === 'recorded' ? first.seq - 1 : (reach?.knownSeq ?? head.seq),
  })

async function* eventsBetween(
  session: Session,
  of: WalkOf,
  first: EventRecord,
  last: EventRecord,
): AsyncGenerator<EventRecord> {
  const end = placeOf(last, of.clock)
  let place =
    of.clock === 'recorded'
      ? { at: 0n, seq: first.seq - 1 }
      : { at: first.effectiveAt - 1n, seq: Number.MAX_SAFE_INTEGER }
  for (;;) {
    const rows =
      of.clock === 'recorded'
        ? await readEventsBySeq(session, of.head.id, [place.seq + 1, end.seq], CHUNK)
        : await readEventsByEffect(session, of.head.id, [place, end], CHUNK)
    for (const row of rows) {
      const record = decode(row.canonical)
      if (record.kind !== 'event') continue
      place = placeOf(record, of.clock)
      if (isReached(record, of.reach)) yield record
    }
    if (rows.length < CHUNK) return
  }
}

/** Notes the figures before an event; what it answers notes them after and says what moved. */
function lookAt(before: Customer, event: EventRecord, of: WalkOf): (after: Customer) => Move[] {
  const [was, is] = daysAround(before, event)
  const asked = of.figures.flatMap((figure) => refsFor(before, event, figure, of.only).map((ref) => ({ figure, ref })))
  const values = asked.map(({ figure, ref }) => valueBefore(before, figure, ref, was))
  return (after) =>
    asked.map(({ figure, ref }, at) => ({
      figure,
      ref,
      before: values[at] ?? null,
      after: evaluate(after, figure, ref, is),
      reason: reasonOf(after, figure, ref, is),
    }))
}

/** What is not there yet has no status; its amounts are 0. */
const valueBefore = (state: Customer, figure: FigureName, ref: Ref, day: Day): bigint | null =>
  unitOf(figure) === 'status' && !existsIn({ customer: state }, ref) ? null : evaluate(state, figure, ref, day)

function reasonOf(state: Customer, figure: FigureName, ref: Ref, day: Day): string | null {
  if (isBaseFigure(figure) || unitOf(figure) !== 'status') return null
  const status = statusAt(state, figure, ref, day)
  const one = casesOf(figure, state.rules).find((row) => row.status === status)
  const factOf = (name: string): bigint => evaluate(state, name as FigureName, ref, day) ?? 0n
  const telling = { digits: digitsOf(state) }
  return one?.otherwise ?? one?.when.map((condition) => reasonWords(condition, factOf, telling)).join(', ') ?? null
}

/**
 * An evaluation moves the day, and so does a new zone; any other event looks at both sides with the later of its own day and
 * the last evaluated.
 */
function daysAround(before: Customer, event: EventRecord): [Day, Day] {
  const evaluated = before.cells['customer.today']?.value
  const day = dayMovedBy(event)
  if (day !== undefined) return [evaluated === undefined ? day - 1 : Number(evaluated), day]
  const zone = before.currency === null ? (event.facts.timeZone ?? before.timeZone) : before.timeZone
  const today = Math.max(dayAt(event.effectiveAt, zone), Number(evaluated ?? 0n))
  return [today, today]
}

/** The subjects whose figure an event can have moved. */
function refsFor(state: Customer, event: EventRecord, figure: FigureName, only: ReadonlySet<string> | null): Ref[] {
  const kind = figure.slice(0, figure.indexOf('.'))
  if (kind === 'customer') return only === null || only.has(refKey(theCustomer)) ? [theCustomer] : []
  const touched = event.effects.map((effect) => effect.subject).filter((ref) => ref.kind === kind)
  const reaches = looksAround(figure) || (dayMovedBy(event) !== undefined && dependsOnDay(figure))
  const around = reaches && kind === 'invoice' ? subjectsOf(state, 'invoice').map((invoice) => invoice.ref) : []
  const unique = new Map([...touched, ...around].map((ref) => [refKey(ref), ref]))
  return [...unique.values()].filter((ref) => only === null || only.has(refKey(ref)))
}
