import type { Customer } from '../../../engine/state/customer.ts'
import { findSubject } from '../../../engine/state/subjects.ts'
import type { Wanted } from '../../../store/subjects/wanted.ts'
import { amount, day, optionalAmount, optionalText, xdrId } from '../form.ts'
import { always, listed, type Rows } from './row.ts'

type OfInvoice = { readonly invoice: string }

const itself = ({ invoice }: OfInvoice): Partial<Wanted> => ({ invoices: [invoice] })

/** On a draft nothing stands yet. */
const isIssued = ({ invoice }: OfInvoice, customer: Customer): boolean =>
  findSubject(customer, 'invoice', invoice)?.traits.draft === undefined

/** Invoices that are there: corrected, given up, collected. */
export const invoices = {
  adjust_invoice: {
    command: (body, form) => ({
      op: 'adjust_invoice',
      invoice: body.invoice,
      amount: amount(form, body.amount),
      reason: optionalText(form, body.reason),
      dispute: body.dispute ?? null,
      xdrId: xdrId(form, body.xdr_id),
      currency: body.currency ?? null,
    }),
    loads: ({ invoice, dispute }) => ({ releasing: [invoice], disputes: listed(dispute) }),
    asksWhy: always,
  },
  void_invoice: {
    command: (body, form) => ({
      op: 'void_invoice',
      invoice: body.invoice,
      reissue: body.reissue,
      reason: optionalText(form, body.reason),
    }),
    loads: ({ invoice, reissue }) => ({ releasing: [invoice], chargesOf: reissue ? [invoice] : [] }),
    asksWhy: isIssued,
  },
  write_off_invoice: {
    command: (body, form) => ({
      op: 'write_off_invoice',
      invoice: body.invoice,
      amount: optionalAmount(form, body.amount),
      reason: optionalText(form, body.reason),
    }),
    loads: itself,
    asksWhy: always,
  },
  undo_write_off: {
    command: (body, form) => ({
      op: 'undo_write_off',
      invoice: body.invoice,
      amount: optionalAmount(form, body.amount),
    }),
    loads: itself,
    asksWhy: always,
  },
  turn_into_credit: { command: ({ invoice }) => ({ op: 'turn_into_credit', invoice }), loads: itself },
  change_due_date: {
    command: (body, form) => ({
      op: 'change_due_date',
      invoice: body.invoice,
      dueOn: day(form, body.due_on),
      reason: optionalText(form, body.reason),
    }),
    loads: itself,
    asksWhy: always,
  },
  set_collection: {
    command: (body, form) => ({
      op: 'set_collection',
      invoice: body.invoice,
      collect: body.collect,
      reason: optionalText(form, body.reason),
    }),
    loads: itself,
    asksWhy: always,
  },
} satisfies Partial<Rows>
