import type { Decide } from '../asked/command.ts'
import type { Facts } from '../events/slots.ts'
import { theCustomer } from '../figures/base.ts'
import type { Stage } from '../figures/collection-stages.ts'
import { firstBroken, timely } from '../planning/checks.ts'
import { type Policy, policyFromRecord } from '../policy/policy.ts'
import { type Day, later } from '../time.ts'

/**
 * Puts the customer on a version of the terms, from now on or from his opening; the record holds all of them, so that a
 * decision can be read by the terms of its day. The terms that he is on already: nothing (2-domain 2.2).
 */
export const adoptPolicy: Decide<'adopt_policy'> = (customer, { version, policy }, circumstances) => {
  const refusal = firstBroken(timely(customer, circumstances))
  if (refusal !== null) return { ok: false, refusal }
  const terms = policyFromRecord(policy, version)
  if (isSame(customer.policy, terms)) return { ok: true, drafts: [] }
  const effectiveAt = later(circumstances.effectiveAt, customer.openedAt)
  const facts = {
    policyVersion: BigInt(version),
    policy,
    ...newSteps(customer.policy, terms, circumstances.effectiveOn),
  }
  return {
    ok: true,
    drafts: [{ type: 'policy_adopted', subject: theCustomer, facts, effectiveAt, parent: null, causes: [] }],
  }
}

/** The steps that the terms before did not have: they count from this day (docs/decisions/0023). */
function newSteps({ collection: before }: Policy, { collection }: Policy, on: Day): Facts {
  const isNew = (step: 'lateFee' | `${Stage}After`): boolean => before[step] === null && collection[step] !== null
  return {
    ...(isNew('lateFee') ? { lateFee: on } : {}),
    ...(isNew('limitationAfter') ? { limitation: on } : {}),
    ...(isNew('suspensionAfter') ? { suspension: on } : {}),
    ...(isNew('terminationAfter') ? { termination: on } : {}),
  }
}

const isSame = (one: Policy, other: Policy): boolean => JSON.stringify(one, plainly) === JSON.stringify(other, plainly)

const plainly = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)
