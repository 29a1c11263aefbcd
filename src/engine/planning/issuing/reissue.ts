import type { Ref } from '../../figures/base.ts'
import type { Charge, Subject } from '../../state/customer.ts'
import { isIn, sizeOf } from '../../state/ranges.ts'
import { type Check, check } from '../checks.ts'
import { draft, type Plan } from '../plan.ts'
import { MOST_BOOKED_AGAIN } from './charges-taken.ts'

/**
 * Books the charges of a void invoice again, unbilled, each naming the xDR that it stands for; credits as credits. The
 * rounding is not: the next invoice has its own.
 */
export function bookAgain(plan: Plan, invoice: Subject): void {
  for (const [at, old] of chargesToBookAgain(plan, invoice).entries()) {
    const charge: Ref = { kind: 'charge', no: plan.customer.counts.charge + 1 + at }
    const facts = { charge, xdrId: 'next' as const, service: old.service, replaces: old.xdrId }
    const causes = [{ role: 'corrects' as const, seq: old.seq }]
    if (old.creditKind === null)
      draft(plan, { type: 'charge_booked', subject: charge, facts: { ...facts, amount: old.amount }, causes })
    else
      draft(plan, {
        type: 'credit_booked',
        subject: charge,
        facts: { ...facts, amount: -old.amount, creditKind: old.creditKind },
        causes,
      })
  }
}

/** Each charge that is booked again is a record of the one operation: so many there may be. */
export function fewEnough({ id, traits }: Subject): Check {
  const charges = sizeOf(traits.charges ?? [])
  return check(charges <= MOST_BOOKED_AGAIN, 'too_many_charges_to_book_again', {
    invoice: id,
    charges,
    at_most: MOST_BOOKED_AGAIN,
  })
}

function chargesToBookAgain({ customer }: Plan, { traits }: Subject): Charge[] {
  const standing = [...customer.charges.values()].filter((charge) => isIn(traits.charges ?? [], charge.no))
  return standing.filter((charge) => charge.service !== 'rounding').sort((a, b) => a.no - b.no)
}
