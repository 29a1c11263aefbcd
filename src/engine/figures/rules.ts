import { type Customer, cellValue, type Subject, subjectOf, subjectsOf } from '../customer/state.ts'
import { lesser } from '../money/amount.ts'
import type { Day } from '../time.ts'
import { type Ref, theCustomer } from './base.ts'
import { evaluate } from './evaluate.ts'
import type { FormulaName } from './names.ts'

/** The value of a formula of kind `rule`; units as `evaluate`. */
export function ruleValue(customer: Customer, figure: FormulaName, ref: Ref, today: Day): bigint | null {
  const value = (name: FormulaName, of: Ref = ref): bigint => evaluate(customer, name, of, today) ?? 0n
  switch (figure) {
    case 'invoice.overdue':
      return isPastDue(customer, ref, today) ? positive(value('invoice.outstanding')) : 0n
    case 'invoice.days_overdue':
      return value('invoice.overdue') > 0n ? BigInt(today) - cellValue(customer, ref, 'invoice.due_on') : 0n
    case 'invoice.amount_due':
      return [...earlierInvoices(customer, ref).map((subject) => subject.ref), ref].reduce(
        (sum, of) => sum + value('invoice.outstanding', of),
        0n,
      )
    case 'invoice.collectible':
      return positive(value('invoice.outstanding') - freeMoneyShare(customer, ref, today))
    case 'customer.available_credit':
      return availableCredit(customer, today)
    case 'customer.open_count':
      return countInvoices(customer, (invoice) => value('invoice.outstanding', invoice.ref) > 0n)
    case 'customer.overdue_count':
      return countInvoices(customer, (invoice) => value('invoice.overdue', invoice.ref) > 0n)
    default:
      throw new Error(`Bug: ${figure} is no rule`)
  }
}

const positive = (amount: bigint): bigint => (amount > 0n ? amount : 0n)

const countInvoices = (customer: Customer, test: (invoice: Subject) => boolean): bigint =>
  BigInt(subjectsOf(customer, 'invoice').filter(test).length)

/** Is the due date before today? Due on the 15th is payable to the end of the 15th; without a due date never past. */
export function isPastDue(customer: Customer, ref: Ref, today: Day): boolean {
  const dueOn = evaluate(customer, 'invoice.due_on', ref, today)
  return dueOn !== null && dueOn < BigInt(today)
}

/** Invoices issued before this one: by the moment of issue, then by number of recording. */
export function earlierInvoices(customer: Customer, ref: Ref): Subject[] {
  const own = subjectOf(customer, ref)
  if (own === undefined) return []
  return subjectsOf(customer, 'invoice').filter(
    (one) => one.bornAt < own.bornAt || (one.bornAt === own.bornAt && one.bornSeq < own.bornSeq),
  )
}

/** Invoices in the order in which money goes to them: due date (none last), issue moment, seq (2-domain 2.2). */
export function oldestFirst(customer: Customer): Subject[] {
  const due = (invoice: Subject): bigint => invoice.cells['invoice.due_on']?.value ?? 1n << 62n
  return subjectsOf(customer, 'invoice').sort(
    (a, b) => order(due(a), due(b)) || order(a.bornAt, b.bornAt) || a.bornSeq - b.bornSeq,
  )
}

const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * The part of the customer's free money that would cover this invoice, were it given to the oldest ones first; none where
 * late records leave the free money of a past day below 0.
 */
export function freeMoneyShare(customer: Customer, ref: Ref, today: Day): bigint {
  const money = (figure: FormulaName): bigint => evaluate(customer, figure, theCustomer, today) ?? 0n
  let free = money('customer.unallocated_payments') + money('customer.unallocated_credits')
  for (const invoice of oldestFirst(customer)) {
    const open = positive(evaluate(customer, 'invoice.outstanding', invoice.ref, today) ?? 0n)
    const share = positive(lesser(open, free))
    if (invoice.ref.no === ref.no) return share
    free -= share
  }
  return 0n
}

function availableCredit(customer: Customer, today: Day): bigint | null {
  const balance = evaluate(customer, 'customer.balance', theCustomer, today) ?? 0n
  if (customer.billing === 'prepaid') return -balance
  const limit = evaluate(customer, 'customer.credit_limit', theCustomer, today)
  return limit === null ? null : limit - balance
}
