import type { RefusalFacts } from './refusal-facts.ts'
import { type RefusalRow, row, rule, taken, unknown } from './refusal-row.ts'

/**
 * Every refusal with its HTTP status, what it means and what to do, in order of precedence: where several rules are
 * broken, the first of this list is answered. A refusal is a value, expected, and changes nothing. The remedy is for
 * programs and may name members; `people` says both in a sentence for people and never does.
 */
export const refusals = {
  not_permitted: row(
    403,
    'Your role may not do this.',
    'Ask somebody whose role has the permission, or ask an administrator for another role.',
  ),
  limit_exceeded: row(
    403,
    'This is above the limit of your role.',
    'Do less, or ask somebody whose role has a higher limit; "at_most" says how much it is, each or in a day.',
    'This is above the limit of your role. Do less, or ask somebody who may do more.',
  ),
  customer_unknown: unknown('customer', 'Open the customer first, or check the id.'),
  clock_unknown: unknown('clock', 'Create the clock first, or check its name.'),
  invoice_unknown: unknown('invoice', 'Check the number; it must be an invoice of this customer.'),
  payment_unknown: unknown('payment', 'Check the id; it must be a payment of this customer.'),
  credit_unknown: unknown('credit', 'Check the id; it must be a credit of this customer.'),
  credit_note_unknown: unknown('credit note', 'Check the number; it must be a credit note of this customer.'),
  dispute_unknown: unknown('dispute', 'Check the id; it must be a dispute of this customer.'),
  charge_unknown: unknown('charge', 'Check the xDR id; it must be a charge of this customer.'),
  text_unknown: unknown('text', 'Check the id of the text.'),
  scheduled_unknown: unknown('scheduled operation', 'List what is scheduled; it may have been booked or cancelled.'),
  corrects_unknown: unknown('record to be corrected', 'Name an earlier record of this customer.'),
  message_unknown: unknown('message', 'Check the number of the record that queued it.'),
  customer_taken: taken('customer id'),
  invoice_taken: taken('invoice number'),
  payment_taken: taken('payment id'),
  credit_note_taken: taken('credit note number'),
  dispute_taken: taken('dispute id'),
  xdr_id_taken: taken('xDR id'),
  clock_taken: taken('clock name'),
  customer_id_reserved: rule(
    'Ids that begin with ~ are kept for the ledger itself.',
    'Choose an id that begins otherwise.',
  ),
  invoice_number_reserved: rule(
    'Numbers of this form are given by the sequence.',
    'Leave the number out, or choose another form.',
  ),
  credit_note_number_reserved: rule(
    'Numbers of this form are given by the ledger.',
    'Leave the number out, or choose another form.',
  ),
  currency_unknown: rule(
    'This is no ISO 4217 currency.',
    'Use a code such as USD, EUR or JPY.',
    'This currency is not known. Give its three letters, such as USD, EUR or JPY.',
  ),
  currency_differs: rule(
    'The customer is kept in another currency.',
    'Use the currency of the customer; one customer has one currency.',
  ),
  time_zone_unknown: rule('This is no time zone.', 'Use a name such as America/New_York.'),
  effective_before_opening: rule(
    'The customer was not open at that time.',
    'Choose a time at or after the opening of the customer.',
  ),
  period_closed: rule(
    'The books are closed on that day.',
    'Date it after the closing, or give "late": "next": it counts at the first open moment and says which day it is about.',
    'The books are closed on that day. Choose a day after the closing.',
  ),
  closing_not_over: rule('The day is not over everywhere.', 'Close the books up to a day before yesterday.'),
  opening_not_earlier: rule(
    'The customer was open at that time already.',
    'An opening is only moved back; choose an earlier time, or none.',
  ),
  customer_is_closed: rule('The customer is closed.', 'Set the status active again, or book on another customer.'),
  status_is_set_already: rule('The customer has this status already.', 'Nothing is left to do.'),
  effective_in_future: rule(
    'The operation is dated after now on the clock of the customer, and is none that waits for its day.',
    'Book it on its day, or advance the named clock.',
  ),
  date_invalid: rule(
    'This is not a day of the calendar.',
    'Write an existing day as YYYY-MM-DD.',
    'This is not a day of the calendar. Choose another one.',
  ),
  xdr_id_invalid: rule('This is no xDR id.', 'Give the digits of a positive number of at most 63 bits.'),
  amount_malformed: rule(
    'This is not an amount.',
    'Write a decimal number such as "60.00".',
    'This is not an amount. Write a number such as 60.00.',
  ),
  amount_too_fine: rule('An amount has at most 6 fractional digits.', 'Round it to 6 digits.'),
  amount_finer_than_currency: rule(
    'The amount is finer than the currency allows here.',
    'Round it to the digits of the currency.',
  ),
  amount_too_large: rule(
    'The amount, or a figure that would result, is beyond 10^12.',
    'Check the amount.',
    'The amount, or what would result from it, is larger than can be kept. Check the amount.',
  ),
  amount_must_be_positive: rule('The amount must be above 0.', 'Give a positive amount.'),
  amount_must_not_be_negative: rule('A charge is not negative.', 'Use a credit to lower what is owed.'),
  amount_must_not_be_zero: rule('The amount must not be 0.', 'Give an amount other than 0.'),
  reason_required: rule(
    'This operation needs a reason.',
    'Say why, in the member "reason".',
    'This needs a reason. Say why.',
  ),
  due_before_issue: rule('The due date is before the day of issue.', 'Choose a due date on or after the day of issue.'),
  period_ends_before_start: rule('The period ends before it starts.', 'Swap the two dates.'),
  installments_must_add_up: rule(
    'The installments do not add up to the total.',
    'Give installments whose sum is the total, each above 0, one a day.',
  ),
  installments_exclude_due_date: rule(
    'An invoice is due on one day or in installments, not both.',
    'Leave out "due_on" or "installments".',
    'An invoice is due on one day or in installments, not both. Leave one of them out.',
  ),
  invoice_is_draft: rule('The invoice is a draft.', 'Issue it first.'),
  invoice_is_no_draft: rule('The invoice is issued already, or void.', 'Correct it by an adjustment or a credit note.'),
  invoice_is_void: rule('The invoice is void.', 'Use another invoice.'),
  invoice_is_written_off: rule('Part of the invoice is written off.', 'Undo the write-off first.'),
  invoice_is_paid: rule(
    'Money is allocated to the invoice, and the policy (void_paid) does not let it be voided.',
    'Take the money back first, or change the policy.',
    'Money is allocated to the invoice, and the terms do not let it be voided then. Take the money back first, or change the terms.',
  ),
  credit_of_invoice_is_used: rule(
    'A credit or credit note of this invoice was refunded or moved in part.',
    'Correct the invoice by an adjustment instead.',
  ),
  charges_too_scattered: rule(
    'The charges that the invoice takes stand in more than 100,000 separate ranges of numbers.',
    'Issue it without a period, or to a later date, so that it takes what was booked between them too; or bill shorter periods.',
  ),
  too_many_charges_to_book_again: rule(
    'The invoice has more charges than can be booked again together: 20,000 at most.',
    'Void it without "reissue" and book what is to be billed again with /api/v1/ingest, or correct it by an adjustment or a credit note.',
    'The invoice has more charges than can be booked again together: 20,000 at most. Void it without booking them again and book anew what is to be billed, or correct it by an adjustment or a credit note.',
  ),
  charge_already_invoiced: rule('A named charge stands on an invoice already.', 'Name only unbilled charges.'),
  adjustment_must_not_exceed_invoice: rule(
    'The adjustment would take more than the invoice is worth.',
    'Adjust by less, or make a credit note.',
  ),
  invoice_not_negative: rule(
    'The total of the invoice is not kept as negative.',
    'Nothing is left to turn into a credit.',
  ),
  write_off_exceeds_outstanding: rule('The invoice does not owe so much.', 'Write off at most what is outstanding.'),
  write_off_undo_exceeds_written_off: rule('Not so much is written off.', 'Undo at most what is written off.'),
  credit_note_exceeds_creditable: rule(
    'The credit note is above what the invoice can be credited (policy credit_excess).',
    'Credit at most what is creditable, or leave the invoice out.',
    'The credit note is above what the invoice can be credited. Credit at most that, or name no invoice.',
  ),
  credit_note_is_void: rule('The credit note is void.', 'Nothing is left to do.'),
  credit_note_is_applied: rule(
    'Nothing of the credit note remains: it is applied to invoices, or was refunded or moved.',
    'Give "deallocate": true to take back what was applied; what was refunded or moved stays.',
    'Nothing of the credit note remains: it is applied to invoices, or was refunded or moved. What was applied can be taken back with it; what was refunded or moved stays.',
  ),
  payment_is_pending: rule('The payment is pending.', 'Settle it first, or let it fail.'),
  payment_not_pending: rule('The payment is not authorised any more.', 'It was settled, or it failed.'),
  payment_is_resolved: rule(
    'The payment was voided, has failed, or was charged back, or its authorisation has ended.',
    'A chargeback can be reversed; else record a new payment.',
  ),
  payment_is_used_up: rule('Nothing of the payment is left to charge back.', 'It was refunded or moved before.'),
  payment_not_charged_back: rule('The payment is not charged back.', 'Nothing is left to reverse.'),
  settlement_exceeds_authorisation: rule('Less was authorised.', 'Settle at most what was authorised.'),
  payment_exceeds_outstanding: rule(
    'More is chosen for an invoice than it owes, and the policy (overpay) rejects that.',
    'Choose at most what is outstanding.',
    'More is chosen for an invoice than it owes, and the terms reject that. Choose at most what is outstanding.',
  ),
  allocation_repeats_invoice: rule('An invoice is chosen twice.', 'Name each invoice once, with the whole amount.'),
  allocation_exceeds_payment: rule(
    'The chosen amounts are above the payment.',
    'Choose amounts whose sum is within the payment.',
  ),
  allocation_exceeds_unallocated: rule(
    'There is not so much free money left in it.',
    'Allocate at most what is unallocated.',
  ),
  allocation_exceeds_outstanding: rule('The invoice does not owe so much.', 'Allocate at most what is outstanding.'),
  deallocation_exceeds_allocation: rule(
    'Not so much of it is allocated to this invoice.',
    'Take back at most what is allocated.',
  ),
  refund_exceeds_unallocated: rule(
    'There is not so much free money to refund.',
    'Refund at most what is unallocated, or give allocations back with "deallocate".',
    'There is not so much unallocated money to refund. Refund at most that, or choose the invoice that it is taken from.',
  ),
  move_exceeds_free_money: rule('There is not so much free money to move.', 'Move at most what is unallocated.'),
  move_to_itself: rule(
    'The money is to be moved to the same customer.',
    'Name another customer in "to".',
    'The money is to be moved to the same customer. Name another one.',
  ),
  until_has_passed: rule('The last day has passed already.', 'Choose today or a later day.'),
  collection_is_so_already: rule('Collection of the invoice is so already.', 'Nothing is left to do.'),
  dispute_is_closed: rule('The dispute is resolved or rejected already.', 'Open another dispute.'),
  dispute_of_other_invoice: rule('The dispute is about another invoice.', 'Name the invoice that is disputed.'),
  nothing_agreed: rule(
    'Nothing is agreed in this dispute, or all of it is booked.',
    'Give the amount to take off, or reject the dispute.',
  ),
  claim_exceeds_invoice: rule(
    'More is claimed than the invoice is worth.',
    'Claim at most total + adjusted.',
    'More is claimed than the invoice is worth. Claim at most its total with its adjustments.',
  ),
  nothing_to_change: rule('Nothing is to be changed.', 'Name at least one new value.'),
  usage_all_rejected: rule('No charge of the bundle can be booked.', 'Correct the charges and send them again.'),
  batch_is_empty: rule('A batch has at least one operation.', 'Give operations.'),
  policy_unchanged: rule('These terms hold already.', 'Nothing is left to do.'),
  agreed_needs_dispute: rule(
    'An agreed amount belongs to a note of kind dispute on an invoice or a dispute.',
    'Give kind "dispute" and the subject invoice:<number> or dispute:<id>.',
    'What was agreed belongs to a dispute. Choose the kind dispute, and name the invoice.',
  ),
  text_already_erased: rule('The text was erased before.', 'Nothing is left to do.'),
  scheduled_was_altered: rule(
    'What stands beside the log of an operation that waited is not what was asked.',
    'Ask for it again; `verify` says of what waits whether it is as it was asked for.',
    'What is kept of the operation that waited is not what was asked. Ask for it again, and tell the administrator.',
  ),
  message_already_settled: rule('What became of this message was recorded before.', 'Nothing is left to do.'),
  clock_behind: rule('A clock does not run backwards.', 'Advance it to a later time.'),
  clock_ahead: rule('The clock is ahead of the wall clock and cannot join it.', 'Wait until its time has come.'),
  clock_has_joined: rule('This clock has joined the wall clock.', 'Create another clock.'),
  rules_not_newer: rule('The customer is on these rules, or on newer ones.', 'Nothing is left to do.'),
} as const satisfies Record<string, RefusalRow>

export type RefusalCode = keyof typeof refusals

/** A rule that was broken, with the facts that broke it. */
export type Refusal = { readonly code: RefusalCode; readonly facts: RefusalFacts }

export const refuse = (code: RefusalCode, facts: Refusal['facts'] = {}): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: { code, facts },
})
