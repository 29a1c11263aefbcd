import type { Stage } from './collection-stages.ts'
import { type Formula, row } from './formula-rows.ts'
import { customerStatus } from './statuses-of-customers.ts'

/** The day from which a stage holds, over the invoices that are collected. */
const stageRow = (no: number, label: string, stage: Stage) =>
  ({
    ...row(
      no,
      'customer',
      label,
      `the first day for which ${stage} is announced, or falls, of what is collected`,
      'day',
    ),
    kind: 'rule',
    reads: [`collection.${stage}_after`, 'collection.warning_before', 'collect_minimum', 'collection.threshold'],
    beside: ['customer.collection_off'],
    uses: [
      'invoice.collectible_overdue',
      'invoice.collection_since',
      `invoice.${stage}_on`,
      'invoice.uncollected_since',
      `customer.${stage}_from`,
      'customer.policy',
    ],
  }) as const

/** How the figures of a customer follow. */
export const customerFormulas = {
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
  'customer.credit_limit': {
    ...row(150, 'customer', 'Credit limit', 'the temporary limit until its last day, else the permanent one'),
    kind: 'rule',
    uses: ['customer.permanent_limit', 'customer.temporary_limit', 'customer.temporary_limit_until', 'customer.today'],
  },
  'customer.collectible_overdue': {
    ...row(151, 'customer', 'Collectible overdue', 'sum of collectible overdue over the invoices'),
    kind: 'total',
    of: 'invoice.collectible_overdue',
    over: 'invoice',
  },
  'customer.days_in_collection': {
    ...row(
      152,
      'customer',
      'Days in collection',
      'days overdue of the oldest invoice with something collectible overdue, once the sum is above the threshold',
      'days',
    ),
    kind: 'rule',
    reads: ['collect_minimum', 'collection.threshold'],
    beside: ['customer.collection_off'],
    uses: ['invoice.collectible_overdue', 'invoice.days_overdue', 'invoice.uncollected_since', 'customer.policy'],
  },
  'customer.limitation_after': {
    ...row(153, 'customer', 'Days to limitation', 'days after the due date, by the policy', 'days'),
    kind: 'rule',
    reads: ['collection.limitation_after'],
    uses: ['customer.policy'],
  },
  'customer.suspension_after': {
    ...row(154, 'customer', 'Days to suspension', 'days after the due date, by the policy', 'days'),
    kind: 'rule',
    reads: ['collection.suspension_after'],
    uses: ['customer.policy'],
  },
  'customer.termination_after': {
    ...row(155, 'customer', 'Days to termination', 'days after the due date, by the policy', 'days'),
    kind: 'rule',
    reads: ['collection.termination_after'],
    uses: ['customer.policy'],
  },
  'customer.limitation_on': stageRow(171, 'Limitation on', 'limitation'),
  'customer.suspension_on': stageRow(172, 'Suspension on', 'suspension'),
  'customer.termination_on': stageRow(173, 'Termination on', 'termination'),
  'customer.collect_minimum': {
    ...row(156, 'customer', 'Collection minimum', 'what is left alone, by the policy'),
    kind: 'rule',
    reads: ['collect_minimum'],
    uses: ['customer.policy'],
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
  'customer.status': customerStatus,
} as const satisfies Record<string, Formula<string>>
