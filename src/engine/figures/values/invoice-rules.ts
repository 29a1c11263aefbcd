import { policyName } from '../../policy/policy.ts'
import type { Customer } from '../../state/customer.ts'
import { cellsOf, subjectOf } from '../../state/subjects.ts'
import { type Day, shortDay } from '../../time.ts'
import { type Ref, theCustomer } from '../base.ts'
import type { FigureName } from '../names.ts'
import { freeMoneyShare, pendingShare } from './coverage.ts'
import { evaluate } from './evaluate.ts'
import { dueOf } from './installments.ts'
import { disputedTerms, dueInvoices, overdueTerms } from './invoice-amounts.ts'
import type { Rule } from './rules.ts'
import { collectionSince, isAnnounced, startOf } from './stages.ts'
import { figureTerm, plainTerm, type Term } from './terms.ts'

/** How the rules of an invoice work; of one that is not loaded nothing is owed. */
export const invoiceRules = {
  'invoice.overdue': (customer, ref, today) => {
    const invoice = subjectOf(customer, ref)
    if (invoice === undefined) return [figureTerm(customer, '+', 'invoice.outstanding', ref, today)]
    return overdueTerms(customer, invoice, today)
  },
  'invoice.days_overdue': (customer, ref, today) => {
    const dueOn = dueOf(customer, ref) ?? today
    if (dueOn === today || (evaluate(customer, 'invoice.overdue', ref, today) ?? 0n) <= 0n) return []
    const words = (): string => `days from ${shortDay(dueOn)} to ${shortDay(today)}`
    return [plainTerm('+', BigInt(today - dueOn), words, ref, cellsOf(customer, ref)['invoice.due_on']?.seq)]
  },
  'invoice.amount_due': (customer, ref, today) =>
    dueInvoices(customer, ref)
      .map((of) => ({
        ...figureTerm(customer, '+', 'invoice.outstanding', of, today),
        label: () => `outstanding of invoice ${subjectOf(customer, of)?.id ?? of.no}`,
      }))
      .filter((one) => one.value !== 0n),
  'invoice.disputed': (customer, ref, today) => {
    const invoice = subjectOf(customer, ref)
    if (invoice === undefined) return [figureTerm(customer, '+', 'invoice.claimed', ref, today)]
    return disputedTerms(customer, invoice)
  },
  'invoice.collectible': (customer, ref, today) => unspared(customer, 'invoice.outstanding', ref, today),
  'invoice.collectible_overdue': (customer, ref, today) => unspared(customer, 'invoice.overdue', ref, today),
  'invoice.counted_adjustment': (customer, ref, today) => {
    const adjusted = figureTerm(customer, '-', 'invoice.adjusted', ref, today)
    const counts = customer.policy.adjustmentCountsAsPayment && adjusted.value <= 0n
    if (counts || adjusted.value === 0n) return [adjusted]
    const why = (): string =>
      adjusted.value > 0n ? 'what raised it does not count' : `not counted, ${policyName(customer.policy)}`
    return [adjusted, plainTerm('+', adjusted.value, why, theCustomer)]
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
function unspared(customer: Customer, figure: FigureName, ref: Ref, today: Day): readonly Term[] {
  const covered = freeMoneyShare(customer, ref, today)
  const terms = [
    figureTerm(customer, '+', figure, ref, today),
    figureTerm(customer, '-', 'invoice.disputed', ref, today),
    plainTerm('-', covered, byFreeMoney, ref),
  ]
  if (isAnnounced(customer)) terms.push(figureTerm(customer, '-', 'invoice.awaited', ref, today))
  return terms
}
