import { theCustomer } from '../../src/engine/figures/base.ts'
import { dayInUtc, textFromDay } from '../../src/engine/time.ts'
import { evaluate } from '../../src/engine/values/evaluate.ts'
import { type Clerk, customerOf, issue, opened, pass, recordsOf } from '../memory/clerk.ts'
import { type Terms, underPolicy } from '../memory/clerk-policy.ts'

export const stages = { limitation_after: 12, suspension_after: 28, termination_after: 45, warning_before: 4 }

/** Owes 80 from 2 February, due on the 12th, on a clock that sends mail. */
export function debtor(collection: Terms['collection'] = stages, rest: Parameters<typeof opened>[1] = {}): Clerk {
  const clerk = opened('2026-02-01', rest)
  clerk.ledger.mail = 'send'
  underPolicy(clerk, { collection })
  pass(clerk, '2026-02-02')
  issue(clerk, 'I1', ['80'], { due: '2026-02-12' })
  return clerk
}

/** The records of some types, with what collection says in them. */
export const typesOf = (clerk: Clerk, ...types: readonly string[]): string[] =>
  recordsOf(clerk)
    .filter((record) => types.includes(record.type))
    .map(({ type, ...record }) => {
      const { countedFrom, sparedOn, stage, because, ...facts } = record.kind === 'change' ? {} : record.facts
      const on = facts.limitation ?? facts.suspension ?? facts.termination ?? countedFrom ?? sparedOn
      return [type, stage, on ? textFromDay(on) : undefined, because].filter((part) => part !== undefined).join(' ')
    })

/** Days in collection by what the clock shows. */
export const daysIn = (clerk: Clerk): number =>
  Number(evaluate(customerOf(clerk), 'customer.days_in_collection', theCustomer, dayInUtc(clerk.ledger.now)))
