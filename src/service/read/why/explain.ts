import { equation } from '../../../engine/explain/why/equation.ts'
import { type Why, why } from '../../../engine/explain/why/why.ts'
import { type Ref, theCustomer, type Unit } from '../../../engine/figures/base.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import { cellsOf } from '../../../engine/state/subjects.ts'
import { type Instant, shortDay } from '../../../engine/time.ts'
import { unitOf } from '../../../engine/values/evaluate.ts'
import type { Session } from '../../../store/session/session.ts'
import { dayAt } from '../../asked/days.ts'
import { existsIn } from '../records/birth.ts'
import { misunderstood } from '../records/fault.ts'
import { timeText, valueText } from '../records/wire.ts'
import type { Asked } from '../view/dials.ts'
import { figureNamed, findSubject, subjectNamed } from '../view/figure-names.ts'
import { dialsText, identitiesText } from '../view/figures.ts'
import { promiseOf } from '../view/promise.ts'
import { headOf, type View, viewOfHead } from '../view/view.ts'
import { absencesOf } from './explain-absences.ts'
import { behind, chainItems, chainPage, placeFrom, placeText } from './explain-chain.ts'
import { linked, seqIn, withGroups } from './explain-links.ts'
import { termsPage } from './explain-lists.ts'
import { parametersText } from './explain-parameters.ts'
import { sinceWhen } from './explain-since.ts'
import { namesIn, openingText, termText } from './explain-terms.ts'
import { chainTold } from './explain-told.ts'
import type { ToldChains } from './told-chains.ts'

/** What is to be explained: a figure, of the customer where no subject is named. */
export type WhyAsked = Asked & { readonly figure: string; readonly subject?: string | undefined }

/** Which page of a list. */
export type PageAsked = { readonly limit: number; readonly cursor?: string | undefined }

/**
 * Why a figure or status is what it is: formula, terms, residual, and the records that it stands on (3-records 3.7): at
 * most `limit` of them, from where chains are kept.
 */
export async function answerWhy(
  session: Session,
  customerId: string,
  asked: WhyAsked,
  chains?: ToldChains,
  limit?: number,
) {
  const { view, head, figure, ref, named } = await askedOf(session, customerId, asked)
  const exists = existsIn(view, ref)
  const said = whyIn(view, figure, ref)
  const [one, { told, page }, missing, parameters, identities, promise] = await Promise.all([
    exists ? withGroups(session, view, said) : unborn(said),
    chainTold(session, { view, head, figure, ref }, chains, limit),
    absencesOf(session, view, figure, ref),
    parametersText(session, view, figure),
    identitiesText(session, view),
    promiseOf(session, view, ref),
  ])
  const since = exists && one.unit === 'status' ? await sinceWhen(session, view, { ...one, ref }, page) : null
  const { only, earlier, count } = told
  const { complete, ...dials } = dialsText(view)
  return {
    figure,
    subject: named(ref),
    exists,
    value: valueText(one.value, one.unit, view.digits) ?? 'none',
    since: since === null ? null : timeText(since),
    unit: unitText(one.unit),
    ...dials,
    formula: one.formula,
    terms: one.terms.map((term) => linked(termText(term, one.unit, view.digits, named), term, only)),
    terms_count: one.count,
    verdicts: (exists ? one.verdicts : []).map(({ words, holds, status, seq, opens, isFact }) => ({
      words,
      holds,
      status,
      is_fact: isFact,
      seq: seq ?? seqIn(only, opens),
      ...(opens === null ? {} : { opens: openingText(opens, named) }),
    })),
    residual: residualText(one, view.digits),
    currency: view.customer.currency,
    sentence: exists ? `${equation(one, view.digits)}${sinceText(since, view)}` : 'It did not exist yet.',
    clears: exists ? one.clears : null,
    chain: told.items,
    chain_count: count.count,
    chain_at_least: count.at_least,
    chain_next: placeText(earlier),
    absences: missing,
    parameters,
    identities,
    promise,
    complete: { ...complete, capped: earlier !== null },
  }
}

const whyIn = (view: View, figure: FigureName, ref: Ref): Why =>
  why(view.customer, figure, ref, view.today, view.digits, recorded(view, figure, ref))

/** What did not exist yet has no status, and so nothing that gave it one. */
const unborn = (one: Why): Why =>
  one.unit === 'status' ? { ...one, value: null, verdicts: [], remains: null, clears: null } : one

/** What a term opens into: a page of the records, groups or terms whose sum it is. */
export async function answerTerms(
  session: Session,
  customerId: string,
  asked: WhyAsked & PageAsked & { readonly group?: string | undefined },
) {
  const { view, figure, ref, named } = await askedOf(session, customerId, asked)
  const { group = null, limit, cursor } = asked
  if (group !== null && figure !== 'invoice.total') throw misunderstood('group', 'left out, but for invoice.total')
  const unit = unitOf(figure)
  if (unit === 'status')
    throw misunderstood('figure', 'a figure that is a sum; a status has verdicts, which explain gives')
  const { sum, value, ...page } = await termsPage(
    session,
    view,
    { figure, subject: ref, group, from: 0 },
    { limit, cursor },
    named,
  )
  return {
    figure,
    subject: named(ref),
    group,
    unit: unitText(unit),
    ...dialsText(view),
    currency: view.customer.currency,
    sum: valueText(sum, unit, view.digits) ?? '',
    value: valueText(value, unit, view.digits) ?? '',
    ...page,
  }
}

/** An earlier page of the chain of a figure. */
export async function answerWhyChain(session: Session, customerId: string, asked: WhyAsked & PageAsked) {
  const { view, figure, ref } = await askedOf(session, customerId, asked)
  const before = placeFrom(asked.cursor)
  const page = await chainPage(session, view, await behind(session, view, figure, ref), { limit: asked.limit, before })
  return { items: await chainItems(session, page.reads, view), next: placeText(page.earlier) }
}

/** The view that a question about a figure is answered by, and what it names. */
async function askedOf(session: Session, customerId: string, asked: WhyAsked) {
  const subject = asked.subject ?? 'customer'
  const figure = figureNamed(asked.figure, subjectNamed(subject).kind)
  const about = await findSubject(session, customerId, subject)
  const ref = about?.ref ?? theCustomer
  if (!figure.startsWith(`${ref.kind}.`))
    throw misunderstood('subject', `the subject of ${figure}`, [`${figure.split('.')[0]}:<id>`])
  const head = await headOf(session, customerId)
  const view = await viewOfHead(session, head, asked, about)
  return { view, head, figure, ref, named: namesIn(view, about) }
}

/**
 * The value that the books hold for a stored amount, so that the residual compares two roads. Not of pending payments: an
 * authorisation that ends within a day ends for whoever asks, and for the books with the next evaluation.
 */
const recorded = ({ customer, isHead }: View, figure: FigureName, ref: Ref): bigint | undefined =>
  isHead && unitOf(figure) === 'amount' && figure !== 'customer.pending'
    ? cellsOf(customer, ref)[figure]?.value
    : undefined

/** ". Since 16 Oct 2026.": what a status adds to its reason. */
const sinceText = (since: Instant | null, { customer }: View): string =>
  since === null ? '' : `. Since ${shortDay(dayAt(since, customer.timeZone))}.`

const unitText = (unit: Unit): 'amount' | 'status' | 'days' | 'count' | 'date' =>
  unit === 'day' || unit === 'instant' ? 'date' : unit

const residualText = (one: Why, digits: number): string =>
  one.unit === 'amount' || one.unit === 'status'
    ? (valueText(one.residual, 'amount', digits) ?? '')
    : String(one.residual)
