import type { SubjectKind, Unit } from './base.ts'
import type { FigureName, FormulaName } from './names.ts'
import { creditStatus, customerStatus, invoiceStatus, paymentStatus, type StatusFormula } from './statuses.ts'

/**
 * The second of the two tables: how every derived figure follows. A formula is one of
 * - `sum`: signed terms of the same subject;
 * - `total`: the sum of one figure over the customer's subjects of a kind;
 * - `rule`: terms whose presence depends on a fact (a date passed, money that covers), worked out in `rules.ts`;
 * - a status: the first case whose named conditions all hold (`statuses.ts`).
 * Numbers are for ever; a row that changes gets a new version with the rules version since which it counts.
 */
type Row = {
  readonly no: number
  readonly version: number
  readonly scope: SubjectKind
  readonly unit: Unit
  readonly label: string
  readonly words: string
}
export type Sign = '+' | '-'
export type SumFormula = Row & {
  readonly kind: 'sum'
  readonly terms: readonly (readonly [Sign, FigureName])[]
  readonly stored?: true
}
export type TotalFormula = Row & {
  readonly kind: 'total'
  readonly of: FigureName
  readonly over: 'invoice' | 'payment' | 'credit'
  readonly stored?: true
}
export type RuleFormula = Row & { readonly kind: 'rule'; readonly uses: readonly FigureName[] }

const row = (no: number, scope: SubjectKind, label: string, words: string, unit: Unit = 'amount'): Row => ({
  no,
  version: 1,
  scope,
  unit,
  label,
  words,
})

export const formulas = {
  'invoice.outstanding': {
    ...row(
      100,
      'invoice',
      'Invoice outstanding',
      'total + adjusted + to credit − credited − paid − written off − voided',
    ),
    kind: 'sum',
    stored: true,
    terms: [
      ['+', 'invoice.total'],
      ['+', 'invoice.adjusted'],
      ['+', 'invoice.to_credit'],
      ['-', 'invoice.credited'],
      ['-', 'invoice.paid'],
      ['-', 'invoice.written_off'],
      ['-', 'invoice.voided'],
    ],
  },
  'invoice.creditable': {
    ...row(101, 'invoice', 'Invoice creditable', 'total + adjusted − credit notes on it'),
    kind: 'sum',
    terms: [
      ['+', 'invoice.total'],
      ['+', 'invoice.adjusted'],
      ['-', 'invoice.credit_noted'],
    ],
  },
  'invoice.overdue': {
    ...row(102, 'invoice', 'Invoice overdue', 'outstanding, once the due date is before today'),
    kind: 'rule',
    uses: ['invoice.outstanding', 'invoice.due_on', 'customer.today'],
  },
  'invoice.days_overdue': {
    ...row(103, 'invoice', 'Days overdue', 'today − due date, while something is overdue', 'days'),
    kind: 'rule',
    uses: ['invoice.overdue', 'invoice.due_on', 'customer.today'],
  },
  'invoice.amount_due': {
    ...row(104, 'invoice', 'Amount due', 'outstanding of this and of earlier invoices'),
    kind: 'rule',
    uses: ['invoice.outstanding'],
  },
  'invoice.collectible': {
    ...row(105, 'invoice', 'Invoice collectible', 'outstanding − its share of the free money, oldest invoice first'),
    kind: 'rule',
    uses: ['invoice.outstanding', 'customer.unallocated_payments', 'customer.unallocated_credits'],
  },
  'invoice.promise_difference': {
    ...row(106, 'invoice', 'Promise difference', 'agreed + adjusted: 0.00 when what was agreed was booked'),
    kind: 'sum',
    terms: [
      ['+', 'invoice.agreed'],
      ['+', 'invoice.adjusted'],
    ],
  },
  'payment.unallocated': {
    ...row(120, 'payment', 'Payment unallocated', 'amount − allocated − refunded − charged back − voided − moved'),
    kind: 'sum',
    terms: [
      ['+', 'payment.amount'],
      ['-', 'payment.allocated'],
      ['-', 'payment.refunded'],
      ['-', 'payment.charged_back'],
      ['-', 'payment.voided'],
      ['-', 'payment.moved'],
    ],
  },
  'credit.remaining': {
    ...row(130, 'credit', 'Credit remaining', 'amount − allocated − refunded − voided − moved'),
    kind: 'sum',
    terms: [
      ['+', 'credit.amount'],
      ['-', 'credit.allocated'],
      ['-', 'credit.refunded'],
      ['-', 'credit.voided'],
      ['-', 'credit.moved'],
    ],
  },
  'customer.balance': {
    ...row(
      140,
      'customer',
      'Balance',
      'charged − credited − credit notes + adjusted − written off − voided − paid + refunded + charged back + moved',
    ),
    kind: 'sum',
    terms: [
      ['+', 'customer.charged'],
      ['-', 'customer.credited'],
      ['-', 'customer.credit_noted'],
      ['+', 'customer.adjusted'],
      ['-', 'customer.written_off'],
      ['-', 'customer.voided'],
      ['-', 'customer.paid'],
      ['+', 'customer.refunded'],
      ['+', 'customer.charged_back'],
      ['+', 'customer.moved'],
    ],
  },
  'customer.unbilled': {
    ...row(141, 'customer', 'Unbilled', 'charged − credited − invoiced'),
    kind: 'sum',
    terms: [
      ['+', 'customer.charged'],
      ['-', 'customer.credited'],
      ['-', 'customer.invoiced'],
    ],
  },
  'customer.outstanding': {
    ...row(142, 'customer', 'Outstanding', 'sum of outstanding over the invoices'),
    kind: 'total',
    of: 'invoice.outstanding',
    over: 'invoice',
    stored: true,
  },
  'customer.unallocated_payments': {
    ...row(143, 'customer', 'Unallocated payments', 'sum of unallocated over the payments'),
    kind: 'total',
    of: 'payment.unallocated',
    over: 'payment',
    stored: true,
  },
  'customer.unallocated_credits': {
    ...row(144, 'customer', 'Unallocated credits', 'sum of remaining over the credits'),
    kind: 'total',
    of: 'credit.remaining',
    over: 'credit',
    stored: true,
  },
  'customer.pending': {
    ...row(145, 'customer', 'Pending payments', 'sum of pending over the payments'),
    kind: 'total',
    of: 'payment.pending',
    over: 'payment',
    stored: true,
  },
  'customer.overdue': {
    ...row(146, 'customer', 'Overdue', 'sum of overdue over the invoices'),
    kind: 'total',
    of: 'invoice.overdue',
    over: 'invoice',
  },
  'customer.available_credit': {
    ...row(147, 'customer', 'Available credit', 'credit limit − balance; without a limit none; prepaid: −balance'),
    kind: 'rule',
    uses: ['customer.credit_limit', 'customer.balance'],
  },
  'customer.open_count': {
    ...row(148, 'customer', 'Open invoices', 'invoices with something outstanding', 'count'),
    kind: 'rule',
    uses: ['invoice.outstanding'],
  },
  'customer.overdue_count': {
    ...row(149, 'customer', 'Overdue invoices', 'invoices with something overdue', 'count'),
    kind: 'rule',
    uses: ['invoice.overdue'],
  },
  'invoice.status': invoiceStatus,
  'invoice.collection_status': {
    no: 161,
    version: 1,
    scope: 'invoice',
    unit: 'status',
    label: 'Collection status',
    words: 'do not collect when collectible ≤ 0, else collect',
    kind: 'status',
    cases: [
      { status: 'do_not_collect', when: [{ of: ['invoice.collectible'], test: '<= 0' }] },
      { status: 'collect', when: [], otherwise: 'something collectible' },
    ],
  },
  'payment.status': paymentStatus,
  'credit.status': creditStatus,
  'customer.status': customerStatus,
} as const satisfies Record<FormulaName, SumFormula | TotalFormula | RuleFormula | StatusFormula>

export const isFormula = (name: string): name is FormulaName => Object.hasOwn(formulas, name)
