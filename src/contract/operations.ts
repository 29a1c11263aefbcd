import { z } from 'zod'
import * as charges from './operations/charges.ts'
import * as customers from './operations/customers.ts'
import * as disputes from './operations/disputes.ts'
import * as invoices from './operations/invoices.ts'
import * as payments from './operations/payments.ts'
import { creditId, id } from './values.ts'

export * from './operations/charges.ts'
export * from './operations/clocks.ts'
export * from './operations/customers.ts'
export * from './operations/disputes.ts'
export * from './operations/invoices.ts'
export * from './operations/payments.ts'

const onInvoice = { invoice: id }
const onPayment = { payment_id: id }
const onCredit = { credit_id: creditId }

/** The commands of one customer as lines of /ingest and /batch name them, with the schema of their members. */
export const commands = {
  open_customer: customers.openCustomer,
  change_details: customers.changeDetails,
  move_opening: customers.moveOpening,
  change_credit_limit: customers.changeCreditLimit,
  set_customer_status: customers.setCustomerStatus,
  lift_collection: customers.liftCollection,
  add_note: customers.addNote,
  erase_text: customers.eraseText.extend({ text_id: z.uuid() }),

  book_charge: charges.bookCharge,
  book_credit: charges.bookCredit,
  issue_credit_note: charges.issueCreditNote,
  void_credit_note: charges.voidCreditNote.extend({ credit_note: id }),

  issue_invoice: invoices.issueInvoice,
  draft_invoice: invoices.draftInvoice,
  add_draft_line: invoices.addDraftLine.extend(onInvoice),
  issue_draft: invoices.issueDraft.extend(onInvoice),
  adjust_invoice: invoices.adjustInvoice.extend(onInvoice),
  void_invoice: invoices.voidInvoice.extend(onInvoice),
  write_off_invoice: invoices.writeOffInvoice.extend(onInvoice),
  undo_write_off: invoices.undoWriteOff.extend(onInvoice),
  turn_into_credit: invoices.turnIntoCredit.extend(onInvoice),
  change_due_date: invoices.changeDueDate.extend(onInvoice),
  set_collection: invoices.setCollection.extend(onInvoice),

  receive_payment: payments.receivePayment,
  authorise_payment: payments.authorisePayment,
  settle_payment: payments.settlePayment.extend(onPayment),
  fail_payment: payments.takeBack.extend(onPayment),
  void_payment: payments.takeBack.extend(onPayment),
  charge_back_payment: payments.takeBack.extend(onPayment),
  reverse_chargeback: payments.takeBack.extend(onPayment),
  refund_payment: charges.refund.extend(onPayment),
  refund_credit: charges.refund.extend(onCredit),
  refund_customer: charges.refund,
  allocate_payment: payments.allocate.extend(onPayment),
  deallocate_payment: payments.deallocate.extend(onPayment),
  allocate_credit: payments.allocate.extend(onCredit),
  deallocate_credit: payments.deallocate.extend(onCredit),

  open_dispute: disputes.openDispute,
  resolve_dispute: disputes.resolveDispute.extend({ dispute_id: id }),
} as const

export type CommandName = keyof typeof commands
/** What a caller hands in for a command, parsed and with defaults. */
export type CommandBody<N extends CommandName> = z.output<(typeof commands)[N]>
