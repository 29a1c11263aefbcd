import type { CommandOp } from '../asked/command.ts'
import type { Draft } from '../asked/draft.ts'
import type { EventType } from '../events/effects.ts'

/**
 * What an operation is about, by its name: not always its first event, since what is given back comes before that which
 * it is given back for. Any other operation is about its first event.
 */
const mainEvents: Partial<Readonly<Record<CommandOp, readonly EventType[]>>> = {
  evaluate_day: ['day_evaluated'],
  issue_invoice: ['invoice_issued'],
  issue_draft: ['invoice_issued'],
  receive_payment: ['payment_received'],
  settle_payment: ['payment_settled'],
  fail_payment: ['payment_failed', 'authorisation_failed'],
  void_payment: ['payment_voided'],
  charge_back_payment: ['payment_charged_back'],
  reverse_chargeback: ['chargeback_reversed'],
  refund_payment: ['payment_refunded'],
  refund_credit: ['credit_refunded'],
  refund_customer: ['payment_refunded', 'credit_refunded'],
  move_out: ['payment_moved_out', 'credit_moved_out'],
  allocate_payment: ['payment_allocated'],
  allocate_credit: ['credit_allocated'],
  issue_credit_note: ['credit_note_issued'],
  void_credit_note: ['credit_note_voided'],
  adjust_invoice: ['invoice_adjusted'],
  void_invoice: ['invoice_voided'],
  write_off_invoice: ['invoice_written_off'],
  undo_write_off: ['write_off_undone'],
  resolve_dispute: ['dispute_resolved', 'dispute_rejected'],
}

/** The types of the events that an operation of this name can be about; none: it is about its first record. */
export const mainEventsOf = (op: string): readonly string[] => mainEvents[op as CommandOp] ?? []

/** Where the main one stands among the drafts or records of an operation: the first of its types, else the first of all. */
export function mainIndex(op: string, all: readonly { readonly type: string }[]): number {
  const types = mainEventsOf(op)
  return Math.max(
    0,
    all.findIndex((one) => types.includes(one.type)),
  )
}

/** The drafts of an operation, of which one is the main event. */
export function withMain(op: CommandOp, drafts: readonly Draft[]): readonly Draft[] {
  const main = mainIndex(op, drafts)
  return drafts.map((one, at) => (at === main ? { ...one, isMain: true } : one))
}
