import type { CommandBody } from '../../../contract/operations.ts'
import type { AllocationWish } from '../../../engine/asked/commands/money.ts'
import { dayFromText } from '../../../engine/time.ts'
import type { Wanted } from '../../../store/subjects/wanted.ts'
import { startOfDay } from '../days.ts'
import { amount, dayOf, type Form, moment, optionalAmount, optionalText, shares, xdrId } from '../form.ts'
import { always, type IdTaken, listed, type Make, type Rows } from './row.ts'

type Money = CommandBody<'authorise_payment'>

const authorisePayment: Make<'authorise_payment'> = (body, form) => ({
  op: 'authorise_payment',
  ...money(body, form),
  expires: body.expires_at === undefined ? null : expiry(form, body.expires_at),
})

const money = (body: Money, form: Form) => ({
  paymentId: body.payment_id ?? null,
  amount: amount(form, body.amount),
  method: body.method ?? null,
  xdrId: xdrId(form, body.xdr_id),
  allocate: wish(form, body.allocate),
  ...(body.rest === undefined ? {} : { rest: body.rest }),
  currency: body.currency ?? null,
})

const wish = (form: Form, allocate: Money['allocate']): AllocationWish =>
  typeof allocate === 'string' ? allocate : shares(form, allocate)

/** The moment at which an authorisation ends, and its last day; a bare day is meant to its end. */
function expiry(form: Form, text: string) {
  const day = dayFromText(text)
  const at = day === undefined ? moment(form, text) : startOfDay(day + 1, form.zone)
  return { at, on: dayOf(form, at - 1n) }
}

/** The invoices that it is for by its wish, and a payment of its name. */
const chosen = ({ allocate, payment_id }: Money): Partial<Wanted> => ({
  invoices: typeof allocate === 'string' ? [] : allocate.map((one) => one.invoice),
  payments: listed(payment_id),
})

const itsName = ({ payment_id }: Money): IdTaken => ({ kind: 'payment', id: payment_id })

type Taken = CommandBody<'void_payment'>

const takenBack = (body: Taken, form: Form) => ({
  paymentId: body.payment_id,
  reason: optionalText(form, body.reason),
})

const released = ({ payment_id }: Taken): Partial<Wanted> => ({
  payments: [payment_id],
  releasingPayments: [payment_id],
})

/** Payments that come in, are awaited, or are taken back. */
export const payments = {
  receive_payment: {
    // a pending payment is an authorisation, by whichever name it was asked for
    command: (body, form, setting) =>
      body.state === 'pending'
        ? authorisePayment(body, form, setting)
        : { op: 'receive_payment', ...money(body, form) },
    loads: chosen,
    takes: itsName,
  },
  authorise_payment: { command: authorisePayment, loads: chosen, takes: itsName },
  settle_payment: {
    command: (body, form) => ({
      op: 'settle_payment',
      paymentId: body.payment_id,
      amount: optionalAmount(form, body.amount),
    }),
    loads: ({ payment_id }) => ({ payments: [payment_id] }),
  },
  fail_payment: {
    command: (body, form) => ({ op: 'fail_payment', ...takenBack(body, form) }),
    loads: released,
  },
  void_payment: {
    command: (body, form) => ({ op: 'void_payment', ...takenBack(body, form) }),
    loads: released,
    asksWhy: always,
  },
  charge_back_payment: {
    command: (body, form) => ({ op: 'charge_back_payment', ...takenBack(body, form) }),
    loads: released,
    asksWhy: always,
  },
  reverse_chargeback: {
    command: (body, form) => ({ op: 'reverse_chargeback', ...takenBack(body, form) }),
    loads: released,
  },
} satisfies Partial<Rows>
