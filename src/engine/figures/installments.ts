import { type Customer, subjectOf } from '../customer/state.ts'
import type { Micros } from '../money/amount.ts'
import type { Day } from '../time.ts'
import type { Ref } from './base.ts'
import { evaluate } from './evaluate.ts'

// An invoice may be due in installments; without any, the whole is due on its due date. Money covers the earliest first.

/**
 * What of an invoice is not to be paid before a day has passed: installments due on or after it (2-domain 2.1). Before the
 * first of them has passed that is all, also what an adjustment raised beyond them.
 */
export function laterInstallments(customer: Customer, ref: Ref, today: Day): Micros {
  const installments = subjectOf(customer, ref)?.traits.installments ?? []
  const [first] = installments
  if (first !== undefined && first.dueOn >= today) return outstandingOf(customer, ref)
  if (first !== undefined) return installments.reduce((sum, one) => (one.dueOn >= today ? sum + one.amount : sum), 0n)
  const dueOn = subjectOf(customer, ref)?.cells['invoice.due_on']?.value
  return dueOn !== undefined && dueOn < BigInt(today) ? 0n : outstandingOf(customer, ref)
}

/** The due date of the oldest installment that is not covered; of an invoice without any its due date, or none. */
export function dueOf(customer: Customer, ref: Ref): Day | null {
  const invoice = subjectOf(customer, ref)
  const dueOn = invoice?.cells['invoice.due_on']?.value
  const installments = invoice?.traits.installments ?? []
  if (installments.length === 0) return dueOn === undefined ? null : Number(dueOn)
  const open = outstandingOf(customer, ref)
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

const outstandingOf = (customer: Customer, ref: Ref): Micros => {
  const open = evaluate(customer, 'invoice.outstanding', ref, 0) ?? 0n
  return open > 0n ? open : 0n
}
