import { optionalAmount, optionalText } from '../form.ts'
import { always, listed, type Rows } from './row.ts'

/** Disputes on invoices. */
export const disputes = {
  open_dispute: {
    command: (body, form) => ({
      op: 'open_dispute',
      disputeId: body.dispute_id ?? null,
      invoice: body.invoice,
      claimed: optionalAmount(form, body.claimed),
      agreed: optionalAmount(form, body.agreed),
      note: optionalText(form, body.note),
    }),
    loads: ({ invoice, dispute_id }) => ({ invoices: [invoice], disputes: listed(dispute_id) }),
    takes: ({ dispute_id }) => ({ kind: 'dispute', id: dispute_id }),
  },
  resolve_dispute: {
    command: (body, form) => ({
      op: 'resolve_dispute',
      disputeId: body.dispute_id,
      outcome: body.outcome,
      amount: optionalAmount(form, body.amount),
      reason: optionalText(form, body.reason),
    }),
    loads: ({ dispute_id }) => ({ disputes: [dispute_id] }),
    asksWhy: always,
  },
} satisfies Partial<Rows>
