import type { Customer } from '../../engine/customer/state.ts'
import { type Ref, theCustomer } from '../../engine/figures/base.ts'
import { evaluate, statusAt } from '../../engine/figures/evaluate.ts'
import type { FigureName } from '../../engine/figures/names.ts'
import type { MessageKind } from '../../engine/policy/policy.ts'
import type { Day } from '../../engine/time.ts'

/** What a message stated: numbers of what it is about, amounts in micros. */
export type StatedFigures = {
  readonly invoice: number | null
  readonly payment: number | null
  readonly stated: bigint | null
  readonly statedSum: bigint | null
}

/**
 * Is what a message stated still so on a day? An overdue notice: the invoice is overdue, with as much outstanding; other
 * letters about an invoice: as much is outstanding; a receipt: the whole payment still counts; about the customer: as
 * much is collectible, or balance and limit are what they were. The state needs all open subjects, and the named ones.
 */
export function isStillSo(customer: Customer, template: MessageKind, one: StatedFigures, today: Day): boolean {
  const { stated, statedSum } = one
  const of = (figure: FigureName, ref: Ref): bigint => evaluate(customer, figure, ref, today) ?? 0n
  const invoice: Ref = { kind: 'invoice', no: one.invoice ?? 0 }
  switch (template) {
    case 'overdue_notice':
      return (
        statusAt(customer, 'invoice.status', invoice, today) === 'overdue' &&
        of('invoice.outstanding', invoice) === stated
      )
    case 'reminder':
    case 'invoice_copy':
    case 'invoice_notice':
      return of('invoice.outstanding', invoice) === stated
    case 'payment_receipt':
      return countedOf(of, { kind: 'payment', no: one.payment ?? 0 }) === stated
    case 'limitation_warning':
    case 'limitation_notice':
    case 'suspension_warning':
    case 'suspension_notice':
    case 'termination_warning':
    case 'termination_notice':
      return of('customer.collectible_overdue', theCustomer) === statedSum
    case 'credit_limit_warning':
      return of('customer.balance', theCustomer) === stated && of('customer.credit_limit', theCustomer) === statedSum
  }
}

/** What of a payment still counts as received. */
const countedOf = (of: (figure: FigureName, ref: Ref) => bigint, ref: Ref): bigint =>
  of('payment.amount', ref) - of('payment.charged_back', ref) - of('payment.voided', ref)
