import { theCustomer } from '../figures/base.ts'
import { type Policy, policyFromRecord } from '../policy/policy.ts'
import { later } from '../time.ts'
import { firstBroken, timely } from './checks.ts'
import type { Decide } from './command.ts'

/**
 * Puts the customer on a version of the terms, from now on or from his opening; the record holds all of them, so that a
 * decision can be read by the terms of its day. The terms that he is on already: nothing (2-domain 2.2).
 */
export const adoptPolicy: Decide<'adopt_policy'> = (customer, { version, policy }, circumstances) => {
  const refusal = firstBroken(timely(customer, circumstances))
  if (refusal !== null) return { ok: false, refusal }
  if (isSame(customer.policy, policyFromRecord(policy, version))) return { ok: true, drafts: [] }
  const effectiveAt = later(circumstances.effectiveAt, customer.openedAt)
  const facts = { policyVersion: BigInt(version), policy }
  return {
    ok: true,
    drafts: [{ type: 'policy_adopted', subject: theCustomer, facts, effectiveAt, parent: null, causes: [] }],
  }
}

const isSame = (one: Policy, other: Policy): boolean => JSON.stringify(one, plainly) === JSON.stringify(other, plainly)

const plainly = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)
