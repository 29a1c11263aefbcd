import type { InvoiceAnswer } from '../../contract/answers.ts'
import { canInvoice } from '../can.ts'
import { segment } from '../client/http.ts'
import type { Dials } from '../client/queries.ts'
import type { Action, ActionGroup } from '../forms/action.ts'
import { amount, money, reason, settles } from '../forms/field.ts'
import { compare, isNegative, negate, shown } from '../ui/amount.ts'

type Maker = (of: InvoiceAnswer, dials: Dials) => Action

const pathOf = (of: InvoiceAnswer, deed: string): string => `/invoices/${segment(of.invoice)}/${deed}`
const open = (of: InvoiceAnswer): string => `${shown(of.figures.outstanding ?? '0.00')} is outstanding`

/** Lowers or raises an issued invoice by an amount. */
export const adjust: Maker = (of, dials) => ({
  name: 'Adjust',
  title: `Adjust invoice ${of.invoice}`,
  may: canInvoice.adjust(of, dials),
  path: pathOf(of, 'adjustments'),
  fields: [
    {
      kind: 'radio',
      name: 'direction',
      label: 'Direction',
      options: [
        { value: 'lower', label: 'Lower what is owed' },
        { value: 'raise', label: 'Raise what is owed' },
      ],
    },
    amount(of.currency, { hint: open(of) }),
    settles(of.customer_id, of.invoice),
    reason(),
  ],
  body: ({ direction, amount: size = '', ...said }) => ({
    ...said,
    amount: direction === 'raise' ? size : negate(size),
  }),
})

/** Records a payment of the customer, for this invoice first. */
export const pay: Maker = (of, dials) => ({
  name: 'Record payment',
  title: `Record a payment for invoice ${of.invoice}`,
  may: canInvoice.pay(of, dials),
  path: `/customers/${segment(of.customer_id)}/payments`,
  fields: [
    amount(of.currency, { value: of.figures.outstanding ?? '' }),
    {
      kind: 'choice',
      name: 'allocate',
      label: 'Allocate',
      options: [
        { value: 'this', label: `To invoice ${of.invoice}` },
        { value: 'oldest_first', label: 'To open invoices, oldest first' },
        { value: 'none', label: 'Not now' },
      ],
    },
    { kind: 'text', name: 'method', label: 'Method', hint: 'Card, bank transfer' },
  ],
  body: ({ allocate, amount: size = '', ...said }) => {
    const most = of.figures.outstanding ?? size
    const share = compare(size, most) > 0 ? most : size
    return {
      ...said,
      amount: size,
      allocate: allocate === 'this' ? [{ invoice: of.invoice, amount: share }] : allocate,
    }
  },
})

/** Issues a draft. */
export const issue: Maker = (of, dials) => ({
  name: 'Issue',
  title: `Issue invoice ${of.invoice}`,
  may: canInvoice.issue(of, dials),
  says: 'From then on its total never changes; it is corrected by adjustments and credit notes.',
  path: pathOf(of, 'issue'),
  fields: [
    { kind: 'day', name: 'issued_on', label: 'Day of issue', hint: 'Empty: today' },
    { kind: 'day', name: 'due_on', label: 'Due on', hint: 'Empty: as drafted, or by the payment terms' },
  ],
})

/** Adds a line to a draft. */
export const addLine: Maker = (of, dials) => ({
  name: 'Add line',
  title: `Add a line to invoice ${of.invoice}`,
  may: canInvoice.addLine(of, dials),
  path: pathOf(of, 'lines'),
  fields: [
    { kind: 'text', name: 'description', label: 'Description', required: true },
    amount(of.currency),
    { kind: 'text', name: 'service', label: 'Service', hint: 'Data, voice, a subscription' },
  ],
})

const creditNote: Maker = (of, dials) => ({
  name: 'Credit note',
  title: `Issue a credit note for invoice ${of.invoice}`,
  may: canInvoice.credit(of, dials),
  says: `Up to ${shown(of.figures.creditable ?? '0.00')} can be credited; what the invoice does not owe stays as credit.`,
  path: `/customers/${segment(of.customer_id)}/credit-notes`,
  fields: [amount(of.currency), settles(of.customer_id, of.invoice), reason()],
  body: (said) => ({ ...said, invoice: of.invoice }),
})

const writeOff: Maker = (of, dials) => ({
  name: 'Write off',
  title: `Write off invoice ${of.invoice}`,
  may: canInvoice.writeOff(of, dials),
  says: 'What is written off is given up; it can be undone.',
  path: pathOf(of, 'write-offs'),
  fields: [amount(of.currency, { required: false, hint: `Empty: all of it, ${open(of)}` }), reason()],
})

const undoWriteOff: Maker = (of, dials) => ({
  name: 'Undo write-off',
  title: `Undo the write-off of invoice ${of.invoice}`,
  may: canInvoice.undoWriteOff(of, dials),
  path: pathOf(of, 'write-off-reversals'),
  fields: [
    amount(of.currency, { required: false, hint: `Empty: all of it, ${shown(of.figures.written_off ?? '0.00')}` }),
    reason(),
  ],
})

const voidIt: Maker = (of, dials) => ({
  name: 'Void',
  title: `Void invoice ${of.invoice}`,
  may: canInvoice.void(of, dials),
  says: 'The invoice counts no more; money that was allocated to it becomes unallocated.',
  path: pathOf(of, 'void'),
  fields: [
    { kind: 'check', name: 'reissue', label: 'Book its charges again, for a new invoice' },
    reason(of.status !== 'draft'),
  ],
  body: ({ reissue, ...said }) => ({ ...said, reissue: reissue === 'true' }),
})

const turnIntoCredit: Maker = (of, dials) => ({
  name: 'Turn into credit',
  title: `Turn invoice ${of.invoice} into a credit`,
  may: canInvoice.turnIntoCredit(of, dials),
  path: pathOf(of, 'to-credit'),
  fields: [],
})

const changeDue: Maker = (of, dials) => ({
  name: 'Change due date',
  title: `Change the due date of invoice ${of.invoice}`,
  may: canInvoice.changeDue(of, dials),
  path: pathOf(of, 'due-date'),
  fields: [{ kind: 'day', name: 'due_on', label: 'Due on', value: of.due_on ?? '', required: true }, reason()],
})

const dispute: Maker = (of, dials) => ({
  name: 'Open dispute',
  title: `Open a dispute on invoice ${of.invoice}`,
  may: canInvoice.dispute(of, dials),
  says: 'What is disputed is not collected until the dispute is resolved or rejected.',
  path: `/customers/${segment(of.customer_id)}/disputes`,
  fields: [
    money(of.currency, 'claimed', 'Claimed', { hint: 'Empty: the whole invoice' }),
    money(of.currency, 'agreed', 'Agreed', { hint: 'What was promised already, if anything' }),
    { kind: 'long', name: 'note', label: 'What is disputed' },
  ],
  body: (said) => ({ ...said, invoice: of.invoice }),
})

const collection =
  (collect: boolean): Maker =>
  (of, dials) => ({
    name: collect ? 'Resume collection' : 'Stop collection',
    title: `${collect ? 'Resume' : 'Stop'} the collection of invoice ${of.invoice}`,
    may: collect ? canInvoice.resumeCollection(of, dials) : canInvoice.stopCollection(of, dials),
    path: pathOf(of, 'collection'),
    fields: [reason()],
    body: (said) => ({ ...said, collect }),
  })

/** Everything else that can be done with an invoice. */
export const invoiceActions = (of: InvoiceAnswer, dials: Dials): readonly ActionGroup[] => {
  const make = (...makers: readonly Maker[]) => makers.map((maker) => maker(of, dials))
  const isNegativeTotal = isNegative(of.figures.outstanding ?? '0')
  return [
    { label: 'Correct', actions: make(creditNote, ...(isNegativeTotal ? [turnIntoCredit] : []), voidIt) },
    { label: 'Give up', actions: make(writeOff, undoWriteOff) },
    { label: 'Collect', actions: make(changeDue, dispute, collection(false), collection(true)) },
  ]
}
