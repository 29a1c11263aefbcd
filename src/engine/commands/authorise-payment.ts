import type { Decide } from '../asked/command.ts'
import { keptWish } from '../planning/allocation-wish.ts'
import { check, firstBroken } from '../planning/checks.ts'
import { draft, openPlan } from '../planning/plan.ts'
import { instantToText } from '../time.ts'
import { newPayment, paymentChecks, restOf } from './receive-payment.ts'

/**
 * Notes a payment that is authorised and may come: it counts in `pending` only. How it is to be allocated is kept for its
 * settlement. It may end at a moment, which must be after this one. Refused as a payment that is received would be
 * (2-domain 2.2).
 */
export const authorisePayment: Decide<'authorise_payment'> = (customer, command, circumstances) => {
  const { amount, xdrId, method, expires } = command
  const refusal = firstBroken([
    ...paymentChecks(customer, command, circumstances),
    check(expires === null || expires.at > circumstances.effectiveAt, 'until_has_passed', {
      expires_at: expires === null ? null : instantToText(expires.at),
    }),
  ])
  if (refusal !== null) return { ok: false, refusal }

  const plan = openPlan(customer, circumstances)
  const payment = newPayment(customer)
  const { rule, chosen } = keptWish(customer, command.allocate)
  draft(plan, {
    type: 'payment_authorised',
    subject: payment,
    facts: {
      payment,
      id: command.paymentId ?? { next: 'payment' },
      amount,
      xdrId: xdrId ?? 'next',
      ...(method === null ? {} : { method }),
      ...restOf(command),
      rule,
      ...(chosen.length === 0 ? {} : { chosen }),
      ...(expires === null ? {} : { expiresAt: expires.at, expiresOn: expires.on }),
    },
  })
  return { ok: true, drafts: plan.drafts }
}
