import type { Decide } from '../asked/command.ts'
import { lesser } from '../money/amount.ts'
import { allocateAs, applyFreeMoney, inPieces } from '../planning/apply-money.ts'
import { check, firstBroken, named, timely } from '../planning/checks.ts'
import { ofFund, oldestAllocation } from '../planning/give-back.ts'
import { draft, inPlan, leftIn, openPlan, type Plan, shift } from '../planning/plan.ts'
import type { Subject } from '../state/customer.ts'
import { cellValue, subjectsOf } from '../state/subjects.ts'
import { reasonOf } from './take-back.ts'

/**
 * Reverses a chargeback: the money is there again, and the allocations that the chargeback released are restored as far
 * as their invoices are still open, oldest first; the rest is free money, and is applied. Refused when the payment is not
 * charged back (2-domain 2.2).
 */
export const reverseChargeback: Decide<'reverse_chargeback'> = (customer, command, circumstances) => {
  const { subject: payment, missing } = named(customer, 'payment', command.paymentId)
  const amount = payment === undefined ? 0n : cellValue(customer, payment.ref, 'payment.charged_back')
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    check(amount > 0n, 'payment_not_charged_back', { payment_id: command.paymentId }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (payment === undefined) throw new Error('Bug: checked above')

  const plan = openPlan(customer, circumstances, payment.traits.chargedBackAt ?? payment.bornAt)
  draft(plan, {
    type: 'chargeback_reversed',
    subject: payment.ref,
    facts: { payment: payment.ref, amount, xdrId: 'next', ...reasonOf(command) },
    causes: [{ role: 'reverses', seq: payment.cells['payment.charged_back']?.seq ?? payment.bornSeq }],
  })
  shift(plan, 'free', payment.ref, amount)
  for (const allocation of releasedByChargeback(plan, payment)) restore(plan, payment, allocation)
  applyFreeMoney(plan)
  return { ok: true, drafts: plan.drafts }
}

/** The allocations that the last chargeback released, oldest first: one before it was reversed, and is settled. */
function releasedByChargeback({ customer }: Plan, payment: Subject): Subject[] {
  const reversedBefore = payment.cells['payment.reversed']?.seq ?? 0
  const released = subjectsOf(customer, 'allocation').filter((one) => {
    const taken = one.cells['allocation.charged_back']
    return ofFund(payment.ref)(one) && taken !== undefined && taken.value > 0n && taken.seq > reversedBefore
  })
  return released.sort(oldestAllocation)
}

/**
 * Restores an allocation as far as its invoice owes, and from no earlier than it was made: the chargeback is settled with
 * it, even where that is less.
 */
function restore(plan: Plan, payment: Subject, allocation: Subject): void {
  const { target: invoice } = allocation
  if (invoice === null) throw new Error('Bug: an allocation without target')
  const taken = cellValue(plan.customer, allocation.ref, 'allocation.charged_back')
  const amount = lesser(lesser(taken, leftIn(plan.outstanding, invoice)), leftIn(plan.free, payment.ref))
  if (amount <= 0n) return
  const pair = { fund: inPlan(plan.funds, payment), target: inPlan(plan.targets(), { ref: invoice }), amount }
  let settled = taken
  inPieces(plan, { ...pair, from: allocation.bornAt }, (part, at) => {
    allocateAs(plan, allocation.ref, {
      ...pair,
      amount: part,
      rule: 'restored',
      at,
      ...(settled > 0n ? { restored: settled } : {}),
    })
    settled = 0n
  })
}
