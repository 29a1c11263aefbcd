import { amount, optionalAmount } from '../form.ts'
import type { Rows } from './row.ts'

/** Money that is allocated to invoices by hand, and taken back from them. */
export const allocations = {
  allocate_payment: {
    command: (body, form) => ({
      op: 'allocate_payment',
      paymentId: body.payment_id,
      invoice: body.invoice,
      amount: amount(form, body.amount),
    }),
    loads: ({ invoice, payment_id }) => ({ invoices: [invoice], payments: [payment_id] }),
  },
  deallocate_payment: {
    command: (body, form) => ({
      op: 'deallocate_payment',
      paymentId: body.payment_id,
      invoice: body.invoice,
      amount: optionalAmount(form, body.amount),
    }),
    loads: ({ invoice, payment_id }) => ({ releasing: [invoice], payments: [payment_id] }),
  },
  allocate_credit: {
    command: (body, form) => ({
      op: 'allocate_credit',
      creditId: body.credit_id,
      invoice: body.invoice,
      amount: amount(form, body.amount),
    }),
    loads: ({ invoice, credit_id }) => ({ invoices: [invoice], credits: [credit_id] }),
  },
  deallocate_credit: {
    command: (body, form) => ({
      op: 'deallocate_credit',
      creditId: body.credit_id,
      invoice: body.invoice,
      amount: optionalAmount(form, body.amount),
    }),
    loads: ({ invoice, credit_id }) => ({ releasing: [invoice], credits: [credit_id] }),
  },
} satisfies Partial<Rows>
