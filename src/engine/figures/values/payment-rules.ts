import type { Customer } from '../../state/customer.ts'
import { cellsOf, subjectOf } from '../../state/subjects.ts'
import type { Ref } from '../base.ts'
import type { Rule } from './rules.ts'
import { figureTerm, plainTerm } from './terms.ts'

/** Has the authorisation of a pending payment ended? It has from its very moment on (2-domain 2.2). */
export function isExpired(customer: Customer, ref: Ref): boolean {
  const expiresAt = subjectOf(customer, ref)?.cells['payment.expires_at']?.value
  return expiresAt !== undefined && expiresAt <= customer.now
}

/** How the rules of a payment work. */
export const paymentRules = {
  'payment.pending': (customer, ref, today) => {
    const authorised = figureTerm(customer, '+', 'payment.authorised', ref, today)
    if (!isExpired(customer, ref)) return [authorised]
    const seq = cellsOf(customer, ref)['payment.expires_at']?.seq
    return [authorised, plainTerm('-', authorised.value, () => 'authorisation has ended', ref, seq)]
  },
} as const satisfies Record<string, Rule>
