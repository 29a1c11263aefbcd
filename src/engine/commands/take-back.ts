import type { Circumstances } from '../asked/circumstances.ts'
import type { CommandOf, Decide, Decision } from '../asked/command.ts'
import type { Code } from '../events/slots.ts'
import type { Micros } from '../money/amount.ts'
import { applyFreeMoney } from '../planning/apply-money.ts'
import { check, firstBroken, named, timely } from '../planning/checks.ts'
import { heldAllocations, ofFund, releaseNewest } from '../planning/give-back.ts'
import { draft, openPlan, type Plan, shift } from '../planning/plan.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { cellValue } from '../state/subjects.ts'
import { amountOf } from '../values/amounts.ts'
import { isAuthorised, isPending } from './settle-payment.ts'

type TakeBack = CommandOf<'fail_payment' | 'void_payment' | 'charge_back_payment'>
type Kind = {
  readonly type: 'payment_failed' | 'payment_voided' | 'payment_charged_back'
  /** what the released allocations name as their rule */
  readonly rule: Code
}

/**
 * A payment fails: a pending one as an authorisation that counts no more, a settled one by taking back what is left of
 * it. Refused when it was voided, failed or charged back before, or its authorisation has ended (2-domain 2.2).
 */
export const failPayment: Decide<'fail_payment'> = (customer, command, circumstances) => {
  const { subject: payment } = named(customer, 'payment', command.paymentId)
  if (payment === undefined || !isPending(payment, circumstances.effectiveAt))
    return takeBack(customer, command, circumstances, { type: 'payment_failed', rule: 'payment_failed' })
  const refusal = firstBroken([...timely(customer, circumstances)])
  if (refusal !== null) return { ok: false, refusal }
  const plan = openPlan(customer, circumstances, payment.bornAt)
  const amount = cellValue(customer, payment.ref, 'payment.authorised')
  draft(plan, {
    type: 'authorisation_failed',
    subject: payment.ref,
    facts: { payment: payment.ref, amount, ...reasonOf(command) },
    causes: [{ role: 'reverses', seq: payment.bornSeq }],
  })
  return { ok: true, drafts: plan.drafts }
}

/**
 * Voids a payment: takes back what is left of it, first what is unallocated, then its allocations, newest first; one of
 * which nothing is left by 0. Refused while pending, and when it was voided, failed or charged back before.
 */
export const voidPayment: Decide<'void_payment'> = (customer, command, circumstances) =>
  takeBack(customer, command, circumstances, { type: 'payment_voided', rule: 'payment_voided' })

/** As voiding, for money that the payer's bank took back; what it took is kept, so that its reversal can restore it. */
export const chargeBackPayment: Decide<'charge_back_payment'> = (customer, command, circumstances) =>
  takeBack(customer, command, circumstances, { type: 'payment_charged_back', rule: 'chargeback' })

function takeBack(customer: Customer, command: TakeBack, circumstances: Circumstances, kind: Kind): Decision {
  const { subject: payment, missing } = named(customer, 'payment', command.paymentId)
  const facts = { payment_id: command.paymentId }
  const left = payment === undefined ? 0n : leftOf(customer, payment)
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    check(payment === undefined || !isPending(payment, circumstances.effectiveAt), 'payment_is_pending', facts),
    check(payment === undefined || !isResolved(payment), 'payment_is_resolved', facts),
    check(kind.type !== 'payment_charged_back' || left > 0n, 'payment_is_used_up', facts),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (payment === undefined) throw new Error('Bug: checked above')

  const plan = openPlan(customer, circumstances, payment.bornAt)
  const reopened = releaseAll(plan, payment, kind.rule)
  draft(plan, {
    type: kind.type,
    subject: payment.ref,
    facts: { payment: payment.ref, amount: left, xdrId: 'next', ...reasonOf(command) },
    causes: [{ role: 'reverses', seq: payment.cells['payment.amount']?.seq ?? payment.bornSeq }],
  })
  shift(plan, 'free', payment.ref, -left)
  // Other money may cover the debt that is open again.
  if (reopened) applyFreeMoney(plan)
  return { ok: true, drafts: plan.drafts }
}

/** Gives back all allocations of a payment, newest first; answers whether there were any. */
function releaseAll(plan: Plan, payment: Subject, rule: Code): boolean {
  const allocated = cellValue(plan.customer, payment.ref, 'payment.allocated')
  const left = releaseNewest(plan, heldAllocations(plan, ofFund(payment.ref)), allocated, rule)
  if (left > 0n) throw new Error(`Bug: payment ${payment.id} is allocated beyond its allocations`)
  return allocated > 0n
}

/** What can be taken back: amount − refunded − charged back − moved − voided. */
const leftOf = (customer: Customer, payment: Subject): Micros =>
  cellValue(customer, payment.ref, 'payment.allocated') + amountOf(customer, 'payment.unallocated', payment)

/**
 * Was a payment voided (even by 0) or charged back, did it fail, or has its authorisation ended? A chargeback that was
 * reversed resolves nothing. To be asked of one that is not pending.
 */
const isResolved = (payment: Subject): boolean =>
  payment.cells['payment.voided'] !== undefined ||
  payment.cells['payment.failed'] !== undefined ||
  (payment.cells['payment.charged_back']?.value ?? 0n) > 0n ||
  isAuthorised(payment)

/** The reason as a fact, where there is one. */
export const reasonOf = ({ reason }: Pick<TakeBack, 'reason'>) => (reason === null ? {} : { reason })
