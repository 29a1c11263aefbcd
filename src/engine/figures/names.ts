import type { BaseFigureName } from './base.ts'

/** The derived figures by name; `formulas.ts` has a row for each (a missing row does not compile). */
export type FormulaName =
  | 'invoice.outstanding'
  | 'invoice.creditable'
  | 'invoice.overdue'
  | 'invoice.days_overdue'
  | 'invoice.amount_due'
  | 'invoice.collectible'
  | 'invoice.promise_difference'
  | 'payment.unallocated'
  | 'credit.remaining'
  | 'customer.balance'
  | 'customer.unbilled'
  | 'customer.outstanding'
  | 'customer.unallocated_payments'
  | 'customer.unallocated_credits'
  | 'customer.pending'
  | 'customer.overdue'
  | 'customer.available_credit'
  | 'customer.open_count'
  | 'customer.overdue_count'
  | 'invoice.status'
  | 'invoice.collection_status'
  | 'payment.status'
  | 'credit.status'
  | 'customer.status'

export type FigureName = BaseFigureName | FormulaName

/** The formulas whose changes are records of their own (3-records 3.1): statuses and five amounts. */
export type StoredFigureName =
  | 'invoice.outstanding'
  | 'customer.outstanding'
  | 'customer.unallocated_payments'
  | 'customer.unallocated_credits'
  | 'customer.pending'
  | 'invoice.status'
  | 'payment.status'
  | 'credit.status'
  | 'customer.status'
