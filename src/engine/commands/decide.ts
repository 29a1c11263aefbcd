import { withAsides } from '../asked/asides.ts'
import type { Circumstances } from '../asked/circumstances.ts'
import type { Command, CommandOp, Decide, Decision } from '../asked/command.ts'
import { withCollection } from '../collection/after.ts'
import { firstBroken } from '../planning/checks.ts'
import type { Customer } from '../state/customer.ts'
import { addNote } from './add-note.ts'
import { adjustInvoice } from './adjust-invoice.ts'
import { adoptPolicy } from './adopt-policy.ts'
import { allocateCredit, allocatePayment, deallocateCredit, deallocatePayment } from './allocate.ts'
import { authorisePayment } from './authorise-payment.ts'
import { bookCharge } from './book-charge.ts'
import { bookCredit } from './book-credit.ts'
import { bookUsage } from './book-usage.ts'
import { changeDetails } from './change-details.ts'
import { booksOpen } from './closed-books.ts'
import { liftCollection, setCollection } from './collection-lift.ts'
import { changeCreditLimit } from './credit-limit.ts'
import { issueCreditNote, voidCreditNote } from './credit-note.ts'
import { setCustomerStatus } from './customer-status.ts'
import { openDispute, resolveDispute } from './dispute.ts'
import { addDraftLine, draftInvoice, issueDraft } from './draft-invoice.ts'
import { changeDueDate } from './due-date.ts'
import { evaluateDay } from './evaluate-day.ts'
import { issueInvoice } from './issue-invoice.ts'
import { withMain } from './main-event.ts'
import { moveIn, moveOut } from './move.ts'
import { moveOpening, movesOpening, withOpening } from './move-opening.ts'
import { openCustomer } from './open-customer.ts'
import { receivePayment } from './receive-payment.ts'
import { refundCredit, refundCustomer, refundPayment } from './refund.ts'
import { reverseChargeback } from './reverse-chargeback.ts'
import { endScheduled, scheduleOperation } from './schedule.ts'
import { settlePayment } from './settle-payment.ts'
import { chargeBackPayment, failPayment, voidPayment } from './take-back.ts'
import { turnIntoCredit } from './turn-into-credit.ts'
import { adoptRules, eraseText, joinClock, recordDoing, settleMessage } from './upkeep.ts'
import { voidInvoice } from './void-invoice.ts'
import { undoWriteOff, writeOffInvoice } from './write-off.ts'

const deciders: { readonly [O in CommandOp]: Decide<O> } = {
  open_customer: openCustomer,
  book_charge: bookCharge,
  book_usage: bookUsage,
  issue_invoice: issueInvoice,
  adjust_invoice: adjustInvoice,
  receive_payment: receivePayment,
  allocate_payment: allocatePayment,
  deallocate_payment: deallocatePayment,
  allocate_credit: allocateCredit,
  deallocate_credit: deallocateCredit,
  authorise_payment: authorisePayment,
  settle_payment: settlePayment,
  fail_payment: failPayment,
  void_payment: voidPayment,
  charge_back_payment: chargeBackPayment,
  reverse_chargeback: reverseChargeback,
  refund_payment: refundPayment,
  refund_credit: refundCredit,
  refund_customer: refundCustomer,
  move_out: moveOut,
  move_in: moveIn,
  draft_invoice: draftInvoice,
  add_draft_line: addDraftLine,
  issue_draft: issueDraft,
  book_credit: bookCredit,
  issue_credit_note: issueCreditNote,
  void_credit_note: voidCreditNote,
  write_off_invoice: writeOffInvoice,
  undo_write_off: undoWriteOff,
  void_invoice: voidInvoice,
  turn_into_credit: turnIntoCredit,
  change_due_date: changeDueDate,
  open_dispute: openDispute,
  resolve_dispute: resolveDispute,
  adopt_policy: adoptPolicy,
  schedule_operation: scheduleOperation,
  end_scheduled: endScheduled,
  move_opening: moveOpening,
  change_credit_limit: changeCreditLimit,
  set_customer_status: setCustomerStatus,
  lift_collection: liftCollection,
  set_collection: setCollection,
  change_details: changeDetails,
  add_note: addNote,
  erase_text: eraseText,
  evaluate_day: evaluateDay,
  join_clock: joinClock,
  adopt_rules: adoptRules,
  settle_message: settleMessage,
  record_doing: recordDoing,
}

/**
 * Decides a command on the state of a customer: the events that follow, in order, or the first rule that it breaks.
 * The customer must hold his open subjects, those that the command names with their allocations, and the charges that it
 * names or books again; those that an invoice takes by their numbers he holds, or the circumstances say what they come to.
 * Ids over all customers and xDR ids are looked up by the caller.
 */
export function decide(customer: Customer, command: Command, circumstances: Circumstances): Decision {
  const decider = deciders[command.op] as Decide<CommandOp>
  const { effectiveAt } = circumstances
  const moves = movesOpening(customer, command.op, circumstances)
  const decision = decider(moves ? { ...customer, openedAt: effectiveAt } : customer, command, circumstances)
  const refusal = firstBroken([booksOpen(command.op, circumstances), decision.ok ? null : decision.refusal])
  if (refusal !== null) return { ok: false, refusal }
  if (!decision.ok) return decision
  const drafts = moves ? withOpening(customer, effectiveAt, decision.drafts) : decision.drafts
  const all = withAsides(command, withMain(command.op, drafts))
  // a day does it itself, for what it books depends on it
  return { ok: true, drafts: command.op === 'evaluate_day' ? all : withCollection(customer, all, circumstances) }
}
