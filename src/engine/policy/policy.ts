import type { Code } from '../events/slots.ts'
import { choice, readTerms, type TermRows, type TermTexts, type TermValues, writeTerms, writtenTerm } from './terms.ts'

export type { LateFee } from './terms.ts'

/** The messages that a customer gets, with whether he gets them where nobody has said otherwise. */
export const messageKinds = {
  reminder: true,
  invoice_copy: true,
  overdue_notice: true,
  limitation_warning: true,
  limitation_notice: true,
  suspension_warning: true,
  suspension_notice: true,
  termination_warning: true,
  termination_notice: true,
  payment_receipt: false,
  invoice_notice: false,
  credit_limit_warning: true,
} as const satisfies Partial<Record<Code, boolean>>
export type MessageKind = keyof typeof messageKinds

const wanted = Object.entries(messageKinds).flatMap(([kind, isWanted]) => (isWanted ? [kind] : []))
const step = { is: 'step', byDefault: null } as const

/**
 * The terms that a customer is billed by (2-domain 2.2), by their names in the API, with what holds where nobody has set
 * any: money is applied, nothing but an overdue notice goes out.
 */
export const ownTerms = {
  auto_apply: { is: 'flag', byDefault: true },
  overpay: choice('unallocated', 'reject'),
  void_paid: choice('allow', 'reject'),
  negative_invoice: choice('to_credit', 'keep'),
  credit_excess: choice('to_credit', 'reject'),
  amount_due: choice('balance_aware', 'simple'),
  adjustment_counts_as_payment: { is: 'flag', byDefault: false },
  rounding: choice('away_from_zero', 'half_away', 'half_even'),
  /** none: no due date */
  payment_terms: { ...step, says: 'net days from the day of issue' },
  /** what is collectible up to this is left alone */
  collect_minimum: { is: 'amount', byDefault: '0' },
  /** percent of the credit limit at which the customer is warned; none: never */
  credit_limit_warning: { is: 'percent', byDefault: null, says: 'percent' },
  messages: { is: 'messages', byDefault: wanted },
} as const satisfies TermRows

/** The steps of collection, in days from the due date (2-domain 2.5); none: no such step. */
export const collectionTerms = {
  reminders_before: { is: 'list', byDefault: [] },
  resend_after: { is: 'list', byDefault: [] },
  grace_days: { is: 'days', byDefault: 0 },
  late_fee: { is: 'fee', byDefault: null },
  limitation_after: step,
  suspension_after: step,
  termination_after: step,
  /** days before limitation, suspension and termination at which each is announced; none: not announced */
  warning_before: step,
  /** collection begins above this sum of collectible overdue */
  threshold: { is: 'amount', byDefault: '0' },
  spare_pending: { is: 'flag', byDefault: true, isLater: true, says: 'pending money spares what it would cover' },
  reinstate: {
    ...choice('automatic', 'by_hand'),
    isLater: true,
    says: 'how a termination by the run ends when its cause is gone',
  },
} as const satisfies TermRows

/** The terms of collection as decisions read them; amounts in micros. */
export type Collection = TermValues<typeof collectionTerms>

/** The terms that a customer is billed and collected by. Version 0 are the terms nobody has set. */
export type Policy = TermValues<typeof ownTerms> & { readonly version: number; readonly collection: Collection }

/** A policy as callers write it and records keep it: all terms, by the names of the API. */
export type PolicyText = TermTexts<typeof ownTerms> & { readonly collection: TermTexts<typeof collectionTerms> }

/** The terms where nobody has set any. */
export const defaultTerms: PolicyText = {
  ...defaultsOf(ownTerms),
  collection: defaultsOf(collectionTerms),
}

function defaultsOf<T extends TermRows>(rows: T): TermTexts<T> {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, row.byDefault])) as TermTexts<T>
}

/** The policy that its terms and version make. */
export const policyFrom = (terms: PolicyText, version: number): Policy => ({
  ...readTerms(ownTerms, terms),
  version,
  collection: readTerms(collectionTerms, terms.collection),
})

/** The terms of a policy as they are written; `policyFrom` reads them. */
export const policyToText = (policy: Policy): PolicyText => ({
  ...writeTerms(ownTerms, policy),
  collection: writeTerms(collectionTerms, policy.collection),
})

/** One term as it is written, by its name in the API ("collection.threshold"), an amount with the digits of a currency. */
export function termWritten(policy: Policy, name: string, digits: number): unknown {
  const [part, ofPart] = name.split('.')
  return part === 'collection' && ofPart !== undefined
    ? writtenTerm(collectionTerms, policy.collection, ofPart, digits)
    : writtenTerm(ownTerms, policy, name, digits)
}

/** A policy as an explanation calls it. */
export const policyName = ({ version }: Policy): string =>
  version === 0 ? 'the terms nobody has set' : `policy version ${version}`

/** The policy that a record holds as JSON. */
export const policyFromRecord = (json: string, version: number): Policy =>
  policyFrom(JSON.parse(json) as PolicyText, version)

export const defaultPolicy: Policy = policyFrom(defaultTerms, 0)
