import type { Customer, Subject } from '../customer/state.ts'
import { refKey } from '../figures/base.ts'
import { amountOf } from '../figures/evaluate.ts'
import { lesser, type Micros } from '../money/amount.ts'
import { check, currencyFine, firstBroken, named, positive, timely, written } from './checks.ts'
import type { Circumstances, Decide, Decision } from './command.ts'
import { allocate, heldAllocations, openPlan, release } from './plan.ts'

/** Allocates free money of a payment to an invoice by hand; held payments too. Nothing else is applied with it. */
export const allocatePayment: Decide<'allocate_payment'> = (customer, command, circumstances) =>
  allocateByHand(
    customer,
    circumstances,
    { kind: 'payment', id: command.paymentId, figure: 'payment.unallocated' },
    command,
  )

/** Allocates what remains of a credit to an invoice by hand. */
export const allocateCredit: Decide<'allocate_credit'> = (customer, command, circumstances) =>
  allocateByHand(customer, circumstances, { kind: 'credit', id: command.creditId, figure: 'credit.remaining' }, command)

/** Takes money of a payment back from an invoice by hand; without an amount all of it. It stays free until later. */
export const deallocatePayment: Decide<'deallocate_payment'> = (customer, command, circumstances) =>
  deallocateByHand(customer, circumstances, { kind: 'payment', id: command.paymentId }, command)

/** Takes a credit back from an invoice by hand; without an amount all of it. */
export const deallocateCredit: Decide<'deallocate_credit'> = (customer, command, circumstances) =>
  deallocateByHand(customer, circumstances, { kind: 'credit', id: command.creditId }, command)

type FundName = { readonly kind: 'payment' | 'credit'; readonly id: string }

function allocateByHand(
  customer: Customer,
  circumstances: Circumstances,
  from: FundName & { readonly figure: 'payment.unallocated' | 'credit.remaining' },
  { invoice, amount }: { readonly invoice: string; readonly amount: Micros },
): Decision {
  const fund = named(customer, from.kind, from.id)
  const to = named(customer, 'invoice', invoice)
  const free = fund.subject === undefined ? 0n : amountOf(customer, from.figure, fund.subject)
  const open = to.subject === undefined ? 0n : amountOf(customer, 'invoice.outstanding', to.subject)
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    fund.missing,
    to.missing,
    currencyFine(customer, amount),
    positive(customer, amount),
    check(amount <= free, 'allocation_exceeds_unallocated', {
      amount: written(customer, amount),
      unallocated: written(customer, free),
    }),
    check(amount <= open, 'allocation_exceeds_outstanding', {
      amount: written(customer, amount),
      outstanding: written(customer, open),
    }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  const plan = openPlan(customer, circumstances.effectiveAt)
  const source = plan.funds.find((one) => same(one, fund.subject))
  const target = plan.targets.find((one) => same(one, to.subject))
  if (source === undefined || target === undefined) throw new Error('Bug: checked above')
  allocate(plan, source, target, amount, 'by_hand')
  return { ok: true, drafts: plan.drafts }
}

const same = (one: { readonly ref: Subject['ref'] }, subject: Subject | undefined): boolean =>
  subject !== undefined && refKey(one.ref) === refKey(subject.ref)

function deallocateByHand(
  customer: Customer,
  circumstances: Circumstances,
  from: FundName,
  { invoice, amount }: { readonly invoice: string; readonly amount: Micros | null },
): Decision {
  const fund = named(customer, from.kind, from.id)
  const to = named(customer, 'invoice', invoice)
  const held = heldAllocations(
    customer,
    (one) => one.target?.no === to.subject?.ref.no && one.source !== null && same({ ref: one.source }, fund.subject),
  )
  const allocated = held.reduce((sum, one) => sum + (one.cells['allocation.amount']?.value ?? 0n), 0n)
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
  const plan = openPlan(customer, circumstances.effectiveAt)
  let left = amount ?? allocated
  for (const allocation of held) {
    const part = lesser(left, allocation.cells['allocation.amount']?.value ?? 0n)
    if (part > 0n) release(plan, allocation, part, 'by_hand')
    left -= part
  }
  return { ok: true, drafts: plan.drafts }
}
