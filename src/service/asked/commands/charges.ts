import type { Refund } from '../../../engine/asked/commands/money.ts'
import { amount, type Form, note, optionalText, shares, xdrId } from '../form.ts'
import { CREDIT_NOTE_OF_SEQUENCE } from '../ids.ts'
import type { RequestOf } from '../request.ts'
import type { Make } from './make.ts'

export const bookCharge: Make<'book_charge'> = (body, form) => ({
  op: 'book_charge',
  amount: amount(form, body.amount),
  service: body.service,
  description: optionalText(form, body.description),
  xdrId: xdrId(form, body.xdr_id),
  currency: body.currency ?? null,
})

export const bookCredit: Make<'book_credit'> = (body, form) => ({
  op: 'book_credit',
  amount: amount(form, body.amount),
  creditKind: body.kind,
  description: optionalText(form, body.description),
  xdrId: xdrId(form, body.xdr_id),
  currency: body.currency ?? null,
})

export const issueCreditNote: Make<'issue_credit_note'> = (body, form) => {
  const { credit_note } = body
  if (credit_note !== undefined && CREDIT_NOTE_OF_SEQUENCE.test(credit_note))
    note(form, 'credit_note_number_reserved', { credit_note })
  return {
    op: 'issue_credit_note',
    creditNote: credit_note ?? null,
    invoice: body.invoice ?? null,
    ...(body.dispute === undefined ? {} : { dispute: body.dispute }),
    amount: amount(form, body.amount),
    reason: optionalText(form, body.reason),
    apply: body.apply,
    xdrId: xdrId(form, body.xdr_id),
    currency: body.currency ?? null,
  }
}

export const voidCreditNote: Make<'void_credit_note'> = (body, form) => ({
  op: 'void_credit_note',
  creditNote: body.credit_note,
  deallocate: body.deallocate,
  reason: optionalText(form, body.reason),
})

export const refundPayment: Make<'refund_payment'> = (body, form) => ({
  op: 'refund_payment',
  paymentId: body.payment_id,
  ...refund(body, form),
})

export const refundCredit: Make<'refund_credit'> = (body, form) => ({
  op: 'refund_credit',
  creditId: body.credit_id,
  ...refund(body, form),
})

export const refundCustomer: Make<'refund_customer'> = (body, form) => ({
  op: 'refund_customer',
  ...refund(body, form),
})

const refund = (body: RequestOf<'refund_customer'>['body'], form: Form): Refund => ({
  amount: amount(form, body.amount),
  deallocate: shares(form, body.deallocate),
  adjust: shares(form, body.adjust),
  reason: optionalText(form, body.reason),
})
