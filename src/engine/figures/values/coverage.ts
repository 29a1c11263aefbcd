import { lesser, type Micros } from '../../money/amount.ts'
import type { Customer, Subject } from '../../state/customer.ts'
import { oncePerSubjects } from '../../state/once-per-state.ts'
import { subjectsOf } from '../../state/subjects.ts'
import type { Day } from '../../time.ts'
import type { Ref } from '../base.ts'
import { formulas } from '../formulas.ts'
import { amountOf } from './amounts.ts'
import { dueOfInvoice } from './installments.ts'
import { pendingOf } from './payment-rules.ts'
import { isAnnounced } from './stages.ts'

/** Invoices in the order in which money goes to them: due date (none last), issue moment, seq (2-domain 2.2). */
export function oldestFirst(customer: Customer): Subject[] {
  const dated = subjectsOf(customer, 'invoice').map((one) => ({ one, due: dueOfInvoice(customer, one) ?? NEVER }))
  dated.sort((a, b) => a.due - b.due || order(a.one.bornAt, b.one.bornAt) || a.one.bornSeq - b.one.bornSeq)
  return dated.map(({ one }) => one)
}

const NEVER = Number.MAX_SAFE_INTEGER

const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

/** Is a payment among the subjects that is authorised, so that it may end by the clock? */
const isAuthorised = oncePerSubjects(
  (customer) => subjectsOf(customer, 'payment').some(({ cells }) => (cells['payment.authorised']?.value ?? 0n) > 0n),
  () => [],
)

/**
 * Work over all subjects, done once as long as they, the rules and the terms are the same; and where a payment is
 * authorised, for a moment, since it may end by then. It looks at no figure of the customer himself.
 */
export const overSubjects = <T>(work: (customer: Customer, today: Day) => T): ((customer: Customer, today: Day) => T) =>
  oncePerSubjects(work, (customer) => [
    customer.rules,
    customer.policy,
    isAuthorised(customer, 0) ? customer.now : null,
  ])

/**
 * The part of the customer's free money that would cover each invoice, were it given to the oldest ones first, by number
 * of the invoice; nothing where late records leave the free money of a past day below 0.
 */
export const coverage = overSubjects((customer): ReadonlyMap<number, Micros> => {
  let free = freeMoney(customer, 'customer.unallocated_payments') + freeMoney(customer, 'customer.unallocated_credits')
  const shares = new Map<number, Micros>()
  if (free <= 0n) return shares
  for (const invoice of oldestFirst(customer)) {
    const open = amountOf(customer, 'invoice.outstanding', invoice)
    const share = open > 0n ? lesser(open, free) : 0n
    if (share > 0n) shares.set(invoice.ref.no, share)
    free -= share
  }
  return shares
})

function freeMoney(
  customer: Customer,
  total: 'customer.unallocated_payments' | 'customer.unallocated_credits',
): Micros {
  const { of, over } = formulas[total]
  return subjectsOf(customer, over).reduce((sum, one) => sum + amountOf(customer, of, one), 0n)
}

/** The part of the free money that would cover one invoice. */
export const freeMoneyShare = (customer: Customer, ref: Ref, today: Day): Micros =>
  coverage(customer, today).get(ref.no) ?? 0n

/**
 * The part of the pending payments that would cover what free money leaves open of each invoice, by its number: of each
 * payment, older first, what it is to pay of its chosen invoices, then the oldest ones. Nothing by the policy
 * (spare_pending).
 */
export const pendingCoverage = overSubjects((customer, today): ReadonlyMap<number, Micros> => {
  const free = coverage(customer, today)
  const shares = new Map<number, Micros>()
  if (!isAnnounced(customer) || !customer.policy.collection.sparePending) return shares
  const payments = pendingPayments(customer)
  if (payments.length === 0) return shares
  const invoices = oldestFirst(customer)
  const open = new Map(
    invoices.map((one) => [one.ref.no, amountOf(customer, 'invoice.outstanding', one) - (free.get(one.ref.no) ?? 0n)]),
  )
  for (const payment of payments) {
    let left = pendingOf(customer, payment.ref)
    const wishes = [
      ...(payment.traits.wish?.chosen ?? []).map(({ invoice, amount }) => [invoice.no, amount] as const),
      ...invoices.map(({ ref }) => [ref.no, left] as const),
    ]
    for (const [no, wanted] of wishes) {
      const share = lesser(wanted, lesser(left, open.get(no) ?? 0n))
      if (share <= 0n) continue
      left -= share
      open.set(no, (open.get(no) ?? 0n) - share)
      shares.set(no, (shares.get(no) ?? 0n) + share)
    }
  }
  return shares
})

const pendingPayments = (customer: Customer): Subject[] =>
  subjectsOf(customer, 'payment')
    .filter(({ ref }) => pendingOf(customer, ref) > 0n)
    .sort((a, b) => order(a.bornAt, b.bornAt) || a.bornSeq - b.bornSeq)

/** The part of the pending payments that would cover one invoice. */
export const pendingShare = (customer: Customer, ref: Ref, today: Day): Micros =>
  pendingCoverage(customer, today).get(ref.no) ?? 0n
