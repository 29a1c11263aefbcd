import type { CommandOf, Decide } from '../asked/command.ts'
import type { Facts } from '../events/slots.ts'
import { theCustomer } from '../figures/base.ts'
import { check, firstBroken, timely } from '../planning/checks.ts'
import { rulesOf } from '../rules/rules.ts'
import type { Customer } from '../state/customer.ts'
import { lastEvaluated } from '../state/days-seen.ts'
import { type Instant, later } from '../time.ts'
import { dayAt } from '../zones/days.ts'

/**
 * Changes who the customer is: name, address, class, zone. A zone and a class that he has already count as no change; a
 * name always is one, for its text stands outside the log. It counts from now on: never from before what is known of him.
 * A new zone says which day it shows then, and up to which day he was evaluated, for that one may come twice, or be left out.
 * Refused: nothing to change.
 */
export const changeDetails: Decide<'change_details'> = (customer, command, circumstances) => {
  const facts = factsOf(customer, command)
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    check(Object.keys(facts).length > 0, 'nothing_to_change'),
  ])
  if (refusal !== null) return { ok: false, refusal }
  const effectiveAt = later(circumstances.effectiveAt, customer.maxEffectiveAt)
  const days = facts.timeZone === undefined ? {} : daysOf(customer, facts.timeZone, effectiveAt)
  return {
    ok: true,
    drafts: [
      {
        type: 'customer_changed',
        subject: theCustomer,
        facts: { ...facts, ...days },
        effectiveAt,
        parent: null,
        causes: [],
      },
    ],
  }
}

/** All days up to that of the old zone were evaluated, or had nothing that could differ. */
function daysOf(customer: Customer, zone: string, at: Instant): Pick<Facts, 'shownOn' | 'evaluatedOn'> {
  const { zones } = rulesOf(customer.rules)
  const shownBefore = dayAt(at, customer.timeZone, zones)
  return { shownOn: dayAt(at, zone, zones), evaluatedOn: Math.max(shownBefore, lastEvaluated(customer) ?? shownBefore) }
}

function factsOf(customer: Customer, { name, email, class: kind, timeZone }: CommandOf<'change_details'>): Facts {
  return {
    ...(name === null ? {} : { name }),
    ...(email === null ? {} : { email }),
    ...(kind === null || kind === customer.class ? {} : { class: kind }),
    ...(timeZone === null || timeZone === customer.timeZone ? {} : { timeZone }),
  }
}
