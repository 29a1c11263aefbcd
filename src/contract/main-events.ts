import type { EventType } from '../engine/events/effects.ts'

/**
 * What an operation is about, by its name: not always its first event, since what is given back comes before that which
 * it is given back for. Any other operation is about its first event.
 */
const mainEvents: Readonly<Record<string, readonly EventType[]>> = {
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

/** The types of the events that an operation of this name can be about; none: it is about its first event. */
export const mainEventsOf = (op: string): readonly string[] => mainEvents[op] ?? []
