import { type Customer, cellValue, type Subject, subjectsOf } from '../customer/state.ts'
import type { Code } from '../events/slots.ts'
import type { Micros } from '../money/amount.ts'
import { type Day, dayInUtc } from '../time.ts'
import { coverage } from './coverage.ts'
import { evaluate } from './evaluate.ts'
import { dueOf } from './installments.ts'

/** An invoice as collection looks at it on a day; amounts in micros. */
export type Dunned = {
  readonly invoice: Subject
  readonly outstanding: Micros
  readonly overdue: Micros
  readonly disputed: Micros
  readonly covered: Micros
  /** overdue − disputed − covered, never below 0 */
  readonly collectibleOverdue: Micros
  /** due date of the oldest uncovered installment */
  readonly dueOn: Day | null
}

/** Every loaded invoice with something outstanding, as collection looks at it on a day. */
export function dunnedInvoices(customer: Customer, today: Day): Dunned[] {
  const shares = coverage(customer, today)
  return subjectsOf(customer, 'invoice').flatMap((invoice): Dunned[] => {
    const outstanding = evaluate(customer, 'invoice.outstanding', invoice.ref, today) ?? 0n
    if (outstanding <= 0n) return []
    const overdue = evaluate(customer, 'invoice.overdue', invoice.ref, today) ?? 0n
    const disputed = evaluate(customer, 'invoice.disputed', invoice.ref, today) ?? 0n
    const covered = shares.get(invoice.ref.no) ?? 0n
    const left = overdue - disputed - covered
    return [
      {
        invoice,
        outstanding,
        overdue,
        disputed,
        covered,
        collectibleOverdue: left > 0n ? left : 0n,
        dueOn: dueOf(customer, invoice.ref),
      },
    ]
  })
}

/**
 * Days overdue of the oldest invoice that is collected, once the sum of what is collectible and overdue is above the
 * threshold; 0 while nobody is to be dunned (2-domain 2.5). Null would never be: it is a count.
 */
export function daysInCollection(customer: Customer, today: Day): bigint {
  const collected = collectedInvoices(customer, today)
  return BigInt(Math.max(0, ...collected.map((one) => today - (one.dueOn ?? today))))
}

/** The invoices that are collected on a day: something collectible overdue, and nothing that speaks against it. */
export function collectedInvoices(customer: Customer, today: Day): Dunned[] {
  const all = dunnedInvoices(customer, today)
  const sum = all.reduce((total, one) => total + one.collectibleOverdue, 0n)
  return all.filter((one) => one.collectibleOverdue > 0n && spared(customer, one, sum) === null)
}

/**
 * Why an invoice with something overdue is not collected; null: it is. `sum` is the customer's collectible overdue. The
 * first reason that applies: collection stopped by hand, in dispute, covered by free money, below the collection
 * minimum, the sum not above the threshold.
 */
export function spared(customer: Customer, one: Dunned, sum: Micros): Code | null {
  const { collectMinimum, collection } = customer.policy
  if (cellValue(customer, one.invoice.ref, 'invoice.uncollected_since') > 0n) return 'stopped_by_hand'
  if (one.overdue - one.disputed <= 0n) return 'in_dispute'
  if (one.collectibleOverdue <= 0n) return 'covered_by_free_money'
  if (one.outstanding - one.disputed - one.covered <= collectMinimum) return 'below_minimum'
  return sum <= collection.threshold ? 'below_threshold' : null
}

/** Why nothing is done on a day about an invoice that is overdue; null: it is collected (2-domain 2.5). */
export function whyNotCollected(customer: Customer, one: Dunned, day: Day): Code | null {
  const reason = spared(customer, one, collectibleSum(customer, day))
  if (reason !== null) return reason
  return isLifted(customer, day) ? 'lifted' : null
}

/** Is collection lifted on a day? The last day is one of them. */
export const isLifted = (customer: Customer, day: Day): boolean =>
  (customer.cells['customer.lifted_until']?.value ?? 0n) >= BigInt(day)

/** The customer's collectible overdue on a day. */
export const collectibleSum = (customer: Customer, day: Day): Micros =>
  dunnedInvoices(customer, day).reduce((sum, one) => sum + one.collectibleOverdue, 0n)

/** Is the customer closed? Nothing is charged to him any more. */
export const isClosed = ({ cells }: Customer): boolean => (cells['customer.closed_since']?.value ?? 0n) > 0n

/**
 * May a customer be terminated for what falls due for termination on a day? Not twice, not when closed, and not for what
 * had fallen due when he was set active by hand.
 */
export function mayBeTerminated(customer: Customer, dueOn: Day): boolean {
  const since = customer.cells['customer.terminated_since']
  if ((since?.value ?? 0n) > 0n || isClosed(customer)) return false
  return since?.at === undefined || dueOn > dayInUtc(since.at)
}
