import { type Ref, theCustomer } from '../figures/base.ts'
import type { FigureName } from '../figures/names.ts'
import { policyName } from '../policy/policy.ts'
import type { Customer } from '../state/customer.ts'
import { cellsOf, cellValue, subjectOf } from '../state/subjects.ts'
import { type Day, shortDay } from '../time.ts'
import { amountOf } from './amounts.ts'
import { freeMoneyShare, pendingShare } from './coverage.ts'
import { dueOf } from './installments.ts'
import { disputedTerms, dueInvoices, overdueOf, overdueTerms, own } from './invoice-amounts.ts'
import { collectionSince, isAnnounced, startOf } from './stages.ts'
import { figurePart, type Part, plainTerm, type Rule } from './terms.ts'

/** How the rules of an invoice work; of one that is not loaded nothing is owed. */
export const invoiceRules = {
  'invoice.overdue': (customer, ref, today) => {
    const invoice = subjectOf(customer, ref)
    if (invoice === undefined) return [figurePart('+', 'invoice.outstanding', ref)]
    return overdueTerms(customer, invoice, today)
  },
  'invoice.days_overdue': (customer, ref, today) => {
    const invoice = subjectOf(customer, ref)
    const dueOn = dueOf(customer, ref) ?? today
    if (invoice === undefined || dueOn === today || overdueOf(customer, invoice, today) <= 0n) return []
    const words = (): string => `days from ${shortDay(dueOn)} to ${shortDay(today)}`
    return [plainTerm('+', BigInt(today - dueOn), words, ref, cellsOf(customer, ref)['invoice.due_on']?.seq)]
  },
  'invoice.amount_due': (customer, ref) =>
    dueInvoices(customer, ref)
      .map((of) => ({
        ...own('+', 'invoice.outstanding', of, amountOf(customer, 'invoice.outstanding', of)),
        label: () => `outstanding of invoice ${of.id}`,
      }))
      .filter((one) => one.value !== 0n),
  'invoice.disputed': (customer, ref) => {
    const invoice = subjectOf(customer, ref)
    if (invoice === undefined) return [figurePart('+', 'invoice.claimed', ref)]
    return disputedTerms(customer, invoice)
  },
  'invoice.collectible': (customer, ref, today) => unspared(customer, 'invoice.outstanding', ref, today),
  'invoice.collectible_overdue': (customer, ref, today) => unspared(customer, 'invoice.overdue', ref, today),
  'invoice.counted_adjustment': (customer, ref) => {
    const adjusted = figurePart('-', 'invoice.adjusted', ref)
    const amount = cellValue(customer, ref, 'invoice.adjusted')
    const counts = customer.policy.adjustmentCountsAsPayment && amount <= 0n
    if (counts || amount === 0n) return [adjusted]
    const why = (): string =>
      amount > 0n ? 'what raised it does not count' : `not counted, ${policyName(customer.policy)}`
    return [adjusted, plainTerm('+', amount, why, theCustomer)]
  },
  'invoice.collection_since': (customer, ref) => {
    const since = collectionSince(customer, ref)
    const invoice = subjectOf(customer, ref)
    if (since === null || invoice === undefined) return null
    const { words, seq } = startOf(customer, invoice, since)
    return [plainTerm('+', BigInt(since), () => `${words} from ${shortDay(since)}`, ref, seq)]
  },
  'invoice.awaited': (customer, ref, today) => {
    const share = pendingShare(customer, ref, today)
    return share === 0n ? [] : [plainTerm('+', share, () => 'pending payments spare it', ref)]
  },
} as const satisfies Record<string, Rule>

const byFreeMoney = (): string => 'covered by free money'

/** What of a figure is neither in dispute nor covered by free money or pending payments. */
function unspared(customer: Customer, figure: FigureName, ref: Ref, today: Day): readonly Part[] {
  const covered = freeMoneyShare(customer, ref, today)
  const parts: Part[] = [
    figurePart('+', figure, ref),
    figurePart('-', 'invoice.disputed', ref),
    plainTerm('-', covered, byFreeMoney, ref),
  ]
  if (isAnnounced(customer)) parts.push(figurePart('-', 'invoice.awaited', ref))
  return parts
}
