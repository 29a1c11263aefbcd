import { describe, expect, it } from 'vitest'
import { policyTerms } from '../../contract/policies.ts'
import { defaultTerms } from '../../engine/policy/policy.ts'
import type { PolicyAnswer } from '../client/queries.ts'
import { changeTerms } from './policy-actions.ts'

const answer: PolicyAnswer = {
  version: 3,
  policy: { ...defaultTerms, payment_terms: 14 },
  own: {
    payment_terms: 14,
    auto_apply: false,
    messages: ['reminder'],
    collection: { suspension_after: 'none', late_fee: { amount: '5', percent: '0', on: 'next_invoice' } },
  },
}
const { fields, body } = changeTerms({ class: 'consumer' }, answer)

/** What the form says when nobody touches it. */
const untouched = Object.fromEntries(fields.map((field) => [field.name, field.value || undefined]))

describe('the form of terms', () => {
  it('sends back what is set when nothing was touched, and null for what is inherited', () => {
    const patch = body?.(untouched)
    expect(policyTerms.parse(patch)).toEqual(patch)
    expect(patch).toMatchObject({
      payment_terms: 14,
      auto_apply: false,
      messages: ['reminder'],
      overpay: null,
      collection: { ...(answer.own.collection as object), grace_days: null, reminders_before: null },
    })
  })

  it('takes a step away with the word none, and an own term when it is emptied', () => {
    const patch = body?.({ ...untouched, payment_terms: undefined, 'collection.limitation_after': 'none' })
    expect(patch).toMatchObject({ payment_terms: null, collection: { limitation_after: 'none' } })
  })

  it('knows every term of the contract', () => {
    const known = Object.keys(policyTerms.shape)
    expect(Object.keys(body?.(untouched) ?? {}).toSorted()).toEqual(known.toSorted())
  })
})
