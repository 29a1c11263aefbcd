import { formatAmount } from '../../../engine/money/amount.ts'
import { currencyDigits } from '../../../engine/money/currencies.ts'
import type { MessageKind } from '../../../engine/policy/policy.ts'
import type { Day } from '../../../engine/time.ts'
import * as collection from './about-collection.ts'
import * as invoices from './about-invoices.ts'
import * as money from './about-money.ts'
import type { Letter } from './layout.ts'

/** What a message's record states, with the names of what it is about: a letter is made of this and of nothing newer. */
export type Stated = {
  readonly template: MessageKind
  readonly name: string | null
  readonly currency: string
  readonly invoice: string | null
  readonly payment: string | null
  readonly stated: bigint | null
  readonly statedDueOn: Day | null
  readonly statedOn: Day | null
  readonly statedSum: bigint | null
}

/** The letter of a message; one whose record does not state what its template needs is a bug. */
export const letterOf = (one: Stated): Letter => letters[one.template](one)

/** Every letter that goes to a customer, made of what the record states. A kind without one does not compile. */
const letters: Readonly<Record<MessageKind, (one: Stated) => Letter>> = {
  reminder: (one) => invoices.reminder(invoiceSlots(one)),
  invoice_copy: (one) => invoices.invoiceCopy(invoiceSlots(one)),
  overdue_notice: (one) => invoices.overdueNotice(invoiceSlots(one)),
  invoice_notice: (one) => invoices.invoiceNotice(issuedSlots(one)),
  limitation_warning: (one) => collection.limitationWarning(stageSlots(one)),
  limitation_notice: (one) => collection.limitationNotice(stageSlots(one)),
  suspension_warning: (one) => collection.suspensionWarning(stageSlots(one)),
  suspension_notice: (one) => collection.suspensionNotice(stageSlots(one)),
  termination_warning: (one) => collection.terminationWarning(stageSlots(one)),
  termination_notice: (one) => collection.terminationNotice(stageSlots(one)),
  payment_receipt: (one) => money.paymentReceipt(paymentSlots(one)),
  credit_limit_warning: (one) => money.creditLimitWarning(limitSlots(one)),
}

const invoiceSlots = (one: Stated): invoices.InvoiceSlots => ({
  name: one.name,
  invoice: there(one.invoice),
  outstanding: written(one, one.stated),
  dueOn: there(one.statedDueOn),
})

const issuedSlots = (one: Stated): invoices.IssuedSlots => ({
  name: one.name,
  invoice: there(one.invoice),
  total: written(one, one.statedSum),
  outstanding: written(one, one.stated),
  dueOn: one.statedDueOn,
})

const stageSlots = (one: Stated): collection.StageSlots => ({
  name: one.name,
  overdue: written(one, one.statedSum),
  on: there(one.statedOn),
})

const paymentSlots = (one: Stated): money.PaymentSlots => ({
  name: one.name,
  payment: there(one.payment),
  amount: written(one, one.stated),
})

const limitSlots = (one: Stated): money.LimitSlots => ({
  name: one.name,
  balance: written(one, one.stated),
  limit: written(one, one.statedSum),
})

/** An amount with its currency: USD 10.00. */
const written = ({ currency }: Stated, amount: bigint | null): string =>
  `${currency} ${formatAmount(there(amount), currencyDigits(currency) ?? 2)}`

function there<T>(value: T | null): T {
  if (value === null) throw new Error('Bug: a message does not state what its letter says')
  return value
}
