import type { Ref } from '../figures/base.ts'
import type { Micros } from '../money/amount.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { subjectOf } from '../state/subjects.ts'
import type { Day } from '../time.ts'
import { amountOf } from './amounts.ts'

// An invoice may be due in installments; without any, the whole is due on its due date. Money covers the earliest first.

/**
 * What of an invoice is not to be paid before a day has passed: installments due on or after it (2-domain 2.1). Before the
 * first of them has passed that is all, also what an adjustment raised beyond them.
 */
export function laterInstallments(customer: Customer, invoice: Subject, today: Day): Micros {
  const { installments } = invoice.traits
  const first = installments?.[0]
  if (first !== undefined && first.dueOn >= today) return outstandingOf(customer, invoice)
  if (installments !== undefined && first !== undefined)
    return installments.reduce((sum, one) => (one.dueOn >= today ? sum + one.amount : sum), 0n)
  const dueOn = invoice.cells['invoice.due_on']?.value
  return dueOn !== undefined && Number(dueOn) < today ? 0n : outstandingOf(customer, invoice)
}

/** The due date of the oldest installment that is not covered; of an invoice without any its due date, or none. */
export function dueOf(customer: Customer, ref: Ref): Day | null {
  const invoice = subjectOf(customer, ref)
  return invoice === undefined ? null : dueOfInvoice(customer, invoice)
}

/** The same of an invoice that is at hand. */
export function dueOfInvoice(customer: Customer, invoice: Subject): Day | null {
  const { installments } = invoice.traits
  const dueOn = invoice.cells['invoice.due_on']?.value
  if (installments === undefined || installments.length === 0) return dueOn === undefined ? null : Number(dueOn)
  const open = outstandingOf(customer, invoice)
  let later = installments.reduce((sum, one) => sum + one.amount, 0n)
  for (const one of installments) {
    later -= one.amount
    if (open > later) return one.dueOn
  }
  return installments.at(-1)?.dueOn ?? null
}

/** The last days on which something of an invoice is payable in time; on the day after, a verdict can differ. */
export function dueDays(customer: Customer, ref: Ref): readonly Day[] {
  const invoice = subjectOf(customer, ref)
  const installments = invoice?.traits.installments ?? []
  if (installments.length > 0) return installments.map((one) => one.dueOn)
  const dueOn = invoice?.cells['invoice.due_on']?.value
  return dueOn === undefined ? [] : [Number(dueOn)]
}

const outstandingOf = (customer: Customer, invoice: Subject): Micros => {
  const open = amountOf(customer, 'invoice.outstanding', invoice)
  return open > 0n ? open : 0n
}
