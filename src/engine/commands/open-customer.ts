import type { CommandOf, Decide } from '../asked/command.ts'
import type { Facts } from '../events/slots.ts'
import { theCustomer } from '../figures/base.ts'
import { isFinerThan } from '../money/amount.ts'
import { currencyDigits } from '../money/currencies.ts'
import { check, firstBroken, withinLimit } from '../planning/checks.ts'
import { currentRules } from '../rules/rules.ts'

/** Opens a customer in one currency, on the wall clock or on a named one. Refused when the id is in use. */
export const openCustomer: Decide<'open_customer'> = (customer, command, { effectiveAt, clock }) => {
  const digits = currencyDigits(command.currency)
  const limit = command.creditLimit ?? 0n
  const refusal = firstBroken([
    check(!customer.id.startsWith('~'), 'customer_id_reserved', { customer_id: customer.id }),
    check(customer.seq === 0, 'customer_taken', { customer_id: customer.id }),
    check(digits !== undefined, 'currency_unknown', { currency: command.currency }),
    check(effectiveAt <= clock.now, 'effective_in_future'),
    check(!isFinerThan(limit, digits ?? 2), 'amount_finer_than_currency', { currency: command.currency }),
    withinLimit(limit),
  ])
  if (refusal !== null) return { ok: false, refusal }
  return {
    ok: true,
    drafts: [
      { type: 'customer_opened', subject: theCustomer, facts: factsOf(command), effectiveAt, parent: null, causes: [] },
    ],
  }
}

const factsOf = (command: CommandOf<'open_customer'>): Facts => ({
  id: command.customerId,
  name: command.name,
  ...(command.email === null ? {} : { email: command.email }),
  currency: command.currency,
  timeZone: command.timeZone,
  billing: command.billing,
  class: command.class,
  ...(command.clock === null ? {} : { clock: command.clock }),
  ...(command.creditLimit === null ? {} : { creditLimit: command.creditLimit }),
  rules: BigInt(currentRules),
  ...(command.collection === 'off' ? { collectionOff: 1n } : {}),
})
