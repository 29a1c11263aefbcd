import { figureNo } from '../../engine/bytes/numbers.ts'
import { sourceOf } from '../../engine/explain/sentence.ts'
import type { Base } from '../../engine/explain/why.ts'
import { type Ref, refKey } from '../../engine/figures/base.ts'
import type { FigureName } from '../../engine/figures/names.ts'
import type { EventRecord } from '../../engine/record.ts'
import { isDirectoryKind } from '../../store/directory.ts'
import { type Movers, readLastChange, readMovers } from '../../store/read/history.ts'
import type { Session } from '../../store/store.ts'
import { typeNumbers } from './figure-names.ts'
import { fetchShelf, type Read, readOf } from './shelf.ts'
import type { View } from './view.ts'

/** Records that the chain of one explanation names at most. */
export const CHAIN_LIMIT = 1000

/** The events that moved what an explanation stands on, and whether there were more than it names. */
export type Chain = { readonly reads: readonly Read[]; readonly capped: boolean }

/** Every event that moved one of these base figures within the dials, in order of effect; the newest where there are many. */
export async function chainOf(session: Session, view: View, bases: readonly Base[]): Promise<Chain> {
  const rows = await readMovers(session, view.customer.id, moversOf(bases), view.dials, CHAIN_LIMIT + 1)
  const reads = rows.map(readOf).filter(({ record }) => record.kind === 'event' && movesOne(record, bases))
  return { reads: reads.slice(0, CHAIN_LIMIT).reverse(), capped: reads.length > CHAIN_LIMIT }
}

function moversOf(bases: readonly Base[]): Movers[] {
  const bySubject = Map.groupBy(bases, ({ subject }) => (subject === null ? 'all' : refKey(subject)))
  return [...bySubject.values()].map((own) => ({
    subject: narrowed(own[0]?.subject ?? null),
    types: typeNumbers(own.map((base) => base.figure)),
  }))
}

/** Only these kinds have a column to be found by; the customer himself needs none. */
export const narrowed = (ref: Ref | null): Movers['subject'] =>
  ref !== null && isDirectoryKind(ref.kind) ? { kind: ref.kind, no: ref.no } : null

const movesOne = (event: EventRecord, bases: readonly Base[]): boolean =>
  event.effects.some((effect) =>
    bases.some(
      (base) =>
        base.figure === effect.figure && (base.subject === null || refKey(base.subject) === refKey(effect.subject)),
    ),
  )

/** The evaluation of a day behind the last change of a status, where it was one; it moved no figure, but decided. */
export async function evaluationOf(
  session: Session,
  view: View,
  figure: FigureName,
  ref: Ref,
): Promise<Read | undefined> {
  const { customer, dials } = view
  const row = await readLastChange(session, customer.id, figureNo.of(figure), narrowed(ref), dials)
  if (row === undefined) return undefined
  const change = readOf(row)
  const shelf = await fetchShelf(session, [change])
  const event = sourceOf(change.record, { recordAt: (seq) => shelf.recordAt(customer.id, seq) })
  return event?.type === 'day_evaluated' ? { customerId: customer.id, xdrId: null, record: event } : undefined
}

/** In the order in which they counted. */
export const byEffect = (a: Read, b: Read): number =>
  a.record.effectiveAt < b.record.effectiveAt
    ? -1
    : a.record.effectiveAt > b.record.effectiveAt
      ? 1
      : a.record.seq - b.record.seq
