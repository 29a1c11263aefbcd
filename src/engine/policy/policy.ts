import type { Code } from '../events/slots.ts'
import { formatAmount, type Micros, parseAmount } from '../money/amount.ts'
import type { Rounding } from '../money/rounding.ts'

/** A fee for paying late, once an invoice: an amount, a percentage of what is overdue, or both. */
export type LateFee = {
  readonly amount: Micros
  /** millionths of a percent; 1.5 % is 1_500_000n */
  readonly percent: Micros
  readonly on: 'next_invoice' | 'this_invoice'
}

/** The steps of collection, in days from the due date (2-domain 2.5); null: no such step. */
export type Collection = {
  readonly remindersBefore: readonly number[]
  readonly resendAfter: readonly number[]
  readonly graceDays: number
  readonly lateFee: LateFee | null
  readonly limitationAfter: number | null
  readonly suspensionAfter: number | null
  readonly terminationAfter: number | null
  /** days before limitation, suspension and termination at which each is announced; null: not announced */
  readonly warningBefore: number | null
  /** collection begins above this sum of collectible overdue */
  readonly threshold: Micros
  /** pending money spares what it would cover */
  readonly sparePending: boolean
  /** how a termination by the run ends when its cause is gone */
  readonly reinstate: 'automatic' | 'by_hand'
}

/** The terms that a customer is billed and collected by (2-domain 2.2, 2.5). Version 0 are the terms nobody has set. */
export type Policy = {
  readonly version: number
  readonly autoApply: boolean
  readonly overpay: 'unallocated' | 'reject'
  readonly voidPaid: 'allow' | 'reject'
  readonly negativeInvoice: 'to_credit' | 'keep'
  readonly creditExcess: 'to_credit' | 'reject'
  readonly amountDue: 'balance_aware' | 'simple'
  readonly adjustmentCountsAsPayment: boolean
  readonly rounding: Rounding
  /** net days from the day of issue; null: no due date */
  readonly paymentTerms: number | null
  /** what is collectible up to this is left alone */
  readonly collectMinimum: Micros
  /** percent of the credit limit at which the customer is warned; null: never */
  readonly creditLimitWarning: number | null
  readonly messages: readonly Code[]
  readonly collection: Collection
}

/** A policy as callers write it and records keep it: all terms, by the names of the API. */
export type PolicyText = {
  readonly auto_apply: boolean
  readonly overpay: Policy['overpay']
  readonly void_paid: Policy['voidPaid']
  readonly negative_invoice: Policy['negativeInvoice']
  readonly credit_excess: Policy['creditExcess']
  readonly amount_due: Policy['amountDue']
  readonly adjustment_counts_as_payment: boolean
  readonly rounding: Rounding
  readonly payment_terms: number | null
  readonly collect_minimum: string
  readonly credit_limit_warning: number | null
  readonly messages: readonly string[]
  readonly collection: {
    readonly reminders_before: readonly number[]
    readonly resend_after: readonly number[]
    readonly grace_days: number
    readonly late_fee: { readonly amount: string; readonly percent: string; readonly on: LateFee['on'] } | null
    readonly limitation_after: number | null
    readonly suspension_after: number | null
    readonly termination_after: number | null
    readonly warning_before: number | null
    readonly threshold: string
    /** left out: true, as in the records of before there was such a term */
    readonly spare_pending?: boolean
    /** left out: automatic */
    readonly reinstate?: Collection['reinstate']
  }
}

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

/** The terms where nobody has set any: money is applied, nothing but an overdue notice goes out (2-domain 2.2). */
export const defaultTerms: PolicyText = {
  auto_apply: true,
  overpay: 'unallocated',
  void_paid: 'allow',
  negative_invoice: 'to_credit',
  credit_excess: 'to_credit',
  amount_due: 'balance_aware',
  adjustment_counts_as_payment: false,
  rounding: 'away_from_zero',
  payment_terms: null,
  collect_minimum: '0',
  credit_limit_warning: null,
  messages: Object.entries(messageKinds).flatMap(([kind, wanted]) => (wanted ? [kind] : [])),
  collection: {
    reminders_before: [],
    resend_after: [],
    grace_days: 0,
    late_fee: null,
    limitation_after: null,
    suspension_after: null,
    termination_after: null,
    warning_before: null,
    threshold: '0',
    spare_pending: true,
    reinstate: 'automatic',
  },
}

/** The policy that its terms and version make; amounts that cannot be read are a bug, the contract has looked at them. */
export function policyFrom(terms: PolicyText, version: number): Policy {
  const { collection } = terms
  const { late_fee } = collection
  return {
    version,
    autoApply: terms.auto_apply,
    overpay: terms.overpay,
    voidPaid: terms.void_paid,
    negativeInvoice: terms.negative_invoice,
    creditExcess: terms.credit_excess,
    amountDue: terms.amount_due,
    adjustmentCountsAsPayment: terms.adjustment_counts_as_payment,
    rounding: terms.rounding,
    paymentTerms: terms.payment_terms,
    collectMinimum: micros(terms.collect_minimum),
    creditLimitWarning: terms.credit_limit_warning,
    messages: terms.messages as readonly Code[],
    collection: {
      remindersBefore: collection.reminders_before,
      resendAfter: collection.resend_after,
      graceDays: collection.grace_days,
      lateFee: late_fee && feeOf(late_fee),
      limitationAfter: collection.limitation_after,
      suspensionAfter: collection.suspension_after,
      terminationAfter: collection.termination_after,
      warningBefore: collection.warning_before,
      threshold: micros(collection.threshold),
      sparePending: collection.spare_pending ?? true,
      reinstate: collection.reinstate ?? 'automatic',
    },
  }
}

/** The terms of a policy as they are written; `policyFrom` reads them. */
export function policyToText(policy: Policy): PolicyText {
  const { collection } = policy
  const { lateFee } = collection
  return {
    auto_apply: policy.autoApply,
    overpay: policy.overpay,
    void_paid: policy.voidPaid,
    negative_invoice: policy.negativeInvoice,
    credit_excess: policy.creditExcess,
    amount_due: policy.amountDue,
    adjustment_counts_as_payment: policy.adjustmentCountsAsPayment,
    rounding: policy.rounding,
    payment_terms: policy.paymentTerms,
    collect_minimum: formatAmount(policy.collectMinimum, 0),
    credit_limit_warning: policy.creditLimitWarning,
    messages: policy.messages,
    collection: {
      reminders_before: collection.remindersBefore,
      resend_after: collection.resendAfter,
      grace_days: collection.graceDays,
      late_fee: lateFee && {
        amount: formatAmount(lateFee.amount, 0),
        percent: formatAmount(lateFee.percent, 0),
        on: lateFee.on,
      },
      limitation_after: collection.limitationAfter,
      suspension_after: collection.suspensionAfter,
      termination_after: collection.terminationAfter,
      warning_before: collection.warningBefore,
      threshold: formatAmount(collection.threshold, 0),
      // what is kept of customers who never had these terms stays as it is
      ...(collection.sparePending ? {} : { spare_pending: false }),
      ...(collection.reinstate === 'automatic' ? {} : { reinstate: collection.reinstate }),
    },
  }
}

/** A fee of nothing is none. */
function feeOf({ amount, percent, on }: NonNullable<PolicyText['collection']['late_fee']>): LateFee | null {
  const fee = { amount: micros(amount), percent: micros(percent), on }
  return fee.amount === 0n && fee.percent === 0n ? null : fee
}

/** A policy as an explanation calls it. */
export const policyName = ({ version }: Policy): string =>
  version === 0 ? 'the terms nobody has set' : `policy version ${version}`

/** The policy that a record holds as JSON. */
export const policyFromRecord = (json: string, version: number): Policy =>
  policyFrom(JSON.parse(json) as PolicyText, version)

function micros(text: string): Micros {
  const parsed = parseAmount(text)
  if (!parsed.ok) throw new Error(`Bug: a policy holds "${text}" as an amount`)
  return parsed.micros
}

export const defaultPolicy: Policy = policyFrom(defaultTerms, 0)
