import { shown } from './amount.ts'
import { plainWords } from './status.ts'
import { count } from './time.ts'

/** A term of a policy: how it is called, what it can be, in which part of the page it stands. */
export type Term = {
  /** Its name on the wire; a term of collection with its part before it. */
  readonly name: string
  readonly label: string
  readonly section: string
} & (
  | { readonly kind: 'choice'; readonly words: Readonly<Record<string, string>> }
  /** A count of days, or none where `step` says that it can be left out altogether. */
  | { readonly kind: 'days' | 'step' }
  | { readonly kind: 'list' | 'amount' | 'percent' | 'fee' | 'messages' }
)

const yesNo = { true: 'Yes', false: 'No' }

/** Every term, in the order in which it is shown. */
export const terms: readonly Term[] = [
  { name: 'payment_terms', label: 'Payment terms, net days', section: 'Invoices', kind: 'step' },
  {
    name: 'amount_due',
    label: 'Amount due',
    section: 'Invoices',
    kind: 'choice',
    words: { balance_aware: 'Less what is unallocated', simple: 'What is outstanding' },
  },
  {
    name: 'rounding',
    label: 'Rounding',
    section: 'Invoices',
    kind: 'choice',
    words: { away_from_zero: 'Away from zero', half_away: 'Half away from zero', half_even: 'Half to even' },
  },
  {
    name: 'negative_invoice',
    label: 'A negative total',
    section: 'Invoices',
    kind: 'choice',
    words: { to_credit: 'Becomes a credit', keep: 'Is kept' },
  },
  {
    name: 'void_paid',
    label: 'Voiding a paid invoice',
    section: 'Invoices',
    kind: 'choice',
    words: { allow: 'Allowed', reject: 'Refused' },
  },
  { name: 'auto_apply', label: 'Apply free money to new invoices', section: 'Money', kind: 'choice', words: yesNo },
  {
    name: 'overpay',
    label: 'More than an invoice owes',
    section: 'Money',
    kind: 'choice',
    words: { unallocated: 'Stays unallocated', reject: 'Refused' },
  },
  {
    name: 'credit_excess',
    label: 'More credit than creditable',
    section: 'Money',
    kind: 'choice',
    words: { to_credit: 'Becomes a credit', reject: 'Refused' },
  },
  {
    name: 'adjustment_counts_as_payment',
    label: 'An adjustment counts as payment',
    section: 'Money',
    kind: 'choice',
    words: yesNo,
  },
  { name: 'credit_limit_warning', label: 'Warn at percent of the limit', section: 'Money', kind: 'percent' },
  { name: 'collection.reminders_before', label: 'Reminders, days before due', section: 'Collection', kind: 'list' },
  { name: 'collection.resend_after', label: 'Sent again, days after due', section: 'Collection', kind: 'list' },
  { name: 'collection.grace_days', label: 'Grace, days after due', section: 'Collection', kind: 'days' },
  { name: 'collection.threshold', label: 'Collect above', section: 'Collection', kind: 'amount' },
  { name: 'collect_minimum', label: 'Left alone up to', section: 'Collection', kind: 'amount' },
  { name: 'collection.late_fee', label: 'Late fee', section: 'Collection', kind: 'fee' },
  { name: 'collection.warning_before', label: 'Warnings, days before a step', section: 'Collection', kind: 'step' },
  { name: 'collection.limitation_after', label: 'Limitation, days after due', section: 'Collection', kind: 'step' },
  { name: 'collection.suspension_after', label: 'Suspension, days after due', section: 'Collection', kind: 'step' },
  { name: 'collection.termination_after', label: 'Termination, days after due', section: 'Collection', kind: 'step' },
  {
    name: 'collection.reinstate',
    label: 'A termination without its cause',
    section: 'Collection',
    kind: 'choice',
    words: { automatic: 'Ends by itself', by_hand: 'Ends by hand' },
  },
  {
    name: 'collection.spare_pending',
    label: 'Spare what is pending',
    section: 'Collection',
    kind: 'choice',
    words: yesNo,
  },
  { name: 'messages', label: 'Messages', section: 'Messages', kind: 'messages' },
]

/** The parts of a policy, in order. */
export const sections: readonly string[] = [...new Set(terms.map((term) => term.section))]

type Written = Readonly<Record<string, unknown>>
type Fee = { readonly amount: string; readonly percent: string; readonly on: string }

/** The value of a term as it is written; undefined where it is not. */
export const valueIn = (written: Written, term: Term): unknown => {
  const [part = '', name] = term.name.split('.')
  const value = written[part]
  if (name === undefined) return value
  return typeof value === 'object' && value !== null ? (value as Written)[name] : undefined
}

/** A late fee as it is written; undefined where there is none. */
export const feeOf = (value: unknown): Fee | undefined =>
  typeof value === 'object' && value !== null ? (value as Fee) : undefined

const feeWords = ({ amount, percent, on }: Fee): string => {
  const parts = [amount !== '0' && shown(amount), percent !== '0' && `${percent} %`].filter((part) => part !== false)
  return `${parts.join(' and ') || '0'}, on ${on.replaceAll('_', ' ')}`
}

/** A value in words. */
export const termWords = (term: Term, value: unknown): string => {
  if (value === null || value === undefined || value === 'none') return 'None'
  if (term.kind === 'choice') return term.words[String(value)] ?? plainWords(String(value))
  if (term.kind === 'fee') return feeWords(feeOf(value) ?? { amount: '0', percent: '0', on: '' })
  if (term.kind === 'amount') return shown(String(value))
  if (term.kind === 'percent') return `${value} %`
  if (Array.isArray(value)) {
    if (value.length === 0) return 'None'
    return term.kind === 'messages'
      ? value.map((one) => plainWords(String(one))).join(', ')
      : `${value.join(', ')} days`
  }
  return count(Number(value), 'day')
}
