import { add, countsLater, type EventRow, ifNamed, set, take } from './effect-rules.ts'

/** What happens to payments, credits and credit notes. */
export const moneyEvents = {
  payment_authorised: {
    no: 17,
    transaction: 'authorisation',
    brings: 'payment',
    facts: ['payment', 'id', 'amount', 'xdrId', 'method?', 'rule', 'chosen?', 'rest?', 'expiresAt?', 'expiresOn?'],
    effects: [
      add('payment.authorised'),
      set('payment.expires_at', 'expiresAt'),
      set('payment.expires_on', 'expiresOn'),
    ],
  },
  payment_settled: {
    no: 18,
    transaction: 'payment',
    facts: ['payment', 'amount', 'released', 'xdrId', 'endedOn?'],
    effects: [take('payment.authorised', 'released'), add('payment.amount'), add('customer.paid')],
  },
  authorisation_failed: {
    no: 19,
    facts: ['payment', 'amount', 'reason?'],
    effects: [take('payment.authorised'), add('payment.failed')],
  },
  payment_received: {
    no: 5,
    transaction: 'payment',
    brings: 'payment',
    facts: ['payment', 'id', 'amount', 'xdrId', 'method?', 'rule', 'rest?'],
    effects: [add('customer.paid'), add('payment.amount')],
  },
  payment_allocated: {
    no: 6,
    brings: 'allocation',
    facts: ['payment', 'invoice', 'allocation', 'amount', 'rule', 'restored?'],
    effects: [
      add('payment.allocated'),
      add('invoice.paid'),
      add('allocation.amount'),
      take('allocation.charged_back', 'restored'),
    ],
  },
  payment_deallocated: {
    no: 7,
    facts: ['payment', 'invoice', 'allocation', 'amount', 'rule', 'chargedBack?'],
    effects: [
      take('payment.allocated'),
      take('invoice.paid'),
      take('allocation.amount'),
      add('allocation.charged_back', 'chargedBack'),
    ],
  },
  payment_failed: {
    no: 20,
    transaction: 'void',
    facts: ['payment', 'amount', 'xdrId', 'reason?'],
    effects: [add('payment.voided'), add('payment.failed'), take('customer.paid')],
  },
  payment_voided: {
    no: 21,
    transaction: 'void',
    facts: ['payment', 'amount', 'xdrId', 'reason?'],
    effects: [add('payment.voided'), take('customer.paid')],
  },
  payment_refunded: {
    no: 22,
    transaction: 'refund',
    facts: ['payment', 'amount', 'xdrId', 'reason?', ...countsLater],
    effects: [add('payment.refunded'), add('customer.refunded')],
  },
  payment_charged_back: {
    no: 24,
    transaction: 'chargeback',
    facts: ['payment', 'amount', 'xdrId', 'reason?'],
    effects: [add('payment.charged_back'), add('customer.charged_back')],
  },
  chargeback_reversed: {
    no: 25,
    transaction: 'chargeback_reversal',
    facts: ['payment', 'amount', 'xdrId', 'reason?'],
    effects: [take('payment.charged_back'), add('payment.reversed'), take('customer.charged_back')],
  },
  payment_moved_out: {
    no: 34,
    transaction: 'move',
    facts: ['payment', 'amount', 'xdrId', 'counterparty', 'reason', ...countsLater],
    effects: [add('payment.moved'), add('customer.moved')],
  },
  credit_made: {
    no: 8,
    brings: 'credit',
    origin: 'negative_invoice',
    facts: ['credit', 'id', 'invoice', 'amount'],
    effects: [add('invoice.to_credit'), add('credit.amount')],
  },
  credit_note_issued: {
    no: 26,
    transaction: 'credit_note',
    brings: 'credit',
    origin: 'credit_note',
    facts: ['credit', 'id', 'invoice?', 'amount', 'xdrId', 'reason', 'dispute?'],
    effects: [
      add('credit.amount'),
      add('customer.credit_noted'),
      ifNamed(add('invoice.credit_noted')),
      ifNamed(take('dispute.adjusted')),
    ],
  },
  credit_note_voided: {
    no: 27,
    transaction: 'void',
    facts: ['credit', 'invoice?', 'amount', 'xdrId', 'reason?', 'dispute?'],
    effects: [
      add('credit.voided'),
      take('customer.credit_noted'),
      ifNamed(take('invoice.credit_noted')),
      ifNamed(add('dispute.adjusted')),
    ],
  },
  credit_withdrawn: {
    no: 28,
    facts: ['credit', 'invoice', 'amount'],
    effects: [add('credit.voided'), take('invoice.to_credit')],
  },
  credit_allocated: {
    no: 9,
    brings: 'allocation',
    facts: ['credit', 'invoice', 'allocation', 'amount', 'rule'],
    effects: [add('credit.allocated'), add('invoice.credited'), add('allocation.amount')],
  },
  credit_deallocated: {
    no: 10,
    facts: ['credit', 'invoice', 'allocation', 'amount', 'rule'],
    effects: [take('credit.allocated'), take('invoice.credited'), take('allocation.amount')],
  },
  credit_refunded: {
    no: 23,
    transaction: 'refund',
    facts: ['credit', 'amount', 'xdrId', 'reason?', ...countsLater],
    effects: [add('credit.refunded'), add('customer.refunded')],
  },
  credit_moved_out: {
    no: 35,
    transaction: 'move',
    facts: ['credit', 'amount', 'xdrId', 'counterparty', 'reason', ...countsLater],
    effects: [add('credit.moved'), add('customer.moved')],
  },
  credit_moved_in: {
    no: 36,
    transaction: 'move',
    brings: 'credit',
    origin: 'moved',
    facts: ['credit', 'id', 'amount', 'xdrId', 'counterparty', 'reason'],
    effects: [add('credit.amount'), take('customer.moved')],
  },
} as const satisfies Record<string, EventRow>
