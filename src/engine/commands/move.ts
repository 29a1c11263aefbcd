import type { Decide } from '../asked/command.ts'
import type { Ref } from '../figures/base.ts'
import { applyFreeMoney } from '../planning/apply-money.ts'
import { asWhole } from '../planning/as-whole.ts'
import {
  check,
  currencyFine,
  firstBroken,
  positive,
  sameCurrency,
  timely,
  withinLimit,
  written,
} from '../planning/checks.ts'
import { addFund, draft, openPlan } from '../planning/plan.ts'
import { freeIn, inOrderOfRefund, takeMoney } from '../planning/take-money.ts'

/**
 * Moves free money to another customer: out of payments and credits in the order of a refund, held ones included, an
 * event for each. Refused above what is free, to oneself, or without a reason (2-domain 2.2).
 */
export const moveOut: Decide<'move_out'> = (customer, command, circumstances) => {
  const { amount, reason, to } = command
  const opened = openPlan(customer, circumstances)
  const funds = inOrderOfRefund(opened)
  const free = freeIn(opened, funds)
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    currencyFine(customer, amount),
    withinLimit(amount),
    positive(customer, amount),
    check(reason !== null, 'reason_required'),
    check(to !== customer.id, 'move_to_itself', { to }),
    check(amount <= free, 'move_exceeds_free_money', {
      amount: written(customer, amount),
      free: written(customer, free),
    }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (reason === null) throw new Error('Bug: checked above')
  const types = { payment: 'payment_moved_out', credit: 'credit_moved_out' } as const
  const { plan } = asWhole(opened, (trial) =>
    takeMoney(trial, funds, { amount, types, facts: { counterparty: to, reason } }),
  )
  return { ok: true, drafts: plan.drafts }
}

/**
 * Takes in money that was moved from another customer, as a credit that names him, and applies it. Refused in another
 * currency than one's own, from oneself, or without a reason.
 */
export const moveIn: Decide<'move_in'> = (customer, command, circumstances) => {
  const { amount, reason, from, creditId } = command
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    sameCurrency(customer, command.currency),
    currencyFine(customer, amount),
    withinLimit(amount),
    positive(customer, amount),
    check(reason !== null, 'reason_required'),
    check(from !== customer.id, 'move_to_itself', { to: customer.id }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (reason === null) throw new Error('Bug: checked above')

  const plan = openPlan(customer, circumstances)
  const credit: Ref = { kind: 'credit', no: customer.counts.credit + 1 }
  draft(plan, {
    type: 'credit_moved_in',
    subject: credit,
    facts: { credit, id: creditId, amount, xdrId: 'next', counterparty: from, reason },
  })
  addFund(plan, { ref: credit, bornAt: circumstances.effectiveAt, held: false, seq: null }, amount)
  applyFreeMoney(plan)
  return { ok: true, drafts: plan.drafts }
}
