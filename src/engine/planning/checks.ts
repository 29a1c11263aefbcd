import type { Circumstances } from '../asked/circumstances.ts'
import { type Refusal, type RefusalCode, refusals } from '../asked/refusals.ts'
import { formatAmount, isFinerThan, isWithinLimit, type Micros } from '../money/amount.ts'
import { currencyDigits } from '../money/currencies.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { findSubject } from '../state/subjects.ts'
import { instantToText } from '../time.ts'

/** A rule looked at: the refusal when it is broken, else null. */
export type Check = Refusal | null

const broken = (code: RefusalCode, facts: Refusal['facts'] = {}): Refusal => ({ code, facts })

/** The broken rule that stands first in the catalogue; null when all hold. */
export function firstBroken(checks: readonly Check[]): Check {
  const order = Object.keys(refusals)
  return (
    checks.filter((check) => check !== null).sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code))[0] ?? null
  )
}

export const check = (rule: boolean, code: RefusalCode, facts: Refusal['facts'] = {}): Check =>
  rule ? null : broken(code, facts)

export const digitsOf = (customer: Customer): number => currencyDigits(customer.currency ?? '') ?? 2

export const written = (customer: Customer, amount: Micros): string => formatAmount(amount, digitsOf(customer))

/** Is the customer there (the operator's own stream is none), open by then, and the operation not dated after now on the clock of the customer? */
export function timely(customer: Customer, circumstances: Circumstances): readonly Check[] {
  if (customer.currency === null) return [broken('customer_unknown', { customer_id: customer.id })]
  const { effectiveAt, clock } = circumstances
  return [
    check(effectiveAt >= customer.openedAt, 'effective_before_opening', {
      effective_at: instantToText(effectiveAt),
      opened_at: instantToText(customer.openedAt),
    }),
    check(effectiveAt <= clock.now, 'effective_in_future', {
      effective_at: instantToText(effectiveAt),
      now: instantToText(clock.now),
    }),
  ]
}

export const sameCurrency = (customer: Customer, currency: string | null): Check =>
  check(currency === null || currency === customer.currency, 'currency_differs', {
    currency,
    customer_currency: customer.currency,
  })

export const withinLimit = (amount: Micros): Check => check(isWithinLimit(amount), 'amount_too_large')

/** A payment, allocation or adjustment has at most the digits of the currency (2-domain). */
export const currencyFine = (customer: Customer, amount: Micros): Check =>
  check(!isFinerThan(amount, digitsOf(customer)), 'amount_finer_than_currency', {
    amount: written(customer, amount),
    currency: customer.currency,
  })

export const positive = (customer: Customer, amount: Micros): Check =>
  check(amount > 0n, 'amount_must_be_positive', { amount: written(customer, amount) })

type NamedKind = 'invoice' | 'payment' | 'credit' | 'credit_note' | 'dispute'

const unknownCodes = {
  invoice: 'invoice_unknown',
  payment: 'payment_unknown',
  credit: 'credit_unknown',
  credit_note: 'credit_note_unknown',
  dispute: 'dispute_unknown',
} as const satisfies Record<NamedKind, RefusalCode>

/** Finds a subject that a command names, or the refusal `<kind>_unknown`; a credit note is a credit that was issued as one. */
export function named(
  customer: Customer,
  kind: NamedKind,
  id: string,
): { subject: Subject | undefined; missing: Check } {
  const found = findSubject(customer, kind === 'credit_note' ? 'credit' : kind, id)
  const subject = kind === 'credit_note' && found?.traits.origin !== 'credit_note' ? undefined : found
  const member = kind === 'invoice' || kind === 'credit_note' ? kind : `${kind}_id`
  return { subject, missing: check(subject !== undefined, unknownCodes[kind], { [member]: id }) }
}

/** No invoice of the customer has the number that a caller supplied; null: it is given later. */
export const numberFree = (customer: Customer, invoice: string | null): Check =>
  check(invoice === null || findSubject(customer, 'invoice', invoice) === undefined, 'invoice_taken', { invoice })

/** Was the invoice, or its draft, voided? */
export const isVoid = (invoice: Subject): boolean => invoice.cells['invoice.voided_on'] !== undefined

/** Is it a draft that can still be issued? */
export const isDraft = (invoice: Subject): boolean => invoice.traits.draft !== undefined && !isVoid(invoice)

/** What was issued is no draft any more; a subject that is missing breaks another rule. */
export const notDraft = (invoice: Subject | undefined): Check =>
  check(invoice === undefined || !isDraft(invoice), 'invoice_is_draft', { invoice: invoice?.id ?? null })

/** A void invoice, or the void draft of one, takes nothing any more. */
export const notVoid = (invoice: Subject | undefined): Check =>
  check(invoice === undefined || !isVoid(invoice), 'invoice_is_void', { invoice: invoice?.id ?? null })

/** A closed customer is charged nothing new; his last invoice can still be issued. */
export const notClosed = (customer: Customer): Check =>
  check((customer.cells['customer.closed_since']?.value ?? 0n) <= 0n, 'customer_is_closed', {
    customer_id: customer.id,
  })
