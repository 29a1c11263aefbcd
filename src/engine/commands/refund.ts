import type { Circumstances } from '../asked/circumstances.ts'
import type { Decide, Decision } from '../asked/command.ts'
import type { Refund } from '../asked/commands/money.ts'
import { refuse } from '../asked/refusals.ts'
import type { Micros } from '../money/amount.ts'
import { namedOnce } from '../planning/allocation-wish.ts'
import { asWhole } from '../planning/as-whole.ts'
import {
  type Check,
  check,
  currencyFine,
  firstBroken,
  named,
  positive,
  timely,
  withinLimit,
  written,
} from '../planning/checks.ts'
import { heldAllocations, ofFund, onInvoice, releaseNewest } from '../planning/give-back.ts'
import { type Fund, inPlan, leftIn, openPlan, type Plan } from '../planning/plan.ts'
import { freeIn, inOrderOfRefund, takeMoney } from '../planning/take-money.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { findSubject } from '../state/subjects.ts'
import { adjustmentChecks, draftAdjustment } from './adjust-invoice.ts'
import { isPending } from './settle-payment.ts'

/** Pays back unallocated money of a payment; a held one too. Refused while it is pending. */
export const refundPayment: Decide<'refund_payment'> = (customer, command, circumstances) => {
  const { subject, missing } = named(customer, 'payment', command.paymentId)
  const isOpen = subject === undefined || !isPending(subject, circumstances.effectiveAt)
  return refund(customer, command, circumstances, {
    subject,
    checks: [missing, check(isOpen, 'payment_is_pending', { payment_id: command.paymentId })],
  })
}

/** Pays back what remains of a credit. */
export const refundCredit: Decide<'refund_credit'> = (customer, command, circumstances) => {
  const { subject, missing } = named(customer, 'credit', command.creditId)
  return refund(customer, command, circumstances, { subject, checks: [missing] })
}

/** Pays back free money of the customer: the oldest payment first, then credits; an event for each. */
export const refundCustomer: Decide<'refund_customer'> = (customer, command, circumstances) =>
  refund(customer, command, circumstances, { subject: null, checks: [] })

/** What a refund takes from: one payment or credit, or all of them (null); undefined where the named one is missing. */
type From = { readonly subject: Subject | null | undefined; readonly checks: readonly Check[] }
type Share = Refund['deallocate'][number]

/**
 * First gives allocations back (`deallocate`) and lowers invoices (`adjust`, as an adjustment does), then pays back.
 * Nothing is applied by itself afterwards (2-domain 2.2). Refused when not so much is free by then.
 */
function refund(
  customer: Customer,
  command: Refund,
  circumstances: Circumstances,
  { subject, checks }: From,
): Decision {
  const { amount, reason } = command
  const opened = openPlan(customer, circumstances)
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    ...checks,
    currencyFine(customer, amount),
    withinLimit(amount),
    positive(customer, amount),
    check(reason !== null || command.adjust.length === 0, 'reason_required'),
    namedOnce(command.deallocate),
    namedOnce(command.adjust),
    ...command.deallocate.flatMap((share) => deallocationChecks(opened, share, subject)),
    ...command.adjust.flatMap((share) => loweringChecks(customer, share)),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (subject === undefined) throw new Error('Bug: checked above')

  return asWhole(opened, (trial) => draftRefund(trial, command, subject)).made
}

const types = { payment: 'payment_refunded', credit: 'credit_refunded' } as const

function draftRefund(plan: Plan, command: Refund, subject: Subject | null): Decision {
  const { amount, reason } = command
  for (const share of command.deallocate)
    releaseNewest(plan, allocationsOf(plan, share, subject), share.amount, 'refund')
  lowerInvoices(plan, command)
  const funds: readonly Fund[] = subject === null ? inOrderOfRefund(plan) : [inPlan(plan.funds, subject)]
  const free = freeIn(plan, funds)
  if (amount > free)
    return refuse('refund_exceeds_unallocated', {
      amount: written(plan.customer, amount),
      unallocated: written(plan.customer, free),
    })
  takeMoney(plan, funds, { amount, types, facts: reason === null ? {} : { reason } })
  return { ok: true, drafts: plan.drafts }
}

/** The allocations to an invoice that a refund may give back, newest first: those of its fund, or of all. */
function allocationsOf(plan: Plan, { invoice }: Share, subject: Subject | null | undefined): Subject[] {
  const ref = findSubject(plan.customer, 'invoice', invoice)?.ref
  if (ref === undefined || subject === undefined) return []
  return heldAllocations(plan, (one) => onInvoice(ref)(one) && (subject === null || ofFund(subject.ref)(one)))
}

function deallocationChecks(plan: Plan, share: Share, subject: Subject | null | undefined): Check[] {
  const { customer } = plan
  const held = allocationsOf(plan, share, subject)
  const allocated = held.reduce((sum, one) => sum + leftIn(plan.allocated, one.ref), 0n)
  return [
    named(customer, 'invoice', share.invoice).missing,
    currencyFine(customer, share.amount),
    positive(customer, share.amount),
    check(share.amount <= allocated, 'deallocation_exceeds_allocation', {
      invoice: share.invoice,
      amount: written(customer, share.amount),
      allocated: written(customer, allocated),
    }),
  ]
}

function loweringChecks(customer: Customer, { invoice, amount }: Share): Check[] {
  const { subject, missing } = named(customer, 'invoice', invoice)
  return [missing, positive(customer, amount), ...adjustmentChecks(customer, subject, -amount)]
}

/** Adjusts each invoice down. */
function lowerInvoices(plan: Plan, { adjust, reason }: Refund): void {
  for (const share of adjust) {
    const invoice = findSubject(plan.customer, 'invoice', share.invoice)
    if (invoice === undefined || reason === null) throw new Error('Bug: checked above')
    const amount: Micros = -share.amount
    draftAdjustment(plan, { invoice, dispute: null, amount, xdrId: null, reason })
  }
}
