import { type Formula, row } from './formula-rows.ts'
import { collectionStatus, invoiceStatus } from './statuses.ts'

/** How the figures of an invoice follow. */
export const invoiceFormulas = {
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
    ...row(102, 'invoice', 'Invoice overdue', 'outstanding − installments due today or later'),
    kind: 'rule',
    floor: 'not below 0',
    uses: ['invoice.outstanding', 'invoice.due_on', 'customer.today'],
  },
  'invoice.days_overdue': {
    ...row(103, 'invoice', 'Days overdue', 'today − due date of the oldest uncovered installment', 'days'),
    kind: 'rule',
    uses: ['invoice.overdue', 'invoice.due_on', 'customer.today'],
  },
  'invoice.amount_due': {
    ...row(104, 'invoice', 'Amount due', 'outstanding of this and (unless the policy says simple) of earlier invoices'),
    kind: 'rule',
    reach: 'others',
    reads: ['amount_due'],
    uses: ['invoice.outstanding'],
  },
  'invoice.collectible': {
    ...row(
      105,
      'invoice',
      'Invoice collectible',
      'outstanding − disputed − its share of the free money, oldest invoice first',
    ),
    kind: 'rule',
    reach: 'coverage',
    beside: ['invoice.due_on'],
    floor: 'not below 0',
    uses: ['invoice.outstanding', 'invoice.disputed', 'customer.unallocated_payments', 'customer.unallocated_credits'],
  },
  'invoice.promise_difference': {
    ...row(106, 'invoice', 'Promise difference', 'agreed + adjusted: 0.00 when what was agreed was booked'),
    kind: 'sum',
    terms: [
      ['+', 'invoice.agreed'],
      ['+', 'invoice.adjusted'],
    ],
  },
  'invoice.disputed': {
    ...row(107, 'invoice', 'Invoice disputed', 'what is claimed in open disputes, at most outstanding'),
    kind: 'rule',
    uses: ['invoice.claimed', 'invoice.outstanding'],
  },
  'invoice.collectible_overdue': {
    ...row(108, 'invoice', 'Invoice collectible overdue', 'overdue − disputed − its share of the free money'),
    kind: 'rule',
    reach: 'coverage',
    beside: ['invoice.due_on'],
    floor: 'not below 0',
    uses: ['invoice.overdue', 'invoice.disputed', 'customer.unallocated_payments', 'customer.unallocated_credits'],
  },
  'invoice.counted_adjustment': {
    ...row(
      109,
      'invoice',
      'Invoice adjustment counted as payment',
      'what adjustments lowered, where the policy counts it',
    ),
    kind: 'rule',
    reads: ['adjustment_counts_as_payment'],
    uses: ['invoice.adjusted', 'customer.policy'],
  },
  'invoice.collection_since': {
    ...row(
      174,
      'invoice',
      'In collection since',
      'the later of the due date of the oldest uncovered installment and of what it is counted from',
      'day',
    ),
    kind: 'rule',
    uses: ['invoice.due_on', 'invoice.outstanding', 'invoice.counted_from', 'customer.collection_from'],
  },
  'invoice.awaited': {
    ...row(
      175,
      'invoice',
      'Invoice awaited',
      'its share of the pending payments: chosen ones first, then the oldest invoice first, where the policy spares it',
    ),
    kind: 'rule',
    reach: 'coverage',
    reads: ['collection.spare_pending'],
    beside: ['invoice.due_on'],
    uses: [
      'invoice.outstanding',
      'customer.pending',
      'customer.unallocated_payments',
      'customer.unallocated_credits',
      'customer.policy',
    ],
  },
  'invoice.status': invoiceStatus,
  'invoice.collection_status': collectionStatus,
} as const satisfies Record<string, Formula<string>>
