import { lesser, type Micros } from '../../money/amount.ts'
import type { Customer, Subject } from '../../state/customer.ts'
import type { Day } from '../../time.ts'
import { amountOf } from './evaluate.ts'
import { laterInstallments } from './installments.ts'

// Amounts of an invoice that follow from itself and the day alone.

/** What of an invoice is overdue on a day: outstanding, and not to be paid later. */
export const overdueOf = (customer: Customer, invoice: Subject, today: Day): Micros =>
  positive(amountOf(customer, 'invoice.outstanding', invoice) - laterInstallments(customer, invoice, today))

/** What of an invoice is claimed by disputes, as far as it is outstanding. */
export const disputedOf = (customer: Customer, invoice: Subject): Micros =>
  lesser(invoice.cells['invoice.claimed']?.value ?? 0n, positive(amountOf(customer, 'invoice.outstanding', invoice)))

export const positive = (amount: bigint): bigint => (amount > 0n ? amount : 0n)
