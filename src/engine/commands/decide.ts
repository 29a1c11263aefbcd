import type { Customer } from '../customer/state.ts'
import { addNote } from './add-note.ts'
import { adjustInvoice } from './adjust-invoice.ts'
import { allocateCredit, allocatePayment, deallocateCredit, deallocatePayment } from './allocate.ts'
import { bookCharge } from './book-charge.ts'
import type { Circumstances, Command, CommandOp, Decide, Decision } from './command.ts'
import { issueInvoice } from './issue-invoice.ts'
import { openCustomer } from './open-customer.ts'
import { receivePayment } from './receive-payment.ts'
import { adoptRules, eraseText, evaluateDay, joinClock, recordDoing, settleMessage } from './upkeep.ts'

const deciders: { readonly [O in CommandOp]: Decide<O> } = {
  open_customer: openCustomer,
  book_charge: bookCharge,
  issue_invoice: issueInvoice,
  adjust_invoice: adjustInvoice,
  receive_payment: receivePayment,
  allocate_payment: allocatePayment,
  deallocate_payment: deallocatePayment,
  allocate_credit: allocateCredit,
  deallocate_credit: deallocateCredit,
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
 * The customer must hold his open subjects, those that the command names with their allocations, and for an invoice his
 * unbilled charges. Ids over all customers and xDR ids are looked up by the caller.
 */
export function decide(customer: Customer, command: Command, circumstances: Circumstances): Decision {
  const decider = deciders[command.op] as Decide<CommandOp>
  return decider(customer, command, circumstances)
}
