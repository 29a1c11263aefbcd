import { optionalAmount, optionalText } from '../form.ts'
import type { Make } from './make.ts'

export const openDispute: Make<'open_dispute'> = (body, form) => ({
  op: 'open_dispute',
  disputeId: body.dispute_id ?? null,
  invoice: body.invoice,
  claimed: optionalAmount(form, body.claimed),
  agreed: optionalAmount(form, body.agreed),
  note: optionalText(form, body.note),
})

export const resolveDispute: Make<'resolve_dispute'> = (body, form) => ({
  op: 'resolve_dispute',
  disputeId: body.dispute_id,
  outcome: body.outcome,
  amount: optionalAmount(form, body.amount),
  reason: optionalText(form, body.reason),
})
