import { movingTypes } from '../../../engine/asked/movements.ts'
import { eventNo } from '../../../engine/bytes/numbers.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import {
  type Below,
  type BelowSince,
  belowNow,
  belowZeroWords,
  lookBack,
  neverBelow,
} from '../../../engine/explain/sentences/below-zero.ts'
import type { Ref } from '../../../engine/figures/base.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import { subjectOf, subjectsOf } from '../../../engine/state/subjects.ts'
import { evaluate } from '../../../engine/values/evaluate.ts'
import { readAllConcerned } from '../../../store/read/lists/explained.ts'
import type { Session } from '../../../store/session/session.ts'
import { dayAt } from '../../asked/days.ts'
import { fetchShelf, type Read, readOf } from '../records/shelf.ts'
import type { View } from '../view/view.ts'

/** Subjects of which it is said at most; of more, that there are. */
const SAID = 3

/** Events of one that are read at once. */
const EVENTS = 2000

/**
 * What is below 0 at the dials of a question because something was dated back, said of the subject that is asked about,
 * or of the subjects that a sum is over (2-domain 2.3, 3).
 */
export async function belowZeroSaid(
  session: Session,
  view: View,
  figure: FigureName,
  ref: Ref,
  atOnce: number = EVENTS,
): Promise<string[]> {
  const about = subjectsAsked(view, figure, ref).flatMap((one) => {
    const own = neverBelow[one.kind]
    const value = own === undefined ? 0n : (evaluate(view.customer, own, one, view.today) ?? 0n)
    return value < 0n && !isKept(view, one) ? [{ ref: one, value }] : []
  })
  const sentences = await Promise.all(about.slice(0, SAID).map((one) => said(session, view, one, atOnce)))
  const more = about.length - SAID
  return more > 0 ? [...sentences, `${more} more ${more === 1 ? 'is' : 'are'} below 0.`] : sentences
}

/** A negative total that the policy left on its invoice is no past day's (negative_invoice: keep). */
const isKept = ({ customer, today }: View, ref: Ref): boolean =>
  ref.kind === 'invoice' && (evaluate(customer, 'invoice.total', ref, today) ?? 0n) < 0n

function subjectsAsked({ customer }: View, figure: FigureName, ref: Ref): readonly Ref[] {
  if (ref.kind !== 'customer') return [ref]
  const over = { 'customer.outstanding': 'invoice', 'customer.unallocated_payments': 'payment' } as const
  const kinds: Partial<Record<FigureName, Ref['kind']>> = { ...over, 'customer.unallocated_credits': 'credit' }
  const kind = kinds[figure]
  return kind === undefined ? [] : subjectsOf(customer, kind).map((one) => one.ref)
}

/** Reads on until all is read: the record that dated it back may be older than the moment since which it is below 0. */
async function said(session: Session, view: View, below: Below, atOnce: number): Promise<string> {
  const { customer, digits, dials } = view
  const { kind, no } = below.ref
  if (kind !== 'invoice' && kind !== 'payment' && kind !== 'credit') return ''
  const concerned = [{ subjects: { kind, nos: [no] }, types: movingTypes.map((type) => eventNo.of(type)) }]
  const pages = readAllConcerned(session, customer.id, concerned, dials, {
    limit: atOnce,
    placeOf: (row) => readOf(row).record,
  })
  let since: BelowSince = belowNow(below)
  let because: Read | null = null
  for await (const rows of pages) {
    const reads = rows.map(readOf)
    since = lookBack(since, eventsIn(reads))
    because = since.because === null ? null : (reads.find(({ record }) => record.seq === since.because?.seq) ?? because)
  }
  const shelf = await fetchShelf(session, because === null ? [] : [because])
  return belowZeroWords(since, {
    digits,
    dayOf: (at) => dayAt(at, customer.timeZone),
    nameOf: (ref) => subjectOf(customer, ref)?.id ?? shelf.nameOf(customer.id, ref),
    calledOf: (ref) => shelf.calledOf(customer.id, ref),
  })
}

const eventsIn = (reads: readonly Read[]): EventRecord[] =>
  reads.map((read) => read.record).filter((record): record is EventRecord => record.kind === 'event')
