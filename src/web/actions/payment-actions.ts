import type { PaymentAnswer } from '../../contract/answers.ts'
import { canPayment } from '../can.ts'
import { segment } from '../client/http.ts'
import type { Dials } from '../client/queries.ts'
import type { Action, ActionGroup } from '../forms/action.ts'
import { amount, reason } from '../forms/field.ts'
import { shown } from '../ui/amount.ts'
import { allocateTo, refundOf, takeBackFrom } from './give-and-take.ts'

type Maker = (of: PaymentAnswer, dials: Dials) => Action

const pathOf = (of: PaymentAnswer, deed: string): string => `/payments/${segment(of.payment_id)}/${deed}`

const moneyOf = (of: PaymentAnswer) => ({
  title: `payment ${of.payment_id}`,
  path: pathOf(of, ''),
  customer: of.customer_id,
  currency: of.currency,
  free: of.figures.unallocated ?? '0.00',
  allocations: of.allocations,
})

/** Allocates what is free of a payment to an invoice. */
export const allocatePayment: Maker = (of, dials) => allocateTo(moneyOf(of), canPayment.allocate(of, dials))

/** A pending payment came, or a part of it; also after its authorisation ended. */
export const settle: Maker = (of, dials) => ({
  name: 'Settle',
  title: `Settle payment ${of.payment_id}`,
  may: canPayment.settle(of, dials),
  ...(of.status === 'expired' && { says: 'Its authorisation has ended. Settle it where the money came all the same.' }),
  path: pathOf(of, 'settle'),
  fields: [
    amount(of.currency, { required: false, hint: `Empty: all of it, ${shown(of.figures.authorised ?? '0.00')}` }),
  ],
})

type Back = {
  readonly name: string
  readonly deed: string
  readonly says: string
  readonly may: keyof typeof canPayment
  /** whether it is refused without a reason */
  readonly asks?: boolean
}

const back =
  ({ name, deed, says, may, asks = false }: Back): Maker =>
  (of, dials) => ({
    name,
    title: `${name}: payment ${of.payment_id}`,
    may: canPayment[may](of, dials),
    says,
    path: pathOf(of, deed),
    fields: [reason(asks)],
  })

const fail = back({
  name: 'Fail',
  deed: 'failures',
  says: 'The money did not come, or was lost after all. Invoices that it paid are owed again.',
  may: 'fail',
})
const voidIt = back({
  name: 'Void',
  deed: 'void',
  says: 'It was recorded by mistake. Invoices that it paid are owed again.',
  may: 'void',
  asks: true,
})
const chargeBack = back({
  name: 'Charge back',
  deed: 'chargebacks',
  says: 'The bank took the money back. Invoices that it paid are owed again.',
  may: 'chargeBack',
  asks: true,
})
const reverse = back({
  name: 'Reverse chargeback',
  deed: 'chargeback-reversals',
  says: 'The bank gave the money again; it goes where it was before.',
  may: 'reverse',
})

/** Everything else that can be done with a payment. */
export const paymentActions = (of: PaymentAnswer, dials: Dials): readonly ActionGroup[] => {
  const make = (...makers: readonly Maker[]) => makers.map((maker) => maker(of, dials))
  const money = moneyOf(of)
  return [
    {
      label: 'Give back',
      actions: [takeBackFrom(money, canPayment.takeBack(of, dials)), refundOf(money, canPayment.refund(of, dials))],
    },
    { label: 'The money did not stay', actions: make(fail, chargeBack, reverse, voidIt) },
  ]
}
