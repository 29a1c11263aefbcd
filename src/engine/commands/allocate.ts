import type { Circumstances } from '../asked/circumstances.ts'
import type { CommandOf, Decide, Decision } from '../asked/command.ts'
import type { Micros } from '../money/amount.ts'
import { allocate } from '../planning/apply-money.ts'
import {
  type Check,
  check,
  currencyFine,
  firstBroken,
  named,
  notDraft,
  notVoid,
  positive,
  timely,
  written,
} from '../planning/checks.ts'
import { heldAllocations, ofFund, onInvoice, releaseNewest, undoWrittenOff } from '../planning/give-back.ts'
import { inPlan, leftIn, openPlan } from '../planning/plan.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { amountOf } from '../values/amounts.ts'
import { isPending } from './settle-payment.ts'

/**
 * Allocates free money of a payment to an invoice by hand; held payments too. What the invoice does not owe because it is
 * written off is recovered: the write-off is undone by as much first. Nothing else is applied with it (2-domain 2.2).
 */
export const allocatePayment: Decide<'allocate_payment'> = (customer, command, circumstances) => {
  const fund = named(customer, 'payment', command.paymentId)
  const isOpen = fund.subject === undefined || !isPending(fund.subject, circumstances.effectiveAt)
  const pending = check(isOpen, 'payment_is_pending', { payment_id: command.paymentId })
  return allocateByHand(customer, circumstances, command, { ...fund, checks: [pending] })
}

/** Allocates what remains of a credit to an invoice by hand, as a payment. */
export const allocateCredit: Decide<'allocate_credit'> = (customer, command, circumstances) =>
  allocateByHand(customer, circumstances, command, { ...named(customer, 'credit', command.creditId), checks: [] })

/** Takes money of a payment back from an invoice by hand; without an amount all of it. It stays free until later. */
export const deallocatePayment: Decide<'deallocate_payment'> = (customer, command, circumstances) =>
  deallocateByHand(customer, circumstances, command, named(customer, 'payment', command.paymentId))

/** Takes a credit back from an invoice by hand; without an amount all of it. */
export const deallocateCredit: Decide<'deallocate_credit'> = (customer, command, circumstances) =>
  deallocateByHand(customer, circumstances, command, named(customer, 'credit', command.creditId))

type Found = { readonly subject: Subject | undefined; readonly missing: Check }
type ByHand = Pick<CommandOf<'allocate_payment'>, 'invoice' | 'amount'>

function allocateByHand(
  customer: Customer,
  circumstances: Circumstances,
  { invoice, amount }: ByHand,
  fund: Found & { readonly checks: readonly Check[] },
): Decision {
  const to = named(customer, 'invoice', invoice)
  const free = fund.subject === undefined ? 0n : freeOf(customer, fund.subject)
  const owed = to.subject === undefined ? 0n : amountOf(customer, 'invoice.outstanding', to.subject)
  const givenUp = to.subject === undefined ? 0n : amountOf(customer, 'invoice.written_off', to.subject)
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    fund.missing,
    to.missing,
    currencyFine(customer, amount),
    positive(customer, amount),
    notDraft(to.subject),
    notVoid(to.subject),
    ...fund.checks,
    check(amount <= free, 'allocation_exceeds_unallocated', {
      amount: written(customer, amount),
      unallocated: written(customer, free),
    }),
    check(amount <= owed + givenUp, 'allocation_exceeds_outstanding', {
      amount: written(customer, amount),
      outstanding: written(customer, owed),
    }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (fund.subject === undefined || to.subject === undefined) throw new Error('Bug: checked above')
  const plan = openPlan(customer, circumstances)
  undoWrittenOff(plan, to.subject, amount - owed, 'recovery')
  allocate(plan, inPlan(plan.funds, fund.subject), inPlan(plan.targets(), to.subject), amount, 'by_hand')
  return { ok: true, drafts: plan.drafts }
}

const freeOf = (customer: Customer, fund: Subject): Micros =>
  amountOf(customer, fund.ref.kind === 'payment' ? 'payment.unallocated' : 'credit.remaining', fund)

function deallocateByHand(
  customer: Customer,
  circumstances: Circumstances,
  { invoice, amount }: { readonly invoice: string; readonly amount: Micros | null },
  fund: Found,
): Decision {
  const to = named(customer, 'invoice', invoice)
  const plan = openPlan(customer, circumstances)
  const held = heldAllocations(plan, (one) => isBetween(one, fund.subject, to.subject))
  const allocated = held.reduce((sum, one) => sum + leftIn(plan.allocated, one.ref), 0n)
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    fund.missing,
    to.missing,
    ...(amount === null ? [] : [currencyFine(customer, amount), positive(customer, amount)]),
    check(allocated > 0n && (amount ?? 0n) <= allocated, 'deallocation_exceeds_allocation', {
      amount: amount === null ? null : written(customer, amount),
      allocated: written(customer, allocated),
    }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  releaseNewest(plan, held, amount ?? allocated, 'by_hand')
  return { ok: true, drafts: plan.drafts }
}

const isBetween = (allocation: Subject, fund: Subject | undefined, invoice: Subject | undefined): boolean =>
  fund !== undefined && invoice !== undefined && ofFund(fund.ref)(allocation) && onInvoice(invoice.ref)(allocation)
