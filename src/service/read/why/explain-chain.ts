import { eventNo, figureNo } from '../../../engine/bytes/numbers.ts'
import { typesMoving } from '../../../engine/events/effects.ts'
import type { EventRecord, LedgerRecord } from '../../../engine/events/record.ts'
import { sentence } from '../../../engine/explain/sentences/sentence.ts'
import { alwaysMoves, type Base, isBehind, sourcesOf, turnsBehind } from '../../../engine/explain/why/sources.ts'
import { type Ref, refKey } from '../../../engine/figures/base.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import type { Customer } from '../../../engine/state/customer.ts'
import { movingDays } from '../../../engine/state/days-seen.ts'
import { subjectOf, subjectsOf } from '../../../engine/state/subjects.ts'
import { type Instant, instantFromText, instantToText } from '../../../engine/time.ts'
import { isDirectoryKind } from '../../../store/heads/directory.ts'
import {
  type Concerned,
  countConcerned,
  readConcerned,
  readTurns,
  type Stretch,
} from '../../../store/read/lists/explained.ts'
import { readSubjectNames } from '../../../store/read/names/directory.ts'
import type { RecordRow } from '../../../store/read/records/records.ts'
import type { Session } from '../../../store/session/session.ts'
import { loadCredits } from '../../../store/subjects/credits.ts'
import { wantsNothing } from '../../../store/subjects/wanted.ts'
import { actorOf } from '../records/actor.ts'
import type { AtHand } from '../records/draft-names.ts'
import { misunderstood } from '../records/fault.ts'
import { tellingOf } from '../records/line.ts'
import { fetchShelf, type Read, readOf } from '../records/shelf.ts'
import { timeText } from '../records/wire.ts'
import type { View } from '../view/view.ts'

/** Records that the chain of one explanation names at most; the earlier ones come by pages. */
export const CHAIN_LIMIT = 1000

/** Up to here a chain is counted; beyond it is said to have at least as many. */
const COUNTED = 10_000

/** A place in the order of effect. */
export type Place = NonNullable<Stretch['before']>

/** A page of a chain, in order of effect, and the place before which the earlier ones are; null: there are none. */
export type ChainPage = { readonly reads: readonly Read[]; readonly earlier: Place | null }

/** What an explanation asks of the records: which figure, of whom. */
export type Behind = { readonly figure: FigureName; readonly ref: Ref; readonly sources: readonly Base[] }

/** The sources of a figure, to the first cause; credits that are used up are looked up for where they came from. */
export async function behind(session: Session, view: View, figure: FigureName, ref: Ref): Promise<Behind> {
  const sources = sourcesOf(await withCredits(session, view.customer), figure, ref)
  return { figure, ref, sources }
}

async function withCredits(session: Session, customer: Customer): Promise<Customer> {
  const named = subjectsOf(customer, 'allocation').flatMap(({ source }) => (source?.kind === 'credit' ? [source] : []))
  const missing = [...new Set(named.filter((one) => !customer.subjects.has(refKey(one))).map((one) => one.no))]
  if (missing.length === 0) return customer
  const names = await readSubjectNames(
    session,
    'credit',
    missing.map((no) => ({ customerId: customer.id, no })),
  )
  const loaded = await loadCredits(session, [{ ...wantsNothing(customer.id), credits: names.map((one) => one.id) }])
  const found = loaded.map(({ subject }) => [refKey(subject.ref), subject] as const)
  return { ...customer, subjects: new Map([...customer.subjects, ...found]) }
}

/** What moves the day of a customer: its evaluation, or a new zone. */
const turning = movingDays.map((type) => eventNo.of(type))

/** Which records are asked for: so many before a place; `upTo`: those up to one are named alone, without their bytes. */
type Wanted = { readonly limit: number; readonly before?: Place | undefined; readonly upTo?: number }

/** What moved a figure, and what turned its status, newest first. */
export async function chainRows(session: Session, view: View, { figure, ref, sources }: Behind, wanted: Wanted) {
  const { customer, dials } = view
  const turns = turnsBehind(figure, ref, customer.rules).map((one) => ({
    figure: figureNo.of(one.figure),
    subject: one.subject === null ? null : narrowed(one.subject),
  }))
  const [moved, turned] = await Promise.all([
    readConcerned(session, customer.id, concernedBy(sources), dials, wanted),
    readTurns(session, customer.id, turns, turning, dials, wanted),
  ])
  return { moved, turned }
}

/** The newest records behind a figure before a place, those of a day that turned its status among them. */
export async function chainPage(
  session: Session,
  view: View,
  behind: Behind,
  { limit, before }: { readonly limit: number; readonly before?: Place | undefined },
): Promise<ChainPage> {
  const { moved, turned } = await chainRows(session, view, behind, { limit: limit + 1, before })
  return newestOf([...moved, ...turned].map(readOf), { turned, sources: behind.sources, limit })
}

type Placed = { readonly record: Pick<EventRecord, 'kind' | 'seq' | 'effectiveAt' | 'type' | 'facts'> | LedgerRecord }

/** The newest of some records that belong to a chain, in order of effect, and the place before which the earlier ones are. */
export function newestOf<T extends Placed>(
  all: readonly T[],
  of: { readonly turned: readonly RecordRow[]; readonly sources: readonly Base[]; readonly limit: number },
): { readonly reads: readonly T[]; readonly earlier: Place | null } {
  const cut = all.toSorted(byEffect).reverse().slice(0, of.limit)
  const last = cut.at(-1)?.record
  const evaluations = new Set(of.turned.map((row) => row.seq))
  const reads = cut.filter(
    ({ record }) => evaluations.has(record.seq) || (record.kind === 'event' && isBehind(record, of.sources)),
  )
  return { reads: reads.reverse(), earlier: all.length > of.limit && last !== undefined ? last : null }
}

/** A page of a chain, of whichever form. */
type Counted = { readonly reads: { readonly length: number }; readonly earlier: Place | null }

/** How many records a chain has, given its newest page; at least so many where it is long. */
export async function chainCount(session: Session, view: View, { sources }: Behind, { reads, earlier }: Counted) {
  if (earlier === null) return { count: reads.length, at_least: false }
  const isExact = sources.every(({ figure }) => typesMoving(figure).every((type) => alwaysMoves(type, figure)))
  const counted = await countConcerned(session, view.customer.id, concernedBy(sources), view.dials, COUNTED)
  return isExact
    ? { count: Math.max(counted, reads.length), at_least: counted >= COUNTED }
    : { count: reads.length, at_least: true }
}

/** The types of events that move base figures, by the subjects that they concern. */
export function concernedBy(bases: readonly Base[]): Concerned[] {
  const parts = bases.map(({ figure, subject }) => ({
    types: [...new Set(typesMoving(figure))].map((type) => eventNo.of(type)).sort((a, b) => a - b),
    subject: subject === null ? null : narrowed(subject),
  }))
  const anywhere = parts.filter(({ subject }) => subject === null).flatMap(({ types }) => types)
  const bySubject = Map.groupBy(
    parts.flatMap(({ types, subject }) => (subject === null ? [] : [{ types, subject }])),
    ({ types, subject }) => `${subject.kind} ${types.join(' ')}`,
  )
  return [
    ...(anywhere.length === 0 ? [] : [{ subjects: null, types: [...new Set(anywhere)] }]),
    ...[...bySubject.values()].flatMap((same): Concerned[] => {
      const [first] = same
      if (first === undefined) return []
      const nos = [...new Set(same.map(({ subject }) => subject.no))]
      return [{ subjects: { kind: first.subject.kind, nos }, types: first.types }]
    }),
  ]
}

/** Only these kinds have a column to be found by; the customer himself needs none. */
const narrowed = (ref: Ref) => (isDirectoryKind(ref.kind) ? { kind: ref.kind, no: ref.no } : null)

/** A record of a chain as the wire has it. */
export type ChainItem = Awaited<ReturnType<typeof chainItems>>[number]

/** The records of a chain as the wire has them. */
export async function chainItems(session: Session, reads: readonly Read[], view: View) {
  const shelf = await fetchShelf(session, reads, [], { isEntered: false, atHand: namesAtHand(view) })
  return reads.map((read) => {
    const { customerId, record } = read
    const operation = shelf.operationOf(customerId, record.seq)
    const { reference, channel, rootSeq } = operation
    return {
      seq: record.seq,
      root_seq: rootSeq,
      effective_at: timeText(record.effectiveAt),
      recorded_at: timeText(record.recordedAt),
      operation: { reference, actor: actorOf(operation), channel },
      sentence: sentence(record, tellingOf(read, shelf)),
    }
  })
}

/** The names of what is loaded, where the view shows what is there today. */
function namesAtHand({ customer, isHead }: View): AtHand | undefined {
  if (!isHead) return undefined
  return (kind, { customerId, no }) => {
    const subject = customerId === customer.id ? subjectOf(customer, { kind, no }) : undefined
    if (subject === undefined) return undefined
    const isNote = subject.traits.origin === 'credit_note'
    return { customerId, no, id: subject.id, called: isNote ? 'credit_note' : kind, bornSeq: subject.bornSeq }
  }
}

/** A place as a cursor: "2026-10-15T12:00:00.000Z_17". */
export const placeText = (place: Place | null): string | null =>
  place === null ? null : `${instantToText(place.effectiveAt)}_${place.seq}`

/** A cursor as a place; asks back when it is none. */
export function placeFrom(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined
  const [time = '', seq = ''] = cursor.split('_')
  const effectiveAt: Instant | undefined = instantFromText(time)
  if (effectiveAt === undefined || !/^\d{1,15}$/.test(seq))
    throw misunderstood('cursor', 'the value of "next" in the answer before')
  return { effectiveAt, seq: Number(seq) }
}

/** In the order in which they counted. */
export const byEffect = (a: Placed, b: Placed): number =>
  a.record.effectiveAt < b.record.effectiveAt
    ? -1
    : a.record.effectiveAt > b.record.effectiveAt
      ? 1
      : a.record.seq - b.record.seq
