import { formatAmount } from '../../engine/money/amount.ts'
import { currencyDigits } from '../../engine/money/currencies.ts'
import type { MessageKind } from '../../engine/policy/policy.ts'
import type { Day } from '../../engine/time.ts'
import { type Letter, letter } from './layout.ts'
import { type InvoiceSlots, type Slots, type StageSlots, templates } from './templates.ts'

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
export function letterOf(one: Stated): Letter {
  const slots = slotsOf[one.template](one) as Slots[MessageKind]
  const template = templates[one.template] as (slots: Slots[MessageKind]) => ReturnType<(typeof templates)[MessageKind]>
  return letter(one.name, template(slots))
}

const written = ({ currency }: Stated, amount: bigint | null): string =>
  `${currency} ${formatAmount(there(amount), currencyDigits(currency) ?? 2)}`

function there<T>(value: T | null): T {
  if (value === null) throw new Error('Bug: a message does not state what its letter says')
  return value
}

const invoiceSlots = (one: Stated): InvoiceSlots => ({
  invoice: there(one.invoice),
  outstanding: written(one, one.stated),
  dueOn: one.statedDueOn,
})

const stageSlots = (one: Stated): StageSlots => ({ overdue: written(one, one.statedSum), on: there(one.statedOn) })

const slotsOf: { readonly [K in MessageKind]: (one: Stated) => Slots[K] } = {
  reminder: invoiceSlots,
  invoice_copy: invoiceSlots,
  overdue_notice: invoiceSlots,
  limitation_warning: stageSlots,
  limitation_notice: stageSlots,
  suspension_warning: stageSlots,
  suspension_notice: stageSlots,
  termination_warning: stageSlots,
  termination_notice: stageSlots,
  payment_receipt: (one) => ({ payment: there(one.payment), amount: written(one, one.stated) }),
  invoice_notice: (one) => ({ ...invoiceSlots(one), total: written(one, one.statedSum) }),
  credit_limit_warning: (one) => ({ balance: written(one, one.stated), limit: written(one, one.statedSum) }),
}
