import { type BaseFigureName, type Ref, theCustomer } from '../../figures/base.ts'
import { type Stage, stages } from '../../figures/collection-stages.ts'
import type { Sign } from '../../figures/formulas.ts'
import type { FormulaName } from '../../figures/names.ts'
import { pendingShare } from '../../figures/values/coverage.ts'
import { collectedInvoices } from '../../figures/values/dunning.ts'
import { dueOf } from '../../figures/values/installments.ts'
import { announcedFor, collectionSince, daysTo, stageComesOn } from '../../figures/values/stages.ts'
import type { Customer, Subject } from '../../state/customer.ts'
import { cellsOf, subjectOf } from '../../state/subjects.ts'
import { type Day, shortDay } from '../../time.ts'
import type { WhyTerm } from './term.ts'

/** A term that is no figure of its own. */
export const plain = (sign: Sign, value: bigint, label: string, subject: Ref, seq: number | null = null): WhyTerm => ({
  sign,
  value,
  label,
  figure: null,
  subject,
  seq,
  opens: null,
})

/** What the count of an invoice starts from, in words, and the record that says so. */
export function originOf(
  customer: Customer,
  { ref, cells, bornSeq }: Subject,
  since: Day,
): { words: string; seq: number } {
  const said = (words: string, figure: BaseFigureName, of: Ref = ref) => ({
    words,
    seq: cellsOf(customer, of)[figure]?.seq ?? bornSeq,
  })
  if (since === dueOf(customer, ref)) return said('due', 'invoice.due_on')
  return cells['invoice.counted_from'] === undefined
    ? said('collected by us', 'customer.collection_from', theCustomer)
    : said('counted', 'invoice.counted_from')
}

/** The day from which an invoice counts, with why it is that one. */
export function sinceTerms(customer: Customer, ref: Ref): WhyTerm[] {
  const since = collectionSince(customer, ref)
  const invoice = subjectOf(customer, ref)
  if (since === null || invoice === undefined) return []
  const { words, seq } = originOf(customer, invoice, since)
  return [plain('+', BigInt(since), `${words} from ${shortDay(since)}`, ref, seq)]
}

/** The share of pending payments in an invoice. */
export function awaitedTerms(customer: Customer, ref: Ref, today: Day): WhyTerm[] {
  const share = pendingShare(customer, ref, today)
  return share === 0n ? [] : [plain('+', share, 'pending payments spare it', ref)]
}

/** The day of a stage: of which invoice, counted from when, announced when, by which version of the terms. */
export function stageTerms(customer: Customer, figure: FormulaName, today: Day): WhyTerm[] {
  const stage = stages.find((one) => figure === `customer.${one}_on`)
  if (stage === undefined || daysTo(customer, stage) === null) return []
  const [first] = collectedInvoices(customer, today)
    .map(({ invoice }) => ({ invoice, on: stageComesOn(customer, invoice, stage) }))
    .filter((one): one is { invoice: Subject; on: Day } => one.on !== null)
    .sort((a, b) => a.on - b.on)
  return first === undefined ? [] : [stageTerm(customer, first.invoice, stage, first.on)]
}

function stageTerm(customer: Customer, invoice: Subject, stage: Stage, on: Day): WhyTerm {
  const since = collectionSince(customer, invoice.ref) ?? on
  const origin = originOf(customer, invoice, since)
  const isAnnounced = announcedFor(invoice, stage) !== null
  const seq = isAnnounced ? (invoice.cells[`invoice.${stage}_on`]?.seq ?? origin.seq) : origin.seq
  const how = isAnnounced ? `announced for ${shortDay(on)}` : `falls on ${shortDay(on)}`
  const words = [
    `${stage} because of invoice ${invoice.id} ${how}`,
    `${origin.words} from ${shortDay(since)}`,
    `${daysTo(customer, stage) ?? 0} days by policy version ${customer.policy.version}`,
  ]
  return plain('+', BigInt(on), words.join(', '), invoice.ref, seq)
}
