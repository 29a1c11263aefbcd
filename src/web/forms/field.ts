import { currencyDigits } from '../../engine/money/currencies.ts'

/** One member of an operation, as a person fills it in. */
export type Field = {
  /** The name of the member on the wire. */
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly value?: string
  readonly required?: boolean
  /** The part of a long form in which it stands. */
  readonly section?: string
} /** Digits of the currency; left out, as many as amounts can have. */ & (
  | { readonly kind: 'amount'; readonly zero?: boolean; readonly digits?: number }
  | { readonly kind: 'text' | 'long' | 'day' | 'check' }
  /** A whole number; one or the word none; several by comma. */
  | { readonly kind: 'whole' | 'step' | 'days' }
  | { readonly kind: 'choice' | 'radio'; readonly options: readonly Option[] }
  /** Several of a few. */
  | { readonly kind: 'several'; readonly options: readonly Option[] }
  /** One of the customer's invoices on which something is outstanding. */
  | { readonly kind: 'invoice'; readonly customer: string; readonly none?: string }
  /** One of the open disputes on an invoice; there is no such field where there is none. */
  | { readonly kind: 'dispute'; readonly customer: string; readonly invoice: string }
)
export type Option = { readonly value: string; readonly label: string }

type More = { readonly hint?: string; readonly value?: string; readonly required?: boolean }

/** An amount of a currency, with its digits: what people book by hand is never finer than what can be paid. */
export const money = (currency: string, name: string, label: string, more: More & { zero?: boolean } = {}): Field => ({
  kind: 'amount',
  name,
  label: `${label}, ${currency}`,
  digits: currencyDigits(currency) ?? 6,
  ...more,
})

/** An amount above zero. */
export const amount = (currency: string, { required = true, ...more }: More = {}): Field =>
  money(currency, 'amount', 'Amount', { required, ...more })

/** The dispute that is settled by what is booked. */
export const settles = (customer: string, invoice: string): Field => ({
  kind: 'dispute',
  name: 'dispute',
  label: 'Settles',
  customer,
  invoice,
})

/** Why; of an operation that is refused without, required. */
export const reason = (required = true): Field => ({ kind: 'long', name: 'reason', label: 'Reason', required })

/** What every operation can have: the day on which it counts, and a reference. */
export const common: readonly Field[] = [
  { kind: 'day', name: 'effective_at', label: 'Day', hint: 'Empty: now. A later day: it waits' },
  { kind: 'text', name: 'reference', label: 'Reference', hint: 'CRM case, ticket' },
]
