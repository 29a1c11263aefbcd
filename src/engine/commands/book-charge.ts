import type { Decide } from '../asked/command.ts'
import type { DraftFacts } from '../asked/draft.ts'
import type { Ref } from '../figures/base.ts'
import { check, firstBroken, notClosed, sameCurrency, timely, withinLimit, written } from '../planning/checks.ts'

/**
 * Books a charge, unbilled until an invoice takes it; up to 6 digits, 0.00 allowed, never negative. A closed customer is
 * charged nothing (customer_is_closed).
 */
export const bookCharge: Decide<'book_charge'> = (customer, command, circumstances) => {
  const { amount, xdrId, service, description } = command
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    notClosed(customer),
    sameCurrency(customer, command.currency),
    withinLimit(amount),
    check(amount >= 0n, 'amount_must_not_be_negative', { amount: written(customer, amount) }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  const charge: Ref = { kind: 'charge', no: customer.counts.charge + 1 }
  const facts: DraftFacts = {
    charge,
    amount,
    xdrId: xdrId ?? 'next',
    service,
    ...(description === null ? {} : { description }),
  }
  const { effectiveAt } = circumstances
  return {
    ok: true,
    drafts: [{ type: 'charge_booked', subject: charge, facts, effectiveAt, parent: null, causes: [] }],
  }
}
