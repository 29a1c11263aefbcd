import type { CustomerAnswer } from '../../contract/answers.ts'
import { canChange, canCustomer } from '../can.ts'
import { segment } from '../client/http.ts'
import type { Dials, ScheduledRow } from '../client/queries.ts'
import type { Action, ActionGroup } from '../forms/action.ts'
import { money, reason } from '../forms/field.ts'
import { charge, credit, creditNote, type Maker, move, pathOf, refund } from './customer-money.ts'

const creditLimit: Maker = (of, dials) => ({
  name: 'Credit limit',
  title: 'Change the credit limit',
  may: canCustomer.change(of, dials),
  path: pathOf(of, 'credit-limit'),
  fields: [
    money(of.currency, 'limit', 'Limit', { value: of.figures.credit_limit ?? '', zero: true, required: true }),
    { kind: 'day', name: 'until', label: 'Until', hint: 'The last day of a temporary limit. Empty: from now on' },
    reason(),
  ],
})

type Turn = {
  readonly name: string
  readonly set: 'blocked' | 'closed' | 'active'
  readonly may: 'block' | 'change' | 'reopen'
}

const turn =
  ({ name, set, may }: Turn): Maker =>
  (of, dials) => ({
    name,
    title: `${name} the customer`,
    may: canCustomer[may](of, dials),
    path: pathOf(of, 'status'),
    fields: [reason()],
    body: (said) => ({ ...said, set }),
  })

const block = turn({ name: 'Block', set: 'blocked', may: 'block' })
const close = turn({ name: 'Close', set: 'closed', may: 'change' })
const reopen = turn({ name: 'Reopen', set: 'active', may: 'reopen' })

const lift: Maker = (of, dials) => ({
  name: 'Lift collection',
  title: 'Lift collection until a day',
  may: canCustomer.change(of, dials),
  says: 'Until the end of that day nothing more is done to collect; what was limited or suspended is given back.',
  path: pathOf(of, 'collection-lifts'),
  fields: [{ kind: 'day', name: 'until', label: 'Until', required: true }, reason()],
})

/** Adds a note to the customer, or to one of the invoices. */
export const addNote = (customer: string, { currency, dials }: { currency: string; dials: Dials }): Action => ({
  name: 'Add note',
  title: 'Add a note',
  may: canChange(dials),
  path: `/customers/${segment(customer)}/notes`,
  fields: [
    { kind: 'long', name: 'text', label: 'Text', required: true },
    {
      kind: 'choice',
      name: 'kind',
      label: 'Kind',
      options: [
        { value: 'note', label: 'Note' },
        { value: 'dispute', label: 'Dispute' },
      ],
    },
    { kind: 'text', name: 'invoice', label: 'Invoice', hint: 'Empty: about the customer' },
    money(currency, 'agreed', 'Agreed', { hint: 'What was promised; it is checked against what is booked' }),
  ],
  body: ({ invoice, ...said }) => ({ ...said, subject: invoice === undefined ? undefined : `invoice:${invoice}` }),
})

/** Cancels an operation that waits for its day. */
export const cancelScheduled = (customer: string, row: ScheduledRow, dials: Dials): Action => ({
  name: 'Cancel it',
  title: 'Cancel what is scheduled',
  may: canChange(dials),
  method: 'DELETE',
  path: `/customers/${segment(customer)}/scheduled/${segment(row.scheduled)}`,
  fields: [reason(false)],
})

/** Everything that can be done with a customer. */
export const customerActions = (of: CustomerAnswer, dials: Dials): readonly ActionGroup[] => {
  const make = (...makers: readonly Maker[]) => makers.map((maker) => maker(of, dials))
  return [
    { label: 'Book', actions: make(charge, credit, creditNote) },
    { label: 'Unallocated money', actions: make(refund, move) },
    { label: 'Customer', actions: make(creditLimit, lift, block, close, reopen) },
    { label: 'Write', actions: [addNote(of.customer_id, { currency: of.currency, dials })] },
  ]
}
