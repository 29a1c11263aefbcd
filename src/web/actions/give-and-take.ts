import type { PaymentAnswer } from '../../contract/answers.ts'
import type { May } from '../can.ts'
import type { Action } from '../forms/action.ts'
import { amount, type Option, reason } from '../forms/field.ts'
import { shown, sum } from '../ui/amount.ts'

/** Money that went somewhere or is still free: a payment or a credit. */
export type Money = {
  /** What it is, in the middle of a sentence. */
  readonly title: string
  /** Its address, with the stroke at the end. */
  readonly path: string
  readonly customer: string
  readonly currency: string
  readonly free: string
  readonly allocations: PaymentAnswer['allocations']
}

/** The invoices that money went to, each with how much. */
const wentTo = (money: Money): readonly Option[] => {
  const byInvoice = Map.groupBy(money.allocations, (row) => row.invoice)
  return [...byInvoice].map(([invoice, rows]) => ({
    value: invoice,
    label: `Invoice ${invoice}, ${shown(sum(rows.map((row) => row.amount)))} allocated`,
  }))
}

/** Allocates by hand what is free. */
export const allocateTo = (money: Money, may: May): Action => ({
  name: 'Allocate',
  title: `Allocate ${money.title}`,
  may,
  path: `${money.path}allocations`,
  fields: [
    { kind: 'invoice', name: 'invoice', label: 'Invoice', customer: money.customer, required: true },
    amount(money.currency, { value: money.free, hint: `${shown(money.free)} is unallocated` }),
  ],
})

/** Takes back by hand what was allocated. */
export const takeBackFrom = (money: Money, may: May): Action => ({
  name: 'Take back',
  title: `Take back ${money.title}`,
  may,
  says: 'The invoice is owed again; the money becomes unallocated.',
  path: `${money.path}deallocations`,
  fields: [
    { kind: 'choice', name: 'invoice', label: 'From', options: wentTo(money), required: true },
    amount(money.currency, { required: false, hint: 'Empty: all that is allocated to it' }),
  ],
})

/** Pays money back: what is free, or what an invoice is owed again for. */
export const refundOf = (money: Money, may: May): Action => ({
  name: 'Refund',
  title: `Refund ${money.title}`,
  may,
  path: `${money.path}refunds`,
  fields: [
    amount(money.currency, { value: money.free }),
    {
      kind: 'choice',
      name: 'from',
      label: 'From',
      hint: 'Taken from an invoice, that is owed again',
      options: [{ value: '', label: `What is unallocated, ${shown(money.free)}` }, ...wentTo(money)],
    },
    reason(false),
  ],
  body: ({ from, ...said }) => ({
    ...said,
    deallocate: from === undefined ? undefined : [{ invoice: from, amount: said.amount }],
  }),
})
