import type { Decide } from '../asked/command.ts'
import { carryOut } from '../planning/allocation-wish.ts'
import { check, currencyFine, firstBroken, named, timely, written } from '../planning/checks.ts'
import { addFund, draft, type Fund, inPlan, openPlan, type Plan } from '../planning/plan.ts'
import type { Subject } from '../state/customer.ts'
import { cellValue } from '../state/subjects.ts'
import type { Instant } from '../time.ts'

/**
 * Settles a pending payment for up to what was authorised; without an amount for all of it. The rest of the authorisation
 * ends with it. The wished allocation is carried out as far as it fits. Money that comes after the authorisation has ended
 * is taken all the same, and the record says so. Refused when it was settled or failed (2-domain 2.2).
 */
export const settlePayment: Decide<'settle_payment'> = (customer, command, circumstances) => {
  const { subject: payment, missing } = named(customer, 'payment', command.paymentId)
  const authorised = payment === undefined ? 0n : cellValue(customer, payment.ref, 'payment.authorised')
  const amount = command.amount ?? authorised
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    currencyFine(customer, amount),
    check(amount >= 0n, 'amount_must_be_positive', { amount: written(customer, amount) }),
    check(payment === undefined || isAuthorised(payment), 'payment_not_pending', {
      payment_id: command.paymentId,
    }),
    check(amount <= authorised, 'settlement_exceeds_authorisation', {
      amount: written(customer, amount),
      authorised: written(customer, authorised),
    }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (payment === undefined) throw new Error('Bug: checked above')

  const plan = openPlan(customer, circumstances, payment.bornAt)
  draft(plan, {
    type: 'payment_settled',
    subject: payment.ref,
    facts: { payment: payment.ref, amount, released: authorised, xdrId: 'next', ...endOf(payment, plan) },
    causes: [{ role: 'operand', seq: payment.bornSeq }],
  })
  // the money exists from its settlement on, so that is what its allocations name
  const fund: Fund = { ...inPlan(plan.funds, payment), bornAt: plan.effectiveAt, seq: null }
  addFund(plan, fund, amount)
  const wish = payment.traits.wish ?? { rule: 'oldest_first', chosen: [] }
  carryOut(plan, fund, wish)
  return { ok: true, drafts: plan.drafts }
}

/** The last day of an authorisation that has ended by then, as a fact. */
function endOf({ cells, ...payment }: Subject, { effectiveAt }: Plan) {
  const endedOn = cells['payment.expires_on']?.value
  return isPending({ ...payment, cells }, effectiveAt) || endedOn === undefined ? {} : { endedOn: Number(endedOn) }
}

/** Is a payment authorised, not settled and not failed, and has its authorisation not ended by then? */
export function isPending(payment: Subject, at: Instant): boolean {
  const end = payment.cells['payment.expires_at']?.value
  return isAuthorised(payment) && (end === undefined || end > at)
}

/** Is a payment only authorised: pending, or expired? */
export const isAuthorised = (payment: Subject): boolean => (payment.cells['payment.authorised']?.value ?? 0n) > 0n
