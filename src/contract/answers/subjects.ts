import { z } from 'zod'
import { auditLine } from './audit.ts'
import { explanation } from './explanation.ts'
import { figuresOf, someFigures } from './figures.ts'
import {
  amount,
  at,
  code,
  complete,
  correlation,
  count,
  creditId,
  currency,
  day,
  id,
  identity,
  known,
  leftOut,
  next,
  rejectedCharges,
  scheduledId,
  seq,
  status,
  uuid,
  xdrId,
} from './parts.ts'

const dials = { as_of: at, known_at: known, today: day, complete }

/** Asked as of, or as known at, a time before it existed: figures are 0, and there is no status, no date, no name. */
const exists = z.boolean().meta({
  description: 'false: not yet, within the dials; then figures are 0, and status, dates, name and lines are left empty',
})

/** An answer about what existed within its dials: what it has then is there. */
type There<T, K extends keyof T> = Omit<T, K> & { readonly [N in K]: NonNullable<T[N]> }

export const customerAnswer = z.object({
  customer_id: id,
  exists,
  name: z.string().nullable(),
  email: z.string().nullable().meta({ description: 'masked' }),
  currency,
  time_zone: z.string(),
  billing: z.string().nullable(),
  class: z.string().nullable(),
  clock: id.nullable(),
  policy_version: count.meta({ description: 'of the terms in force; 0: nobody has set any' }),
  opened_at: at.nullable(),
  status: status.nullable(),
  figures: figuresOf(
    'customer',
    'balance, unbilled, outstanding, overdue, open_count, overdue_count, written_off, unallocated_payments, unallocated_credits, pending, credit_limit (null: none), available_credit (null: no limit), collectible_overdue, days_in_collection, lifted_until (the last day of the latest lift, also when it has passed), and the sums that the balance is made of',
  ),
  identities: z.array(identity),
  ...dials,
})
export type CustomerReply = z.infer<typeof customerAnswer>
export type CustomerAnswer = There<CustomerReply, 'billing' | 'class' | 'opened_at' | 'status'>

const allocationRow = z.object({
  allocation: count,
  invoice: id,
  payment_id: id.nullable(),
  credit_id: creditId.nullable(),
  amount,
  effective_at: at,
  seq,
})

/** A charge or credit that stands on an invoice. */
const invoiceLine = z.object({
  xdr_id: xdrId,
  description: z.string().nullable(),
  service: z.string(),
  amount,
  seq,
})

/** A page of the lines of an invoice, with how many there are in all and their sum. */
export const invoiceLines = z.object({
  items: z.array(invoiceLine),
  next,
  count,
  sum: amount,
})

/** An xDR on an invoice beside its lines. */
const booked = { xdr_id: xdrId, amount, reason: z.string().nullable(), effective_at: at, seq }

export const invoiceAnswer = z.object({
  invoice: id,
  customer_id: id,
  exists,
  customer_name: z.string().nullable(),
  currency,
  status: status.nullable(),
  collection_status: z.string().nullable(),
  figures: figuresOf(
    'invoice',
    'total, adjusted, credited, paid, written_off, voided, to_credit, outstanding, creditable, overdue, days_overdue, amount_due, collectible, agreed, claimed, disputed, collectible_overdue, credit_noted, amount_due_at_issue',
  ),
  issued_on: day.nullable().meta({ description: 'null: a draft, or not there yet' }),
  due_on: day.nullable(),
  installments: z
    .array(z.object({ due_on: day, amount, open: amount.meta({ description: 'not covered yet' }) }))
    .meta({ description: 'empty: the whole is due on due_on' }),
  period: z.object({ from: z.string(), to: z.string() }).nullable(),
  draft: z
    .object({
      takes: z.enum(['unbilled', 'named']),
      total: amount.meta({ description: 'of its lines so far; figures.total is 0 until the issue' }),
      lines: z.array(z.object({ description: z.string().nullable(), service: z.string(), amount })),
    })
    .nullable()
    .meta({ description: 'what it will be issued over; null: issued, or not there yet' }),
  lines: z.array(invoiceLine).meta({ description: 'the first 1,000' }),
  lines_total: z.object({ count, sum: amount }).meta({ description: 'of all lines' }),
  lines_next: next.meta({ description: 'the cursor of /invoices/{invoice}/lines for the next ones' }),
  allocations: z.array(allocationRow),
  adjustments: z.array(z.object({ ...booked, kind: z.enum(['adjustment', 'late_fee']), dispute_id: id.nullable() })),
  write_offs: z.array(z.object(booked)).meta({ description: 'negative: undone' }),
  credit_notes: z.array(z.object({ ...booked, credit_note: creditId })),
  disputes: z.array(z.object({ dispute_id: id, status, claimed: amount, agreed: amount, effective_at: at, seq })),
  left_out: z
    .object({ adjustments: count, write_offs: count, credit_notes: count, disputes: count })
    .meta({ description: 'how many older ones each list leaves out beyond its newest 1,000; the audit log has all' }),
  promise: explanation.shape.promise,
  issued_seq: seq.nullable().meta({ description: 'the record that issued it; null: not issued' }),
  ...dials,
})
export type InvoiceReply = z.infer<typeof invoiceAnswer>
export type InvoiceAnswer = There<InvoiceReply, 'status' | 'collection_status'>

export const paymentAnswer = z.object({
  payment_id: id,
  customer_id: id,
  exists,
  currency,
  status: status.nullable(),
  method: z.string().nullable(),
  xdr_id: xdrId.nullable(),
  held: z.boolean(),
  received_at: at.nullable(),
  expires_at: at.nullable().meta({ description: 'of an authorisation: from then on it is not pending any more' }),
  figures: figuresOf(
    'payment',
    'amount, allocated, unallocated, refunded, charged_back, voided, moved, pending, authorised, failed',
  ),
  allocations: z.array(allocationRow),
  received_seq: seq.nullable(),
  ...dials,
})
export type PaymentReply = z.infer<typeof paymentAnswer>
export type PaymentAnswer = There<PaymentReply, 'status' | 'received_at' | 'xdr_id'>

export const creditAnswer = z.object({
  credit_id: creditId,
  credit_note: creditId.nullable().meta({ description: 'its number, where it is a credit note' }),
  origin: z.enum(['credit_note', 'negative_invoice', 'moved']).nullable(),
  reason: z.string().nullable(),
  xdr_id: xdrId.nullable(),
  from_customer: id.nullable().meta({ description: 'whose money it was, where it was moved here' }),
  customer_id: id,
  exists,
  currency,
  status: status.nullable(),
  source_invoice: id.nullable(),
  made_at: at.nullable(),
  figures: figuresOf('credit', 'amount, allocated, remaining, refunded, voided, moved'),
  allocations: z.array(allocationRow),
  made_seq: seq.nullable(),
  ...dials,
})

export type CreditReply = z.infer<typeof creditAnswer>
export type CreditAnswer = There<CreditReply, 'status' | 'origin' | 'made_at'>

export const disputeAnswer = z.object({
  dispute_id: id,
  customer_id: id,
  exists,
  invoice: id.nullable(),
  currency,
  status: status.nullable(),
  reference: z.string().nullable(),
  opened_at: at.nullable(),
  resolved_on: day.nullable(),
  figures: figuresOf('dispute', 'claimed, agreed, adjusted, difference (0.00 when what was agreed was booked)'),
  notes: z.array(
    z.object({
      text: z.string().nullable(),
      text_id: uuid,
      agreed: amount.nullable(),
      actor: z.string(),
      reference: z.string().nullable(),
      effective_at: at,
      seq,
    }),
  ),
  adjustments: z
    .array(z.object({ xdr_id: xdrId, amount, credit_note: creditId.nullable(), effective_at: at, seq }))
    .meta({ description: 'adjustments, and credit notes with their numbers; positive: a voided note' }),
  left_out: z
    .object({ notes: count, adjustments: count })
    .meta({ description: 'how many older ones each list leaves out beyond its newest 1,000' }),
  opened_seq: seq.nullable(),
  ...dials,
})

/** What a POST of an operation answers: the records it made, as of its effective_at, and the ids that it gave. */
export const operationAnswer = z.object({
  customer_id: id,
  records: z.array(auditLine),
  left_out: leftOut,
  correlation_id: correlation,
  invoice: id.optional(),
  payment_id: id.optional(),
  credit_id: creditId.optional(),
  credit_note: creditId.optional(),
  dispute_id: id.optional(),
  scheduled: scheduledId.optional().meta({ description: 'with 202: the id by which the operation waits for its day' }),
  op: code.optional(),
  effective_at: at.optional(),
  xdr_id: xdrId.optional(),
  rejected: rejectedCharges,
  figures: someFigures.optional(),
  status: status.nullable().optional().meta({ description: 'null: its subject did not exist yet at effective_at' }),
  currency: currency.optional(),
})
