import { add, countsLater, type EventRow, ifNamed, set, take } from './effect-rules.ts'

/** What happens to charges and invoices. */
export const invoiceEvents = {
  charge_booked: {
    no: 2,
    charge: { sign: '+', group: 'charge' },
    leavesCollection: true,
    facts: ['charge', 'amount', 'xdrId', 'service', 'description?', 'replaces?'],
    effects: [add('customer.charged')],
  },
  credit_booked: {
    no: 16,
    charge: { sign: '-', group: 'credit' },
    leavesCollection: true,
    facts: ['charge', 'amount', 'xdrId', 'service', 'creditKind', 'description?', 'replaces?'],
    effects: [add('customer.credited')],
  },
  late_fee_charged: {
    no: 60,
    charge: { sign: '+', group: 'late_fee' },
    facts: ['charge', 'invoice', 'amount', 'xdrId', 'service', 'day', 'policyVersion'],
    effects: [add('customer.charged'), set('invoice.late_fee_on', 'day')],
  },
  late_fee_added: {
    no: 61,
    facts: ['invoice', 'amount', 'xdrId', 'day', 'policyVersion'],
    effects: [add('customer.adjusted'), add('invoice.adjusted'), set('invoice.late_fee_on', 'day')],
  },
  invoice_drafted: {
    no: 32,
    brings: 'invoice',
    leavesCollection: true,
    facts: ['invoice', 'id', 'takes', 'charges?', 'dueOn?', 'installments?', 'periodFrom?', 'periodTo?'],
    effects: [],
  },
  draft_line_added: {
    no: 33,
    leavesCollection: true,
    facts: ['invoice', 'amount', 'service', 'description'],
    effects: [],
  },
  invoice_issued: {
    no: 3,
    brings: 'invoice',
    facts: [
      'invoice',
      'id',
      'amount',
      'issuedOn',
      'dueOn?',
      'installments?',
      'periodFrom?',
      'periodTo?',
      'charges',
      'lateCharges?',
      'amountDue',
      'countedFrom?',
    ],
    effects: [
      add('customer.invoiced'),
      add('invoice.total'),
      set('invoice.issued_on', 'issuedOn'),
      set('invoice.due_on', 'dueOn'),
      set('invoice.amount_due_at_issue', 'amountDue'),
      set('invoice.counted_from', 'countedFrom'),
    ],
  },
  invoice_adjusted: {
    no: 4,
    facts: ['invoice', 'amount', 'xdrId', 'reason', 'dispute?', ...countsLater],
    effects: [add('customer.adjusted'), add('invoice.adjusted'), ifNamed(add('dispute.adjusted'))],
  },
  invoice_written_off: {
    no: 29,
    facts: ['invoice', 'amount', 'xdrId', 'reason?', ...countsLater],
    effects: [add('invoice.written_off'), add('customer.written_off')],
  },
  write_off_undone: {
    no: 30,
    facts: ['invoice', 'amount', 'xdrId', 'rule'],
    effects: [take('invoice.written_off'), take('customer.written_off')],
  },
  invoice_voided: {
    no: 31,
    facts: ['invoice', 'amount', 'xdrId?', 'day', 'reason?'],
    effects: [add('invoice.voided'), add('customer.voided'), set('invoice.voided_on', 'day')],
  },
  due_date_changed: { no: 56, facts: ['invoice', 'dueOn', 'reason'], effects: [set('invoice.due_on', 'dueOn')] },
} as const satisfies Record<string, EventRow>
