import { collectedInvoices } from '../figures/dunning.ts'
import { evaluate } from '../figures/evaluate.ts'
import { dueDays } from '../figures/installments.ts'
import { statuses } from '../figures/statuses.ts'
import { stepsOf } from '../policy/steps.ts'
import type { Day } from '../time.ts'
import { type Customer, type Subject, subjectsOf } from './state.ts'

/**
 * The first day on which a verdict can differ from what is recorded (3-records 3.2): an invoice or installment that
 * becomes overdue, a step of collection, the end of a lift, of a temporary limit or of an authorisation, an operation
 * that waits. Null when no day can change anything by itself. The open subjects must be loaded.
 */
export function nextEvaluationOn(customer: Customer): Day | null {
  const seen = lastSeen(customer)
  const days = [
    ...subjectsOf(customer, 'invoice').flatMap((invoice) => daysOfInvoice(customer, invoice, seen)),
    ...lateFeeDays(customer, seen),
    ...endings(customer).filter((day) => day > seen),
    ...customer.scheduled.map((one) => Math.max(one.day, seen + 1)),
  ]
  return days.length === 0 ? null : days.reduce((first, day) => Math.min(first, day))
}

const lastSeen = (customer: Customer): Day =>
  Number(customer.cells['customer.today']?.value ?? BigInt(Number.MIN_SAFE_INTEGER))

function daysOfInvoice(customer: Customer, invoice: Subject, seen: Day): Day[] {
  const due = dueDays(customer, invoice.ref)
  if (due.length === 0 || (evaluate(customer, 'invoice.outstanding', invoice.ref, 0) ?? 0n) <= 0n) return []
  const turning = due.map((day) => day + 1).filter((day) => day > seen)
  const issuedOn = Number(invoice.cells['invoice.issued_on']?.value ?? 0n)
  const steps = stepsOf(customer.policy).flatMap((step) => due.map((day) => day + step.after))
  return [...turning, ...steps.filter((day) => day > seen && day > issuedOn)]
}

/** A late fee that was withheld on its day falls due on the next one on which nothing speaks against it any more. */
function lateFeeDays(customer: Customer, seen: Day): Day[] {
  const { lateFee, graceDays } = customer.policy.collection
  if (lateFee === null || seen === Number.MIN_SAFE_INTEGER) return []
  return collectedInvoices(customer, seen + 1)
    .filter((one) => one.invoice.cells['invoice.late_fee_on'] === undefined && one.dueOn !== null)
    .map((one) => Math.max((one.dueOn ?? 0) + 1 + graceDays, seen + 1))
}

/** The days after which a lift, a temporary limit or an authorisation holds no more. */
function endings(customer: Customer): Day[] {
  const { 'customer.lifted_until': lifted, 'customer.temporary_limit_until': limit } = customer.cells
  const pending = subjectsOf(customer, 'payment').flatMap((payment) => {
    const expiresOn = payment.cells['payment.expires_on']
    const isOpen = (payment.cells['payment.authorised']?.value ?? 0n) > 0n
    const hasEnded = payment.cells['payment.status']?.value === BigInt(statuses.expired)
    return expiresOn === undefined || !isOpen || hasEnded ? [] : [expiresOn.value]
  })
  const last = [
    ...(lifted === undefined ? [] : [lifted.value]),
    ...(limit === undefined ? [] : [limit.value]),
    ...pending,
  ]
  return last.map((day) => Number(day) + 1)
}
