import { chargeValue } from '../../../engine/events/charges.ts'
import { typesMoving } from '../../../engine/events/effects.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import { addToGroups, type ChargeGroup, groupOf, groupTerms, opensRecords } from '../../../engine/explain/why/opened.ts'
import { alwaysMoves, type Base, moveOf } from '../../../engine/explain/why/sources.ts'
import type { Opening, WhyTerm } from '../../../engine/explain/why/term.ts'
import { opened, whyTerms } from '../../../engine/explain/why/why.ts'
import { isBaseFigure, type Ref } from '../../../engine/figures/base.ts'
import { addTo } from '../../../engine/many.ts'
import { firstOf, without } from '../../../engine/state/ranges.ts'
import { subjectOf } from '../../../engine/state/subjects.ts'
import { evaluate, unitOf } from '../../../engine/values/evaluate.ts'
import { sumOf } from '../../../engine/values/terms.ts'
import { countConcerned, readCharges, readConcerned } from '../../../store/read/lists/explained.ts'
import type { Session } from '../../../store/session/session.ts'
import { type Read, readOf } from '../records/shelf.ts'
import { subjectNoFrom } from '../view/pages.ts'
import type { View } from '../view/view.ts'
import { concernedBy, placeFrom, placeText } from './explain-chain.ts'
import { type NameOf, recordTerms, type TermText, termText } from './explain-terms.ts'

/** A page of what a term opens into; amounts in micros. */
export type TermsPage = {
  readonly items: readonly TermText[]
  /** Σ sign × value of this page, and of the whole list */
  readonly sum: bigint
  readonly value: bigint
  readonly count: number
  /** there are at least so many */
  readonly at_least: boolean
  readonly next: string | null
}

/** How much of a list: so many, behind a place that the page before named. */
export type TermsAsked = { readonly limit: number; readonly cursor?: string | undefined }

/** A list is counted up to here; beyond it is said to have at least as many. */
const COUNTED = 10_000

/** Charges of one invoice that are summed by group; what stands beyond them is one term more. */
const GROUPED = 20_000

/** Charges that are read in one go: reading them keeps others waiting for a few milliseconds. */
const AT_ONCE = 500

/** What a term opens into, a page at a time: records, groups of charges, or the terms of a formula. */
export async function termsPage(
  session: Session,
  view: View,
  opening: Opening,
  page: TermsAsked,
  nameOf: NameOf,
): Promise<TermsPage> {
  const { figure, subject, group } = opening
  if (figure === 'invoice.total' && group !== null) return await chargesPage(session, view, { subject, group }, page)
  if (opensRecords(opening) && isBaseFigure(figure)) return await recordsPage(session, view, { figure, subject }, page)
  const all =
    figure === 'invoice.total'
      ? await totalTerms(session, view, subject)
      : whyTerms(view.customer, figure, subject, view.today)
  const from = subjectNoFrom(page.cursor) ?? 0
  const items = all.slice(from, from + page.limit)
  const end = from + items.length
  const shown = items.map((term) => opened(view.customer, term, view.today, view.digits, figure))
  return {
    items: shown.map((term) => termText(term, unitOf(figure), view.digits, nameOf)),
    sum: sumOf(items),
    value: sumOf(all),
    count: all.length,
    at_least: false,
    next: end < all.length ? String(end) : null,
  }
}

/** The records that moved a base figure of a subject, newest first. */
async function recordsPage(
  session: Session,
  view: View,
  base: Base & { readonly subject: Ref },
  { limit, cursor }: TermsAsked,
): Promise<TermsPage> {
  const { customer, dials } = view
  const concerned = concernedBy([base])
  const before = placeFrom(cursor)
  const rows = await readConcerned(session, customer.id, concerned, dials, { limit: limit + 1, before })
  const read = rows.slice(0, limit).map(readOf)
  const moved = read.flatMap((one) => {
    const value = one.record.kind === 'event' ? moveOf(one.record, base) : undefined
    return value === undefined ? [] : [{ read: one, value }]
  })
  const last = rows.length > limit ? read.at(-1)?.record : undefined
  const isWhole = before === undefined && last === undefined
  const counted = isWhole ? moved.length : await countConcerned(session, customer.id, concerned, dials, COUNTED)
  const isExact = typesMoving(base.figure).every((type) => alwaysMoves(type, base.figure))
  return {
    items: await recordTerms(session, view, moved),
    sum: moved.reduce((sum, one) => sum + one.value, 0n),
    value: evaluate(customer, base.figure, base.subject, view.today) ?? 0n,
    count: isWhole || isExact ? counted : moved.length,
    at_least: !isWhole && (!isExact || counted >= COUNTED),
    next: placeText(last ?? null),
  }
}

type Charged = { readonly read: Read; readonly charge: EventRecord }

/**
 * The charges of an invoice behind a place, of those that are grouped, in order of their numbers, by stretches; before its
 * issue it has none.
 */
async function* chargesOn(session: Session, view: View, invoice: Ref, after: number): AsyncGenerator<Charged[]> {
  const charges = subjectOf(view.customer, invoice)?.traits.charges
  if (charges === undefined) return
  let left = without(firstOf(charges, GROUPED), [[0, after]])
  while (left.length > 0) {
    const next = firstOf(left, AT_ONCE)
    const reads = (await readCharges(session, view.customer.id, next)).map(readOf)
    yield reads.flatMap((read) => (read.record.kind === 'event' ? [{ read, charge: read.record }] : []))
    left = without(left, next)
  }
}

/** The charges of an invoice by group; of very many those of the first ones. */
export async function groupsOn(session: Session, view: View, invoice: Ref): Promise<ChargeGroup[]> {
  const groups = new Map<string, ChargeGroup>()
  for await (const stretch of chargesOn(session, view, invoice, 0))
    for (const { charge } of stretch) addToGroups(groups, charge)
  return [...groups.values()]
}

/** The terms of an invoice's total: its charges by group, and what stands beyond those that were looked at. */
export async function totalTerms(session: Session, view: View, invoice: Ref): Promise<WhyTerm[]> {
  const total = evaluate(view.customer, 'invoice.total', invoice, view.today) ?? 0n
  const groups = groupTerms(await groupsOn(session, view, invoice), invoice)
  const rest = total - sumOf(groups)
  if (rest === 0n) return groups
  const plain = { figure: null, subject: invoice, seq: null, opens: null } as const
  return [...groups, { sign: '+', value: rest, label: 'further charges', ...plain }]
}

/** The charges of one group of an invoice's total, in order of their numbers. */
async function chargesPage(
  session: Session,
  view: View,
  { subject, group }: { readonly subject: Ref; readonly group: string },
  { limit, cursor }: TermsAsked,
): Promise<TermsPage> {
  const found: Charged[] = []
  for await (const stretch of chargesOn(session, view, subject, subjectNoFrom(cursor) ?? 0)) {
    addTo(
      found,
      stretch.filter((one) => groupOf(one.charge) === group),
    )
    if (found.length > limit) break
  }
  const shown = found.slice(0, limit)
  const all = (await groupsOn(session, view, subject)).find((one) => one.key === group)
  const moved = shown.map(({ read, charge }) => ({ read, value: chargeValue(charge) }))
  return {
    items: await recordTerms(session, view, moved),
    sum: moved.reduce((sum, one) => sum + one.value, 0n),
    value: all?.value ?? 0n,
    count: all?.count ?? 0,
    at_least: false,
    next: found.length > limit ? String(shown.at(-1)?.charge.facts.charge?.no ?? '') : null,
  }
}
