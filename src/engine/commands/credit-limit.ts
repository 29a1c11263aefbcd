import type { CommandOf, Decide } from '../asked/command.ts'
import type { Facts } from '../events/slots.ts'
import { theCustomer } from '../figures/base.ts'
import { check, currencyFine, firstBroken, timely, withinLimit, written } from '../planning/checks.ts'
import { textFromDay } from '../time.ts'

/**
 * Sets how much the customer may owe: from now on, or with `until` beside the permanent limit to the end of a day
 * (2-domain 2.1). Refused: below 0, finer than the currency, a last day before the operation's own.
 */
export const changeCreditLimit: Decide<'change_credit_limit'> = (customer, command, circumstances) => {
  const { limit, until } = command
  const { effectiveAt, effectiveOn } = circumstances
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    currencyFine(customer, limit),
    withinLimit(limit),
    check(limit >= 0n, 'amount_must_not_be_negative', { amount: written(customer, limit) }),
    check(until === null || until >= effectiveOn, 'until_has_passed', {
      until: until === null ? null : textFromDay(until),
    }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  const facts = factsOf(command)
  return {
    ok: true,
    drafts: [{ type: 'credit_limit_changed', subject: theCustomer, facts, effectiveAt, parent: null, causes: [] }],
  }
}

const factsOf = ({ limit, until, reason }: CommandOf<'change_credit_limit'>): Facts => ({
  ...(until === null ? { creditLimit: limit } : { temporaryLimit: limit, until }),
  ...(reason === null ? {} : { reason }),
})
