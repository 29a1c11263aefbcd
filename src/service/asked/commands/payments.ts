import type { AllocationWish } from '../../../engine/asked/commands/money.ts'
import { dayFromText } from '../../../engine/time.ts'
import { startOfDay } from '../days.ts'
import { amount, dayOf, type Form, moment, optionalAmount, optionalText, shares, xdrId } from '../form.ts'
import type { RequestOf } from '../request.ts'
import type { Make } from './make.ts'

/** A pending payment is an authorisation, by whichever name it was asked for. */
export const receivePayment: Make<'receive_payment'> = (body, form, setting) =>
  body.state === 'pending' ? authorisePayment(body, form, setting) : { op: 'receive_payment', ...money(body, form) }

export const authorisePayment: Make<'authorise_payment'> = (body, form) => ({
  op: 'authorise_payment',
  ...money(body, form),
  expires: body.expires_at === undefined ? null : expiry(form, body.expires_at),
})

const money = (body: RequestOf<'authorise_payment'>['body'], form: Form) => ({
  paymentId: body.payment_id ?? null,
  amount: amount(form, body.amount),
  method: body.method ?? null,
  xdrId: xdrId(form, body.xdr_id),
  allocate: wish(form, body.allocate),
  ...(body.rest === undefined ? {} : { rest: body.rest }),
  currency: body.currency ?? null,
})

const wish = (form: Form, allocate: RequestOf<'receive_payment'>['body']['allocate']): AllocationWish =>
  typeof allocate === 'string' ? allocate : shares(form, allocate)

/** The moment at which an authorisation ends, and its last day; a bare day is meant to its end. */
function expiry(form: Form, text: string) {
  const day = dayFromText(text)
  const at = day === undefined ? moment(form, text) : startOfDay(day + 1, form.zone)
  return { at, on: dayOf(form, at - 1n) }
}

export const settlePayment: Make<'settle_payment'> = (body, form) => ({
  op: 'settle_payment',
  paymentId: body.payment_id,
  amount: optionalAmount(form, body.amount),
})

const takenBack = (body: RequestOf<'void_payment'>['body'], form: Form) => ({
  paymentId: body.payment_id,
  reason: optionalText(form, body.reason),
})

export const failPayment: Make<'fail_payment'> = (body, form) => ({ op: 'fail_payment', ...takenBack(body, form) })
export const voidPayment: Make<'void_payment'> = (body, form) => ({ op: 'void_payment', ...takenBack(body, form) })
export const chargeBackPayment: Make<'charge_back_payment'> = (body, form) => ({
  op: 'charge_back_payment',
  ...takenBack(body, form),
})
export const reverseChargeback: Make<'reverse_chargeback'> = (body, form) => ({
  op: 'reverse_chargeback',
  ...takenBack(body, form),
})

export const allocatePayment: Make<'allocate_payment'> = (body, form) => ({
  op: 'allocate_payment',
  paymentId: body.payment_id,
  ...allocation(body, form),
})
export const allocateCredit: Make<'allocate_credit'> = (body, form) => ({
  op: 'allocate_credit',
  creditId: body.credit_id,
  ...allocation(body, form),
})

const allocation = (body: { readonly invoice: string; readonly amount: string }, form: Form) => ({
  invoice: body.invoice,
  amount: amount(form, body.amount),
})

export const deallocatePayment: Make<'deallocate_payment'> = (body, form) => ({
  op: 'deallocate_payment',
  paymentId: body.payment_id,
  invoice: body.invoice,
  amount: optionalAmount(form, body.amount),
})
export const deallocateCredit: Make<'deallocate_credit'> = (body, form) => ({
  op: 'deallocate_credit',
  creditId: body.credit_id,
  invoice: body.invoice,
  amount: optionalAmount(form, body.amount),
})
