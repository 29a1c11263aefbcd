import { plainWords } from './status.ts'

/** The names of figures as a person says them; the wire names them `invoice.outstanding`. */
const names: Readonly<Record<string, string>> = {
  'customer.balance': 'Balance',
  'customer.unbilled': 'Unbilled',
  'customer.outstanding': 'Outstanding',
  'customer.overdue': 'Overdue',
  'customer.unallocated_payments': 'Unallocated payments',
  'customer.unallocated_credits': 'Unallocated credits',
  'customer.pending': 'Pending payments',
  'customer.written_off': 'Written off',
  'customer.credit_limit': 'Credit limit',
  'customer.available_credit': 'Available credit',
  'customer.status': 'Customer status',
  'invoice.total': 'Total',
  'invoice.adjusted': 'Adjusted',
  'invoice.credited': 'Credited',
  'invoice.paid': 'Paid',
  'invoice.written_off': 'Written off',
  'invoice.outstanding': 'Outstanding',
  'invoice.overdue': 'Overdue',
  'invoice.days_overdue': 'Days overdue',
  'invoice.amount_due': 'Amount due',
  'invoice.collectible': 'Collectible',
  'invoice.creditable': 'Creditable',
  'invoice.status': 'Invoice status',
  'invoice.collection_status': 'Collection',
  'payment.amount': 'Amount',
  'payment.allocated': 'Allocated',
  'payment.unallocated': 'Unallocated',
  'payment.status': 'Payment status',
  'credit.remaining': 'Remaining',
  'credit.status': 'Credit status',
}

/** The figure's name for reading. */
export const figureName = (figure: string): string => names[figure] ?? plainWords(figure.split('.').at(-1) ?? figure)

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
