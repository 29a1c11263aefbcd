import type { FigureName } from '../../engine/figures/names.ts'
import { plainWords } from './status.ts'

/** Figures that a person calls otherwise than the wire does, which has `invoice.days_overdue` for "Days overdue". */
const names: Readonly<Partial<Record<FigureName, string>>> = {
  'customer.open_count': 'Open invoices',
  'customer.overdue_count': 'Overdue invoices',
  'customer.pending': 'Pending payments',
  'customer.permanent_limit': 'Credit limit, lasting',
  'customer.temporary_limit': 'Credit limit, temporary',
  'customer.temporary_limit_until': 'Temporary credit limit until',
  'customer.collectible_overdue': 'Overdue and collectible',
  'customer.collect_minimum': 'Left alone up to',
  'customer.collection_from': 'Collected from',
  'customer.late_fee_from': 'Late fee counts from',
  'customer.limitation_from': 'Limitation counts from',
  'customer.suspension_from': 'Suspension counts from',
  'customer.termination_from': 'Termination counts from',
  'customer.reopened_on': 'Set active by hand on',
  'customer.credit_noted': 'Credit notes',
  'customer.lifted_until': 'Collection lifted until',
  'customer.policy': 'Policy version',
  'customer.rules': 'Rules version',
  'customer.evaluated_on': 'Last day evaluated',
  'customer.status': 'Customer status',
  'invoice.counted_adjustment': 'Adjusted, counted as paid',
  'invoice.to_credit': 'Passed on as credit',
  'invoice.credit_noted': 'Credit notes',
  'invoice.collectible_overdue': 'Overdue and collectible',
  'invoice.promise_difference': 'Agreed, not booked',
  'invoice.uncollected_since': 'Collection stopped since',
  'invoice.collection_since': 'In collection since',
  'invoice.awaited': 'Covered by pending payments',
  'invoice.limitation_on': 'Limitation announced for',
  'invoice.suspension_on': 'Suspension announced for',
  'invoice.termination_on': 'Termination announced for',
  'invoice.status': 'Invoice status',
  'invoice.collection_status': 'Collection',
  'payment.reversed': 'Chargebacks reversed',
  'payment.expires_at': 'Authorised until',
  'payment.expires_on': 'Authorisation ends on',
  'payment.status': 'Payment status',
  'credit.status': 'Credit status',
  'allocation.amount': 'Allocated',
  'allocation.charged_back': 'Released by chargeback',
  'dispute.difference': 'Agreed, not booked',
  'dispute.status': 'Dispute status',
}

const called: Readonly<Record<string, string | undefined>> = names

/** The figure's name for reading. */
export const figureName = (figure: string): string => called[figure] ?? plainWords(figure.split('.').at(-1) ?? figure)

/** The figures that the filter of the audit log offers. */
export const figuresToFilter = [
  'customer.balance',
  'customer.outstanding',
  'customer.overdue',
  'customer.unbilled',
  'customer.unallocated_payments',
  'customer.unallocated_credits',
  'customer.status',
  'invoice.outstanding',
  'invoice.status',
] as const

/** With whose figure it is: `Customer balance`, `Invoice outstanding`. */
export const fullFigureName = (figure: string): string => {
  const name = figureName(figure)
  const owner = plainWords(figure.split('.')[0] ?? '')
  return name.startsWith(owner) ? name : `${owner} ${name.charAt(0).toLowerCase()}${name.slice(1)}`
}

/** Whether a figure is a status, with a code for its value. */
export const isStatusFigure = (figure: string): boolean => figure.endsWith('status')
