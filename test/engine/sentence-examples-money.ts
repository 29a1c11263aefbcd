import type { EventType } from '../../src/engine/events/effects.ts'
import { day } from '../memory/clerk.ts'
import {
  allocation,
  charge,
  credit,
  type Example,
  invoice,
  now,
  payment,
  reason,
  sixty,
  ten,
  text,
} from './example-facts.ts'

const invoices = {
  charge_booked: [
    charge,
    { charge, amount: ten, xdrId: 5n, service: 'usage', description: text('calls') },
    'Charge of 10.00 booked for usage: calls (xDR id 5).',
  ],
  credit_booked: [
    charge,
    { charge, amount: ten, xdrId: 5n, service: 'usage', creditKind: 'promotional' },
    'Promotional credit of 10.00 booked (xDR id 5).',
  ],
  late_fee_charged: [
    charge,
    { charge, invoice, amount: ten, xdrId: 7n, service: 'late_fee', day: day('2026-10-16'), policyVersion: 3n },
    'Late fee of 10.00 charged for invoice I (xDR id 7), by policy version 3.',
  ],
  late_fee_added: [
    invoice,
    { invoice, amount: ten, xdrId: 7n, day: day('2026-10-16'), policyVersion: 3n },
    'Late fee of 10.00 added to invoice I (xDR id 7), by policy version 3.',
  ],
  invoice_drafted: [invoice, { invoice, id: 'I', takes: 'unbilled' }, 'Draft I of an invoice begun.'],
  draft_line_added: [
    invoice,
    { invoice, amount: ten, service: 'fee', description: text('set-up') },
    'Line of 10.00 for fee added to draft I: set-up.',
  ],
  invoice_issued: [
    invoice,
    { invoice, id: 'I', amount: sixty, issuedOn: day('2026-10-01'), dueOn: day('2026-10-15'), amountDue: sixty },
    'Invoice I issued, total 60.00, due 15 Oct 2026.',
  ],
  invoice_adjusted: [
    invoice,
    { invoice, amount: -ten, xdrId: 5n, reason },
    'Invoice I adjusted by −10.00. Reason: as agreed.',
  ],
  invoice_written_off: [
    invoice,
    { invoice, amount: ten, xdrId: 6n, reason },
    '10.00 of invoice I written off (xDR id 6). Reason: as agreed.',
  ],
  write_off_undone: [
    invoice,
    { invoice, amount: ten, xdrId: 6n, rule: 'recovery' },
    'Write-off of invoice I undone by 10.00 (xDR id 6). Rule: recovered by an allocation by hand.',
  ],
  invoice_voided: [
    invoice,
    { invoice, amount: sixty, xdrId: 8n, day: day('2026-10-05'), reason },
    'Invoice I voided, 60.00 taken off (xDR id 8). Reason: as agreed.',
  ],
  due_date_changed: [
    invoice,
    { invoice, dueOn: day('2026-10-20'), reason },
    'Due date of invoice I changed to 20 Oct 2026. Reason: as agreed.',
  ],
} as const satisfies Partial<Record<EventType, Example>>

const payments = {
  payment_authorised: [
    payment,
    { payment, id: 'P', amount: sixty, xdrId: 7n, rule: 'oldest_first', expiresAt: now, expiresOn: day('2026-10-05') },
    'Payment of 60.00 authorised (xDR id 7), until 5 Oct 2026.',
  ],
  payment_settled: [
    payment,
    { payment, amount: ten, released: sixty, xdrId: 7n },
    'Payment P settled with 10.00 of 60.00 authorised (xDR id 7).',
  ],
  authorisation_failed: [
    payment,
    { payment, amount: sixty, reason: text('card refused') },
    'Authorised payment P of 60.00 failed. Reason: card refused.',
  ],
  payment_received: [
    payment,
    { payment, id: 'P', amount: sixty, xdrId: 2204n, rule: 'oldest_first' },
    'Payment of 60.00 received (xDR id 2204).',
  ],
  payment_allocated: [
    payment,
    { payment, invoice, allocation, amount: sixty, rule: 'oldest_first' },
    '60.00 of payment P allocated to invoice I. Rule: oldest first.',
  ],
  payment_deallocated: [
    payment,
    { payment, invoice, allocation, amount: sixty, rule: 'chargeback' },
    '60.00 of payment P taken back from invoice I. Rule: released by a chargeback, newest first.',
  ],
  payment_failed: [payment, { payment, amount: sixty, xdrId: 9n }, 'Payment P failed, 60.00 taken back (xDR id 9).'],
  payment_voided: [
    payment,
    { payment, amount: sixty, xdrId: 9n, reason },
    'Payment P voided, 60.00 taken back (xDR id 9). Reason: as agreed.',
  ],
  payment_refunded: [payment, { payment, amount: sixty, xdrId: 9n }, '60.00 of payment P refunded (xDR id 9).'],
  payment_charged_back: [
    payment,
    { payment, amount: sixty, xdrId: 9n },
    'Payment P charged back, 60.00 taken back (xDR id 9).',
  ],
  chargeback_reversed: [
    payment,
    { payment, amount: sixty, xdrId: 10n },
    'Chargeback of payment P reversed, 60.00 is back (xDR id 10).',
  ],
  payment_moved_out: [
    payment,
    { payment, amount: ten, xdrId: 9n, counterparty: 'C2', reason },
    '10.00 of payment P moved to customer C2 (xDR id 9). Reason: as agreed.',
  ],
} as const satisfies Partial<Record<EventType, Example>>

const credits = {
  credit_made: [
    credit,
    { credit, id: 'CR-I', invoice, amount: ten },
    'Credit CR-I of 10.00 made from the negative total of invoice I.',
  ],
  credit_note_issued: [
    credit,
    { credit, id: 'CN-1', invoice, amount: ten, xdrId: 5n, reason },
    'Credit note CN-1 of 10.00 issued on invoice I (xDR id 5). Reason: as agreed.',
  ],
  credit_note_voided: [
    credit,
    { credit, invoice, amount: ten, xdrId: 6n },
    'Credit note CN-1 voided, 10.00 taken back (xDR id 6).',
  ],
  credit_withdrawn: [
    credit,
    { credit, invoice, amount: ten },
    '10.00 of credit CN-1 withdrawn with invoice I, which it came from.',
  ],
  credit_allocated: [
    credit,
    { credit, invoice, allocation, amount: ten, rule: 'automatic' },
    '10.00 of credit CN-1 allocated to invoice I. Rule: applied automatically, oldest first.',
  ],
  credit_deallocated: [
    credit,
    { credit, invoice, allocation, amount: ten, rule: 'invoice_voided' },
    '10.00 of credit CN-1 taken back from invoice I. Rule: released by the void of the invoice, newest first.',
  ],
  credit_refunded: [credit, { credit, amount: ten, xdrId: 9n }, '10.00 of credit CN-1 refunded (xDR id 9).'],
  credit_moved_out: [
    credit,
    { credit, amount: ten, xdrId: 9n, counterparty: 'C2', reason },
    '10.00 of credit CN-1 moved to customer C2 (xDR id 9). Reason: as agreed.',
  ],
  credit_moved_in: [
    credit,
    { credit, id: 'CR-M1', amount: ten, xdrId: 9n, counterparty: 'C2', reason },
    '10.00 moved in from customer C2 as credit CR-M1 (xDR id 9). Reason: as agreed.',
  ],
} as const satisfies Partial<Record<EventType, Example>>

/** One event of each type about charges, invoices and money. */
export const moneyExamples = { ...invoices, ...payments, ...credits }
