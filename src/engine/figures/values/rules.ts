import type { Micros } from '../../money/amount.ts'
import type { Customer, Subject } from '../../state/customer.ts'
import { cellValue, subjectOf, subjectsOf } from '../../state/subjects.ts'
import type { Day } from '../../time.ts'
import { type Ref, theCustomer } from '../base.ts'
import type { FormulaName } from '../names.ts'
import { freeMoneyShare, pendingShare } from './coverage.ts'
import { daysInCollection, stageOn } from './dunning.ts'
import { evaluate } from './evaluate.ts'
import { dueOf } from './installments.ts'
import { disputedOf, overdueOf, positive } from './invoice-amounts.ts'
import { collectionSince } from './stages.ts'

/** The value of a formula of kind `rule`; units as `evaluate`. */
export function ruleValue(customer: Customer, figure: FormulaName, ref: Ref, today: Day): bigint | null {
  const value = (name: FormulaName, of: Ref = ref): bigint => evaluate(customer, name, of, today) ?? 0n
  const spared = (): bigint =>
    value('invoice.disputed') + freeMoneyShare(customer, ref, today) + pendingShare(customer, ref, today)
  const { policy } = customer
  switch (figure) {
    case 'invoice.overdue':
      return ofInvoice(customer, ref, (invoice) => overdueOf(customer, invoice, today))
    case 'invoice.days_overdue':
      return value('invoice.overdue') > 0n ? BigInt(today - (dueOf(customer, ref) ?? today)) : 0n
    case 'invoice.amount_due':
      return dueInvoices(customer, ref).reduce((sum, of) => sum + value('invoice.outstanding', of), 0n)
    case 'invoice.disputed':
      return ofInvoice(customer, ref, (invoice) => disputedOf(customer, invoice))
    case 'invoice.collectible':
      return positive(value('invoice.outstanding') - spared())
    case 'invoice.collectible_overdue':
      return positive(value('invoice.overdue') - spared())
    case 'invoice.counted_adjustment':
      return policy.adjustmentCountsAsPayment ? positive(-cellValue(customer, ref, 'invoice.adjusted')) : 0n
    case 'payment.pending':
      return isExpired(customer, ref) ? 0n : cellValue(customer, ref, 'payment.authorised')
    case 'customer.credit_limit':
      return creditLimit(customer, today)
    case 'customer.available_credit':
      return availableCredit(customer, today)
    case 'customer.open_count':
      return countInvoices(customer, (invoice) => value('invoice.outstanding', invoice.ref) > 0n)
    case 'customer.overdue_count':
      return countInvoices(customer, (invoice) => value('invoice.overdue', invoice.ref) > 0n)
    case 'customer.days_in_collection':
      return daysInCollection(customer, today)
    case 'customer.limitation_after':
      return daysOrNull(policy.collection.limitationAfter)
    case 'customer.suspension_after':
      return daysOrNull(policy.collection.suspensionAfter)
    case 'customer.termination_after':
      return daysOrNull(policy.collection.terminationAfter)
    case 'customer.limitation_on':
    case 'customer.suspension_on':
    case 'customer.termination_on':
      return daysOrNull(stageOn(customer, stageOfFigure[figure], today))
    case 'invoice.collection_since':
      return daysOrNull(collectionSince(customer, ref))
    case 'invoice.awaited':
      return pendingShare(customer, ref, today)
    case 'customer.collect_minimum':
      return policy.collectMinimum
    default:
      throw new Error(`Bug: ${figure} is no rule`)
  }
}

/** Of an invoice that is not loaded nothing is owed. */
function ofInvoice(customer: Customer, ref: Ref, amount: (invoice: Subject) => Micros): Micros {
  const invoice = subjectOf(customer, ref)
  return invoice === undefined ? 0n : amount(invoice)
}

const stageOfFigure = {
  'customer.limitation_on': 'limitation',
  'customer.suspension_on': 'suspension',
  'customer.termination_on': 'termination',
} as const

const daysOrNull = (days: number | null): bigint | null => (days === null ? null : BigInt(days))

const countInvoices = (customer: Customer, test: (invoice: Subject) => boolean): bigint =>
  BigInt(subjectsOf(customer, 'invoice').filter(test).length)

/** The invoices that an amount due adds up: this one, and unless the policy says "simple" those issued before it. */
export const dueInvoices = (customer: Customer, ref: Ref): readonly Ref[] =>
  customer.policy.amountDue === 'simple' ? [ref] : [...earlierInvoices(customer, ref).map((one) => one.ref), ref]

/** Invoices issued before this one: by the moment of issue, then by number of recording. */
export function earlierInvoices(customer: Customer, ref: Ref): Subject[] {
  const own = subjectOf(customer, ref)
  if (own === undefined) return []
  return subjectsOf(customer, 'invoice').filter(
    (one) => one.bornAt < own.bornAt || (one.bornAt === own.bornAt && one.bornSeq < own.bornSeq),
  )
}

/** Has the authorisation of a pending payment ended? It has from its very moment on (2-domain 2.2). */
export function isExpired(customer: Customer, ref: Ref): boolean {
  const expiresAt = subjectOf(customer, ref)?.cells['payment.expires_at']?.value
  return expiresAt !== undefined && expiresAt <= customer.now
}

/** The limit in force on a day; a prepaid customer without one has 0, a postpaid one none (null). */
function creditLimit(customer: Customer, today: Day): bigint | null {
  const { cells } = customer
  const until = cells['customer.temporary_limit_until']
  const limit =
    until !== undefined && until.value >= BigInt(today)
      ? cells['customer.temporary_limit']
      : cells['customer.permanent_limit']
  return limit?.value ?? (customer.billing === 'prepaid' ? 0n : null)
}

function availableCredit(customer: Customer, today: Day): bigint | null {
  const balance = evaluate(customer, 'customer.balance', theCustomer, today) ?? 0n
  if (customer.billing === 'prepaid') return -balance
  const limit = creditLimit(customer, today)
  return limit === null ? null : limit - balance
}
