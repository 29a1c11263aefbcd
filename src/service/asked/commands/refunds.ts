import type { CommandBody } from '../../../contract/operations.ts'
import type { Refund } from '../../../engine/asked/commands/money.ts'
import type { Wanted } from '../../../store/subjects/wanted.ts'
import { amount, type Form, optionalText, shares } from '../form.ts'
import type { Rows } from './row.ts'

type Body = CommandBody<'refund_customer'>

const refund = (body: Body, form: Form): Refund => ({
  amount: amount(form, body.amount),
  deallocate: shares(form, body.deallocate),
  adjust: shares(form, body.adjust),
  reason: optionalText(form, body.reason),
})

/** Invoices that give allocations back, and those that are lowered, with what stands on them. */
const lowered = ({ deallocate = [], adjust = [] }: Body): Partial<Wanted> => ({
  releasing: [...deallocate, ...adjust].map((one) => one.invoice),
})

/** Money that is paid back. */
export const refunds = {
  refund_payment: {
    command: (body, form) => ({ op: 'refund_payment', paymentId: body.payment_id, ...refund(body, form) }),
    loads: (body) => ({
      ...lowered(body),
      payments: [body.payment_id],
      releasingPayments: body.deallocate === undefined ? [] : [body.payment_id],
    }),
  },
  refund_credit: {
    command: (body, form) => ({ op: 'refund_credit', creditId: body.credit_id, ...refund(body, form) }),
    loads: (body) => ({
      ...lowered(body),
      credits: [body.credit_id],
      releasingCredits: body.deallocate === undefined ? [] : [body.credit_id],
    }),
  },
  refund_customer: {
    command: (body, form) => ({ op: 'refund_customer', ...refund(body, form) }),
    loads: lowered,
  },
} satisfies Partial<Rows>
