import type { CustomerAnswer } from '../../contract/answers.ts'
import { canCustomer } from '../can.ts'
import { segment } from '../client/http.ts'
import type { Dials } from '../client/queries.ts'
import type { Action } from '../forms/action.ts'
import { amount, reason } from '../forms/field.ts'

export type Maker = (of: CustomerAnswer, dials: Dials) => Action

/** Where something is done with a customer. */
export const pathOf = (of: CustomerAnswer, deed: string): string => `/customers/${segment(of.customer_id)}/${deed}`

const description = { kind: 'text', name: 'description', label: 'Description' } as const

/** Records a payment of the customer. */
export const payment: Maker = (of, dials) => ({
  name: 'Record payment',
  title: 'Record a payment',
  may: canCustomer.book(of, dials),
  path: pathOf(of, 'payments'),
  fields: [
    amount(of.currency),
    {
      kind: 'choice',
      name: 'allocate',
      label: 'Allocate',
      options: [
        { value: 'oldest_first', label: 'To open invoices, oldest first' },
        { value: 'none', label: 'Not now' },
        { value: 'hold', label: 'Only by hand' },
      ],
    },
    { kind: 'text', name: 'method', label: 'Method', hint: 'Card, bank transfer' },
    { kind: 'check', name: 'pending', label: 'Only authorised; it counts when it is settled' },
  ],
  body: ({ pending, ...said }) => ({ ...said, state: pending === undefined ? undefined : 'pending' }),
})

/** Books a charge for the next invoice. */
export const charge: Maker = (of, dials) => ({
  name: 'Charge',
  title: 'Book a charge',
  may: canCustomer.book(of, dials),
  says: 'It stands unbilled until an invoice takes it.',
  path: pathOf(of, 'charges'),
  fields: [
    amount(of.currency),
    { kind: 'text', name: 'service', label: 'Service', hint: 'Data, voice, a fee', required: true },
    description,
  ],
})

/** Books a credit for the next invoice. */
export const credit: Maker = (of, dials) => ({
  name: 'Credit',
  title: 'Book a credit',
  may: canCustomer.book(of, dials),
  says: 'It stands unbilled until an invoice takes it.',
  path: pathOf(of, 'credits'),
  fields: [
    amount(of.currency),
    {
      kind: 'choice',
      name: 'kind',
      label: 'Kind',
      options: [
        { value: 'manual', label: 'Manual' },
        { value: 'promotional', label: 'Promotional' },
      ],
    },
    description,
  ],
})

/** Issues a credit note, with or without an invoice. */
export const creditNote: Maker = (of, dials) => ({
  name: 'Credit note',
  title: 'Issue a credit note',
  may: canCustomer.book(of, dials),
  path: pathOf(of, 'credit-notes'),
  fields: [
    amount(of.currency),
    { kind: 'invoice', name: 'invoice', label: 'For invoice', customer: of.customer_id, none: 'None in particular' },
    {
      kind: 'choice',
      name: 'apply',
      label: 'Apply',
      options: [
        { value: 'oldest_first', label: 'To open invoices, oldest first' },
        { value: 'none', label: 'Not now' },
      ],
    },
    reason(),
  ],
})

/** Pays back what is free. */
export const refund: Maker = (of, dials) => ({
  name: 'Refund',
  title: 'Refund unallocated money',
  may: canCustomer.payOut(of, dials),
  says: 'Taken from the oldest payment first, then from credits.',
  path: pathOf(of, 'refunds'),
  fields: [amount(of.currency), reason(false)],
})

/** Moves what is free to another customer. */
export const move: Maker = (of, dials) => ({
  name: 'Move',
  title: 'Move unallocated money to another customer',
  may: canCustomer.payOut(of, dials),
  path: pathOf(of, 'moves'),
  fields: [{ kind: 'text', name: 'to', label: 'To customer', required: true }, amount(of.currency), reason()],
})
