import { amount, note, optionalText, xdrId } from '../form.ts'
import { CREDIT_NOTE_OF_SEQUENCE } from '../ids.ts'
import { always, listed, type Make, type Rows } from './row.ts'

const issueCreditNote: Make<'issue_credit_note'> = (body, form) => {
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

/** Charges, and credits that are given. */
export const charges = {
  book_charge: {
    command: (body, form) => ({
      op: 'book_charge',
      amount: amount(form, body.amount),
      service: body.service,
      description: optionalText(form, body.description),
      xdrId: xdrId(form, body.xdr_id),
      currency: body.currency ?? null,
    }),
  },
  book_credit: {
    command: (body, form) => ({
      op: 'book_credit',
      amount: amount(form, body.amount),
      creditKind: body.kind,
      description: optionalText(form, body.description),
      xdrId: xdrId(form, body.xdr_id),
      currency: body.currency ?? null,
    }),
  },
  issue_credit_note: {
    command: issueCreditNote,
    loads: ({ invoice, credit_note, dispute }) => ({
      releasing: listed(invoice),
      credits: listed(credit_note),
      disputes: listed(dispute),
    }),
    takes: ({ credit_note }) => ({ kind: 'credit', id: credit_note }),
    asksWhy: always,
  },
  void_credit_note: {
    command: (body, form) => ({
      op: 'void_credit_note',
      creditNote: body.credit_note,
      deallocate: body.deallocate,
      reason: optionalText(form, body.reason),
    }),
    loads: ({ credit_note }) => ({ credits: [credit_note], releasingCredits: [credit_note] }),
    asksWhy: always,
  },
} satisfies Partial<Rows>
