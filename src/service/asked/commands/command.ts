import type { CommandName } from '../../../contract/operations.ts'
import type { Command } from '../../../engine/asked/command.ts'
import type { Refusal } from '../../../engine/asked/refusals.ts'
import type { Instant } from '../../../engine/time.ts'
import { type Form, moment, openForm, type Surroundings, text } from '../form.ts'
import type { Request } from '../request.ts'
import type { SealedText } from '../sealed-text.ts'
import * as charges from './charges.ts'
import * as customers from './customers.ts'
import * as disputes from './disputes.ts'
import * as invoices from './invoices.ts'
import type { Make } from './make.ts'
import * as payments from './payments.ts'

/** A request as the engine takes it, with the texts that stand outside the chain, and what could not be read. */
export type Prepared = {
  readonly command: Command
  readonly effectiveAt: Instant
  readonly texts: readonly SealedText[]
  readonly refusals: readonly Refusal[]
}

const makers: { readonly [N in CommandName]: Make<N> } = {
  open_customer: customers.openCustomer,
  change_details: customers.changeDetails,
  move_opening: customers.moveOpening,
  change_credit_limit: customers.changeCreditLimit,
  set_customer_status: customers.setCustomerStatus,
  lift_collection: customers.liftCollection,
  add_note: customers.addNote,
  erase_text: customers.eraseText,
  book_charge: charges.bookCharge,
  book_credit: charges.bookCredit,
  issue_credit_note: charges.issueCreditNote,
  void_credit_note: charges.voidCreditNote,
  refund_payment: charges.refundPayment,
  refund_credit: charges.refundCredit,
  refund_customer: charges.refundCustomer,
  issue_invoice: invoices.issueInvoice,
  draft_invoice: invoices.draftInvoice,
  add_draft_line: invoices.addDraftLine,
  issue_draft: invoices.issueDraft,
  adjust_invoice: invoices.adjustInvoice,
  void_invoice: invoices.voidInvoice,
  write_off_invoice: invoices.writeOffInvoice,
  undo_write_off: invoices.undoWriteOff,
  turn_into_credit: invoices.turnIntoCredit,
  change_due_date: invoices.changeDueDate,
  set_collection: invoices.setCollection,
  receive_payment: payments.receivePayment,
  authorise_payment: payments.authorisePayment,
  settle_payment: payments.settlePayment,
  fail_payment: payments.failPayment,
  void_payment: payments.voidPayment,
  charge_back_payment: payments.chargeBackPayment,
  reverse_chargeback: payments.reverseChargeback,
  allocate_payment: payments.allocatePayment,
  deallocate_payment: payments.deallocatePayment,
  allocate_credit: payments.allocateCredit,
  deallocate_credit: payments.deallocateCredit,
  open_dispute: disputes.openDispute,
  resolve_dispute: disputes.resolveDispute,
}

/**
 * Makes the engine's command of a request: amounts, days and moments read, texts sealed, and what was left out filled in
 * by the rules of 2-domain 2.2; but names that the caller did not supply, which are given after the decision.
 */
export function prepare(request: Request, customerId: string, surroundings: Surroundings): Prepared {
  const form = openForm(surroundings)
  const effectiveAt = effectiveAtOf(request, form)
  if (request.op === 'internal')
    return { command: request.command, effectiveAt, texts: request.texts ?? [], refusals: [] }
  const make = makers[request.op] as Make<CommandName>
  const made = make(request.body, form, { customerId, effectiveAt })
  const { reason } = request.body
  const command = reason === undefined || 'reason' in made ? made : { ...made, reason: text(form, reason) }
  return { command, effectiveAt, texts: form.texts, refusals: form.refusals }
}

function effectiveAtOf(request: Request, form: Form): Instant {
  if (request.op === 'internal') return request.effectiveAt ?? form.clock.now
  if (request.op === 'move_opening') return customers.openingMoment(form, request.body)
  if (request.body.effective_at !== undefined) return moment(form, request.body.effective_at)
  return request.op === 'issue_invoice' || request.op === 'issue_draft'
    ? invoices.issueMoment(form, request.body.issued_on)
    : form.clock.now
}
