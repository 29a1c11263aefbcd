import type { Ref } from '../figures/base.ts'
import type { Micros } from '../money/amount.ts'
import type { Customer } from '../state/customer.ts'
import { cellsOf, cellValue, subjectOf } from '../state/subjects.ts'
import { plainTerm, type Rule, sumOf, type Term } from './terms.ts'

/** Has the authorisation of a pending payment ended? It has from its very moment on (2-domain 2.2). */
export function isExpired(customer: Customer, ref: Ref): boolean {
  const expiresAt = subjectOf(customer, ref)?.cells['payment.expires_at']?.value
  return expiresAt !== undefined && expiresAt <= customer.now
}

/** What of a payment is pending: authorised, until that has ended. */
function pendingTerms(customer: Customer, ref: Ref): readonly Term[] {
  const value = cellValue(customer, ref, 'payment.authorised')
  const authorised: Term = { sign: '+', value, figure: 'payment.authorised', subject: ref }
  if (!isExpired(customer, ref)) return [authorised]
  const seq = cellsOf(customer, ref)['payment.expires_at']?.seq
  return [authorised, plainTerm('-', value, () => 'authorisation has ended', ref, seq)]
}

/** What of a payment is pending. */
export const pendingOf = (customer: Customer, ref: Ref): Micros => sumOf(pendingTerms(customer, ref))

/** How the rules of a payment work. */
export const paymentRules = { 'payment.pending': pendingTerms } as const satisfies Record<string, Rule>
