import type { Decide } from '../asked/command.ts'
import type { DraftFacts } from '../asked/draft.ts'
import type { Ref } from '../figures/base.ts'
import { firstBroken, positive, sameCurrency, timely, withinLimit } from '../planning/checks.ts'

/**
 * Books a manual or promotional credit: a negative charge on the next invoice, above 0, up to 6 digits (2-domain 2.2).
 * What is owed now it does not lower; that is what a credit note is for.
 */
export const bookCredit: Decide<'book_credit'> = (customer, command, circumstances) => {
  const { amount, xdrId, creditKind, description } = command
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    sameCurrency(customer, command.currency),
    withinLimit(amount),
    positive(customer, amount),
  ])
  if (refusal !== null) return { ok: false, refusal }
  const charge: Ref = { kind: 'charge', no: customer.counts.charge + 1 }
  const described = description === null ? {} : { description }
  const facts: DraftFacts = { charge, amount, xdrId: xdrId ?? 'next', service: 'credit', creditKind, ...described }
  const { effectiveAt } = circumstances
  return {
    ok: true,
    drafts: [{ type: 'credit_booked', subject: charge, facts, effectiveAt, parent: null, causes: [] }],
  }
}
