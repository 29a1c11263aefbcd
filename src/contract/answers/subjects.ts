import { z } from 'zod'
import { auditLine } from './audit.ts'
import { explanation } from './explanation.ts'
import { amount, at, complete, identity, known, leftOut, seq } from './parts.ts'

const dials = { as_of: at, known_at: known, today: z.string(), complete }
const figures = z.record(z.string(), z.string().nullable())

/** Asked as of, or as known at, a time before it existed: figures are 0, and there is no status, no date, no name. */
const exists = z.boolean().meta({
  description: 'false: not yet, within the dials; then figures are 0, and status, dates, name and lines are left empty',
})

/** An answer about what existed within its dials: what it has then is there. */
type There<T, K extends keyof T> = Omit<T, K> & { readonly [N in K]: NonNullable<T[N]> }

export const customerAnswer = z.object({
  customer_id: z.string(),
  exists,
  name: z.string().nullable(),
  email: z.string().nullable().meta({ description: 'masked' }),
  currency: z.string(),
  time_zone: z.string(),
  billing: z.string().nullable(),
  class: z.string().nullable(),
  clock: z.string().nullable(),
  policy_version: z.int().meta({ description: 'of the terms in force; 0: nobody has set any' }),
  opened_at: at.nullable(),
  status: z.string().nullable(),
  figures: figures.meta({
    description:
      'balance, unbilled, outstanding, overdue, open_count, overdue_count, written_off, unallocated_payments, unallocated_credits, pending, credit_limit (null: none), available_credit (null: no limit), collectible_overdue, days_in_collection, lifted_until (the last day of the latest lift, also when it has passed), and the sums that the balance is made of',
  }),
  identities: z.array(identity),
  ...dials,
})
export type CustomerReply = z.infer<typeof customerAnswer>
export type CustomerAnswer = There<CustomerReply, 'billing' | 'class' | 'opened_at' | 'status'>

const allocationRow = z.object({
  allocation: z.int(),
  invoice: z.string(),
  payment_id: z.string().nullable(),
  credit_id: z.string().nullable(),
  amount,
  effective_at: at,
  seq,
})

/** A charge or credit that stands on an invoice. */
const invoiceLine = z.object({
  xdr_id: z.string(),
  description: z.string().nullable(),
  service: z.string(),
  amount,
  seq,
})

/** A page of the lines of an invoice, with how many there are in all and their sum. */
export const invoiceLines = z.object({
  items: z.array(invoiceLine),
  next: z.string().nullable(),
  count: z.int(),
  sum: amount,
})

/** An xDR on an invoice beside its lines. */
const booked = { xdr_id: z.string(), amount, reason: z.string().nullable(), effective_at: at, seq }

export const invoiceAnswer = z.object({
  invoice: z.string(),
  customer_id: z.string(),
  exists,
  customer_name: z.string().nullable(),
  currency: z.string(),
  status: z.string().nullable(),
  collection_status: z.string().nullable(),
  figures: figures.meta({
    description:
      'total, adjusted, credited, paid, written_off, voided, to_credit, outstanding, creditable, overdue, days_overdue, amount_due, collectible, agreed, claimed, disputed, collectible_overdue, credit_noted, amount_due_at_issue',
  }),
  issued_on: z.string().nullable().meta({ description: 'null: a draft, or not there yet' }),
  due_on: z.string().nullable(),
  installments: z
    .array(z.object({ due_on: z.string(), amount, open: amount.meta({ description: 'not covered yet' }) }))
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
  lines_total: z.object({ count: z.int(), sum: amount }).meta({ description: 'of all lines' }),
  lines_next: z.string().nullable().meta({ description: 'the cursor of /invoices/{invoice}/lines for the next ones' }),
  allocations: z.array(allocationRow),
  adjustments: z.array(
    z.object({ ...booked, kind: z.enum(['adjustment', 'late_fee']), dispute_id: z.string().nullable() }),
  ),
  write_offs: z.array(z.object(booked)).meta({ description: 'negative: undone' }),
  credit_notes: z.array(z.object({ ...booked, credit_note: z.string() })),
  disputes: z.array(
    z.object({ dispute_id: z.string(), status: z.string(), claimed: amount, agreed: amount, effective_at: at, seq }),
  ),
  left_out: z
    .object({ adjustments: z.int(), write_offs: z.int(), credit_notes: z.int(), disputes: z.int() })
    .meta({ description: 'how many older ones each list leaves out beyond its newest 1,000; the audit log has all' }),
  promise: explanation.shape.promise,
  issued_seq: seq.nullable().meta({ description: 'the record that issued it; null: not issued' }),
  ...dials,
})
export type InvoiceReply = z.infer<typeof invoiceAnswer>
export type InvoiceAnswer = There<InvoiceReply, 'status' | 'collection_status'>

export const paymentAnswer = z.object({
  payment_id: z.string(),
  customer_id: z.string(),
  exists,
  currency: z.string(),
  status: z.string().nullable(),
  method: z.string().nullable(),
  xdr_id: z.string().nullable(),
  held: z.boolean(),
  received_at: at.nullable(),
  expires_at: at.nullable().meta({ description: 'of an authorisation: from then on it is not pending any more' }),
  figures: figures.meta({
    description: 'amount, allocated, unallocated, refunded, charged_back, voided, moved, pending, authorised, failed',
  }),
  allocations: z.array(allocationRow),
  received_seq: seq.nullable(),
  ...dials,
})
export type PaymentReply = z.infer<typeof paymentAnswer>
export type PaymentAnswer = There<PaymentReply, 'status' | 'received_at' | 'xdr_id'>

export const creditAnswer = z.object({
  credit_id: z.string(),
  credit_note: z.string().nullable().meta({ description: 'its number, where it is a credit note' }),
  origin: z.enum(['credit_note', 'negative_invoice', 'moved']).nullable(),
  reason: z.string().nullable(),
  xdr_id: z.string().nullable(),
  from_customer: z.string().nullable().meta({ description: 'whose money it was, where it was moved here' }),
  customer_id: z.string(),
  exists,
  currency: z.string(),
  status: z.string().nullable(),
  source_invoice: z.string().nullable(),
  made_at: at.nullable(),
  figures: figures.meta({ description: 'amount, allocated, remaining, refunded, voided, moved' }),
  allocations: z.array(allocationRow),
  made_seq: seq.nullable(),
  ...dials,
})

export type CreditReply = z.infer<typeof creditAnswer>
export type CreditAnswer = There<CreditReply, 'status' | 'origin' | 'made_at'>

export const disputeAnswer = z.object({
  dispute_id: z.string(),
  customer_id: z.string(),
  exists,
  invoice: z.string().nullable(),
  currency: z.string(),
  status: z.string().nullable(),
  reference: z.string().nullable(),
  opened_at: at.nullable(),
  resolved_on: z.string().nullable(),
  figures: figures.meta({
    description: 'claimed, agreed, adjusted, difference (0.00 when what was agreed was booked)',
  }),
  notes: z.array(
    z.object({
      text: z.string().nullable(),
      text_id: z.string(),
      agreed: amount.nullable(),
      actor: z.string(),
      reference: z.string().nullable(),
      effective_at: at,
      seq,
    }),
  ),
  adjustments: z
    .array(z.object({ xdr_id: z.string(), amount, credit_note: z.string().nullable(), effective_at: at, seq }))
    .meta({ description: 'adjustments, and credit notes with their numbers; positive: a voided note' }),
  left_out: z
    .object({ notes: z.int(), adjustments: z.int() })
    .meta({ description: 'how many older ones each list leaves out beyond its newest 1,000' }),
  opened_seq: seq.nullable(),
  ...dials,
})

/** What a POST of an operation answers: the records it made, as of its effective_at, and the ids that it gave. */
export const operationAnswer = z.object({
  customer_id: z.string(),
  records: z.array(auditLine),
  left_out: leftOut,
  correlation_id: z.string(),
  invoice: z.string().optional(),
  payment_id: z.string().optional(),
  credit_id: z.string().optional(),
  credit_note: z.string().optional(),
  dispute_id: z.string().optional(),
  scheduled: z.string().optional().meta({ description: 'with 202: the id by which the operation waits for its day' }),
  op: z.string().optional(),
  effective_at: at.optional(),
  xdr_id: z.string().optional(),
  figures: figures.optional(),
  status: z.string().nullable().optional().meta({ description: 'null: its subject did not exist yet at effective_at' }),
  currency: z.string().optional(),
})
