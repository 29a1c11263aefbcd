import { z } from 'zod'
import { auditLine } from './audit.ts'
import { explanation } from './explanation.ts'
import { amount, at, complete, identity, seq } from './parts.ts'

const dials = { as_of: at, known_at: at.nullable(), today: z.string(), complete }
const figures = z.record(z.string(), z.string().nullable())

export const customerAnswer = z.object({
  customer_id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable().meta({ description: 'masked' }),
  currency: z.string(),
  time_zone: z.string(),
  billing: z.string(),
  class: z.string(),
  clock: z.string().nullable(),
  opened_at: at,
  status: z.string(),
  figures: figures.meta({
    description:
      'balance, unbilled, outstanding, overdue, open_count, overdue_count, written_off, unallocated_payments, unallocated_credits, pending, credit_limit (null: none), available_credit (null: no limit)',
  }),
  identities: z.array(identity),
  ...dials,
})
export type CustomerAnswer = z.infer<typeof customerAnswer>

const allocationRow = z.object({
  allocation: z.int(),
  invoice: z.string(),
  payment_id: z.string().nullable(),
  credit_id: z.string().nullable(),
  amount,
  effective_at: at,
  seq,
})

export const invoiceAnswer = z.object({
  invoice: z.string(),
  customer_id: z.string(),
  customer_name: z.string().nullable(),
  currency: z.string(),
  status: z.string(),
  collection_status: z.string(),
  figures: figures.meta({
    description:
      'total, adjusted, credited, paid, written_off, voided, to_credit, outstanding, creditable, overdue, days_overdue, amount_due, collectible, agreed',
  }),
  issued_on: z.string(),
  due_on: z.string().nullable(),
  period: z.object({ from: z.string(), to: z.string() }).nullable(),
  lines: z.array(
    z.object({ xdr_id: z.string(), description: z.string().nullable(), service: z.string(), amount, seq }),
  ),
  allocations: z.array(allocationRow),
  adjustments: z.array(z.object({ xdr_id: z.string(), amount, reason: z.string().nullable(), effective_at: at, seq })),
  promise: explanation.shape.promise,
  issued_seq: seq,
  ...dials,
})
export type InvoiceAnswer = z.infer<typeof invoiceAnswer>

export const paymentAnswer = z.object({
  payment_id: z.string(),
  customer_id: z.string(),
  currency: z.string(),
  status: z.string(),
  method: z.string().nullable(),
  xdr_id: z.string(),
  held: z.boolean(),
  received_at: at,
  figures: figures.meta({ description: 'amount, allocated, unallocated, refunded, charged_back, voided, moved' }),
  allocations: z.array(allocationRow),
  received_seq: seq,
  ...dials,
})
export type PaymentAnswer = z.infer<typeof paymentAnswer>

export const creditAnswer = z.object({
  credit_id: z.string(),
  customer_id: z.string(),
  currency: z.string(),
  status: z.string(),
  source_invoice: z.string().nullable(),
  made_at: at,
  figures: figures.meta({ description: 'amount, allocated, remaining, refunded, voided, moved' }),
  allocations: z.array(allocationRow),
  made_seq: seq,
  ...dials,
})

/** What a POST of an operation answers: the records it made, as of its effective_at, and the ids that it gave. */
export const operationAnswer = z.object({
  customer_id: z.string(),
  records: z.array(auditLine),
  correlation_id: z.string(),
  invoice: z.string().optional(),
  payment_id: z.string().optional(),
  credit_id: z.string().optional(),
  xdr_id: z.string().optional(),
  figures: figures.optional(),
  status: z.string().optional(),
  currency: z.string().optional(),
})
