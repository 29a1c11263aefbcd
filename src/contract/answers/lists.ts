import { z } from 'zod'
import { amount, at, code, count, creditId, currency, day, id, next, seq, status, uuid, xdrId } from './parts.ts'

export const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next })

export const customerRow = z.object({
  customer_id: id,
  name: z.string().nullable(),
  currency,
  clock: id.nullable(),
  status,
  balance: amount,
  outstanding: amount,
  overdue: amount,
  open_count: count,
  overdue_count: count,
  found: z
    .array(
      z.object({
        as: z.enum(['invoice', 'payment', 'credit', 'credit_note', 'dispute', 'xdr', 'reference', 'email']),
        id: z.string(),
      }),
    )
    .meta({ description: 'of a search: by what of his he was found, at most five; empty for his own id or name' }),
})
export const invoiceRow = z.object({
  invoice: id,
  status,
  issued_on: day.nullable(),
  due_on: day.nullable(),
  total: amount,
  adjusted: amount,
  paid: amount,
  credited: amount,
  outstanding: amount,
  seq,
})
export const paymentRow = z.object({
  payment_id: id,
  status,
  received_at: at,
  method: z.string().nullable(),
  xdr_id: xdrId,
  amount,
  allocated: amount,
  unallocated: amount,
  seq,
})
export const creditNoteRow = z.object({
  credit_note: creditId,
  status,
  invoice: id.nullable(),
  issued_at: at,
  amount,
  allocated: amount,
  remaining: amount,
  seq,
})
export const disputeRow = z.object({
  dispute_id: id,
  status,
  invoice: id,
  opened_at: at,
  claimed: amount,
  agreed: amount,
  adjusted: amount,
  difference: amount,
  seq,
})
export const xdrRow = z.object({
  xdr_id: xdrId,
  kind: code,
  description: z.string().nullable(),
  amount,
  invoice: id.nullable(),
  effective_at: at,
  seq,
})
export const noteRow = z.object({
  seq,
  kind: code,
  subject: z.string(),
  text: z.string().nullable(),
  text_id: uuid,
  agreed: amount.nullable(),
  reference: z.string().nullable(),
  actor: z.string(),
  effective_at: at,
})
export const messageRow = z.object({
  seq,
  template: code,
  subject: z.string(),
  state: z.enum(['queued', 'sent', 'not_sent', 'withheld']),
  reason: z.string().nullable(),
  to: z.string().nullable().meta({ description: 'masked address' }),
  stated: z.string().nullable().meta({ description: 'the amount that the message stated' }),
  true_now: z.boolean().meta({ description: 'is what it stated still so; within dials: as of then, as known then' }),
  attempts: count.meta({ description: 'attempts at sending it that ended' }),
  effective_at: at,
  settled_at: at
    .nullable()
    .meta({ description: "when it was sent or was not, on the customer's clock, as in the log" }),
})
