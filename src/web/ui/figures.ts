import type { FigureName } from '../../engine/figures/names.ts'
import { plainWords } from './status.ts'

/** The names of figures as a person says them; the wire names them `invoice.outstanding`. */
const names: Readonly<Record<FigureName, string>> = {
  'customer.balance': 'Balance',
  'customer.unbilled': 'Unbilled',
  'customer.outstanding': 'Outstanding',
  'customer.overdue': 'Overdue',
  'customer.open_count': 'Open invoices',
  'customer.overdue_count': 'Overdue invoices',
  'customer.unallocated_payments': 'Unallocated payments',
  'customer.unallocated_credits': 'Unallocated credits',
  'customer.pending': 'Pending payments',
  'customer.written_off': 'Written off',
  'customer.credit_limit': 'Credit limit',
  'customer.permanent_limit': 'Credit limit, lasting',
  'customer.temporary_limit': 'Credit limit, temporary',
  'customer.temporary_limit_until': 'Temporary credit limit until',
  'customer.available_credit': 'Available credit',
  'customer.collectible_overdue': 'Overdue and collectible',
  'customer.days_in_collection': 'Days in collection',
  'customer.collect_minimum': 'Left alone up to',
  'customer.limitation_after': 'Limitation after',
  'customer.suspension_after': 'Suspension after',
  'customer.termination_after': 'Termination after',
  'customer.charged': 'Charged',
  'customer.credited': 'Credited',
  'customer.invoiced': 'Invoiced',
  'customer.credit_noted': 'Credit notes',
  'customer.adjusted': 'Adjusted',
  'customer.voided': 'Voided',
  'customer.paid': 'Paid',
  'customer.refunded': 'Refunded',
  'customer.charged_back': 'Charged back',
  'customer.moved': 'Moved',
  'customer.blocked_since': 'Blocked since',
  'customer.closed_since': 'Closed since',
  'customer.terminated_since': 'Terminated since',
  'customer.lifted_until': 'Collection lifted until',
  'customer.policy': 'Policy version',
  'customer.rules': 'Rules version',
  'customer.today': 'Today',
  'customer.evaluated_on': 'Last day evaluated',
  'customer.status': 'Customer status',
  'invoice.total': 'Total',
  'invoice.adjusted': 'Adjusted',
  'invoice.counted_adjustment': 'Adjusted, counted as paid',
  'invoice.credited': 'Credited',
  'invoice.paid': 'Paid',
  'invoice.written_off': 'Written off',
  'invoice.voided': 'Voided',
  'invoice.to_credit': 'Passed on as credit',
  'invoice.credit_noted': 'Credit notes',
  'invoice.outstanding': 'Outstanding',
  'invoice.overdue': 'Overdue',
  'invoice.days_overdue': 'Days overdue',
  'invoice.amount_due': 'Amount due',
  'invoice.amount_due_at_issue': 'Amount due at issue',
  'invoice.collectible': 'Collectible',
  'invoice.collectible_overdue': 'Overdue and collectible',
  'invoice.creditable': 'Creditable',
  'invoice.claimed': 'Claimed',
  'invoice.disputed': 'Disputed',
  'invoice.agreed': 'Agreed',
  'invoice.promise_difference': 'Agreed, not booked',
  'invoice.issued_on': 'Issued on',
  'invoice.due_on': 'Due on',
  'invoice.voided_on': 'Voided on',
  'invoice.late_fee_on': 'Late fee on',
  'invoice.uncollected_since': 'Collection stopped since',
  'invoice.status': 'Invoice status',
  'invoice.collection_status': 'Collection',
  'payment.amount': 'Amount',
  'payment.allocated': 'Allocated',
  'payment.unallocated': 'Unallocated',
  'payment.refunded': 'Refunded',
  'payment.charged_back': 'Charged back',
  'payment.reversed': 'Chargebacks reversed',
  'payment.voided': 'Voided',
  'payment.moved': 'Moved',
  'payment.authorised': 'Authorised',
  'payment.pending': 'Pending',
  'payment.failed': 'Failed',
  'payment.expires_at': 'Authorised until',
  'payment.expires_on': 'Authorisation ends on',
  'payment.status': 'Payment status',
  'credit.amount': 'Amount',
  'credit.allocated': 'Allocated',
  'credit.remaining': 'Remaining',
  'credit.refunded': 'Refunded',
  'credit.voided': 'Voided',
  'credit.moved': 'Moved',
  'credit.status': 'Credit status',
  'allocation.amount': 'Allocated',
  'allocation.charged_back': 'Released by chargeback',
  'dispute.claimed': 'Claimed',
  'dispute.agreed': 'Agreed',
  'dispute.adjusted': 'Adjusted',
  'dispute.difference': 'Agreed, not booked',
  'dispute.resolved_on': 'Resolved on',
  'dispute.rejected_on': 'Rejected on',
  'dispute.status': 'Dispute status',
}

const isFigure = (figure: string): figure is FigureName => Object.hasOwn(names, figure)

/** The figure's name for reading. */
export const figureName = (figure: string): string =>
  isFigure(figure) ? names[figure] : plainWords(figure.split('.').at(-1) ?? figure)

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
