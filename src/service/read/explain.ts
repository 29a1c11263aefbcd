import { eventNo } from '../../engine/bytes/numbers.ts'
import { cellsOf } from '../../engine/customer/state.ts'
import { absences } from '../../engine/explain/absence.ts'
import { equation } from '../../engine/explain/equation.ts'
import { type Why, type WhyTerm, why } from '../../engine/explain/why.ts'
import { type Ref, theCustomer, type Unit } from '../../engine/figures/base.ts'
import { unitOf } from '../../engine/figures/evaluate.ts'
import type { FigureName } from '../../engine/figures/names.ts'
import { readMovers } from '../../store/read/history.ts'
import type { Session } from '../../store/store.ts'
import { dayAt } from '../days.ts'
import type { Asked } from './dials.ts'
import { byEffect, chainOf, evaluationOf, narrowed } from './explain-chain.ts'
import { misunderstood } from './fault.ts'
import { figureNamed, findSubject, subjectNamed } from './figure-names.ts'
import { dialsText, identitiesText } from './figures.ts'
import { lineOf } from './line.ts'
import { promiseOf } from './promise.ts'
import { fetchShelf, type Read, readOf } from './shelf.ts'
import { type View, viewOf } from './view.ts'
import { calledIn, subjectText, valueText } from './wire.ts'

/** What is to be explained: a figure, of the customer where no subject is named. */
export type WhyAsked = Asked & { readonly figure: string; readonly subject?: string | undefined }

/** Why a figure or status is what it is: formula, terms, residual, and the records that it stands on (3-records 3.7). */
export async function answerWhy(session: Session, customerId: string, asked: WhyAsked) {
  const subject = asked.subject ?? 'customer'
  const figure = figureNamed(asked.figure, subjectNamed(subject).kind)
  const named = await findSubject(session, customerId, subject)
  const ref = named?.ref ?? theCustomer
  if (!figure.startsWith(`${ref.kind}.`))
    throw misunderstood('subject', `the subject of ${figure}`, [`${figure.split('.')[0]}:<id>`])
  const view = await viewOf(session, customerId, asked, named)
  const one = why(view.customer, figure, ref, view.today, view.digits, recorded(view, figure, ref))
  const [chain, missing, identities, promise] = await Promise.all([
    chainText(session, view, one, ref),
    absencesOf(session, view, ref),
    identitiesText(session, view),
    promiseOf(session, view, ref),
  ])
  const { complete, ...dials } = dialsText(view)
  return {
    figure,
    subject: subjectText(ref, () => named?.id ?? '', calledIn(view.customer, ref)),
    value: valueText(one.value, one.unit, view.digits) ?? 'none',
    unit: unitText(one.unit),
    ...dials,
    formula: one.formula,
    terms: one.terms.map((term) => termText(term, one.unit, view.digits)),
    verdicts: [...one.verdicts],
    residual: residualText(one, view.digits),
    currency: view.customer.currency,
    sentence: equation(one, view.digits),
    clears: one.clears,
    chain: chain.items,
    absences: missing,
    identities,
    promise,
    complete: { ...complete, capped: chain.capped },
  }
}

/**
 * The value that the books hold for a stored amount, so that the residual compares two roads. Not of pending payments: an
 * authorisation that ends within a day ends for whoever asks, and for the books with the next evaluation.
 */
const recorded = ({ customer, isHead }: View, figure: FigureName, ref: Ref): bigint | undefined =>
  isHead && unitOf(figure) === 'amount' && figure !== 'customer.pending'
    ? cellsOf(customer, ref)[figure]?.value
    : undefined

const unitText = (unit: Unit): 'amount' | 'status' | 'days' | 'count' | 'date' =>
  unit === 'day' || unit === 'instant' ? 'date' : unit

const residualText = (one: Why, digits: number): string =>
  one.unit === 'amount' || one.unit === 'status'
    ? (valueText(one.residual, 'amount', digits) ?? '')
    : String(one.residual)

/** A term as the wire has it. */
type TermText = {
  sign: '+' | '-'
  value: string
  label: string
  figure: string | null
  seq: number | null
  terms?: TermText[]
}

/** A term of a count or of days is no amount, and neither is one of a date. */
const termText = (term: WhyTerm, unit: Unit, digits: number): TermText => ({
  sign: term.sign,
  value: valueText(term.value, term.figure === null ? unit : unitOf(term.figure), digits) ?? '',
  label: term.label,
  figure: term.figure,
  seq: term.seq,
  ...(term.terms === undefined ? {} : { terms: term.terms.map((one) => termText(one, unit, digits)) }),
})

async function chainText(session: Session, view: View, one: Why, ref: Ref) {
  const { reads, capped } = await chainOf(session, view, one.bases)
  const evaluation = one.unit === 'status' ? await evaluationOf(session, view, one.figure, ref) : undefined
  const all: Read[] = (evaluation === undefined ? [...reads] : [...reads, evaluation]).sort(byEffect)
  const shelf = await fetchShelf(session, all)
  const items = all.map((read) => {
    const line = lineOf(read, shelf)
    const { seq, root_seq, effective_at, recorded_at, sentence, reference, actor, channel } = line
    return { seq, root_seq, effective_at, recorded_at, operation: { reference, actor, channel }, sentence }
  })
  return { items, capped }
}

/** What one would expect and did not happen: looked for from the last payment on. */
async function absencesOf(session: Session, view: View, ref: Ref): Promise<string[]> {
  if (ref.kind !== 'invoice' && ref.kind !== 'customer') return []
  const { customer, today, digits, dials } = view
  const type = eventNo.of(ref.kind === 'invoice' ? 'payment_allocated' : 'payment_received')
  const rows = await readMovers(session, customer.id, [{ subject: narrowed(ref), types: [type] }], dials, 1)
  const records = rows.map((row) => readOf(row).record)
  return absences(customer, ref, records, today, (at) => dayAt(at, customer.timeZone), digits)
}
