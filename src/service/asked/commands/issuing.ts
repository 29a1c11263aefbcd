import type { CommandBody } from '../../../contract/operations.ts'
import type { Day, Instant } from '../../../engine/time.ts'
import type { Wanted } from '../../../store/subjects/wanted.ts'
import { startOfDay } from '../days.ts'
import { amount, day, dayOf, type Form, isInt8, knownXdrId, moment, note, text, xdrId } from '../form.ts'
import { NAME_OF_DRAFT, NUMBER_OF_SEQUENCE } from '../ids.ts'
import { type IdTaken, type LineBrought, listed, type Make, type Rows } from './row.ts'

type Issued = Pick<CommandBody<'issue_draft'>, 'effective_at' | 'issued_on'>

/**
 * When an invoice counts, where that is not said: now when it is issued today, else the start of its day, or the customer's
 * opening on that day (2-domain 2.2).
 */
function issueMoment({ effective_at, issued_on }: Issued, form: Form): Instant {
  const { clock, customer, zone } = form
  if (effective_at !== undefined) return moment(form, effective_at)
  if (issued_on === undefined) return clock.now
  const on = day(form, issued_on)
  if (on === clock.today) return clock.now
  return dayOf(form, customer.openedAt) === on ? customer.openedAt : startOfDay(on, zone)
}

/** With `draft`, the invoice is only drafted. */
const issueInvoice: Make<'issue_invoice'> = (body, form, setting) => {
  if (body.draft === true) return draftInvoice(body, form, setting)
  const lines = body.lines ?? []
  checkOnce(form, lines)
  return {
    op: 'issue_invoice',
    ...billed(body, form),
    invoice: numberOf(body.invoice, form),
    lines: lines.map((one) => ({ ...line(one, form), xdrId: xdrId(form, one.xdr_id) })),
    issuedOn: body.issued_on === undefined ? dayOf(form, setting.effectiveAt) : day(form, body.issued_on),
    ...dueOn(body, form),
    ...(body.collection_since === undefined ? {} : { collectionSince: day(form, body.collection_since) }),
  }
}

const draftInvoice: Make<'draft_invoice'> = (body, form) => ({
  op: 'draft_invoice',
  ...billed(body, form),
  invoice: numberOf(body.invoice, form),
  lines: (body.lines ?? []).map((one) => line(one, form)),
  dueOn: dueOn(body, form).dueOn ?? null,
})

type Billed = CommandBody<'draft_invoice'>

function billed(body: Billed, form: Form) {
  const { lines, period, installments = [] } = body
  if (body.installments !== undefined && body.due_on !== undefined) note(form, 'installments_exclude_due_date')
  const charges = body.charges ?? (lines === undefined ? ('unbilled' as const) : [])
  return {
    charges: charges === 'unbilled' ? charges : charges.map((id) => knownXdrId(form, id)),
    period: period === undefined ? null : { from: day(form, period.from), to: day(form, period.to) },
    installments: installments.map((one) => ({ dueOn: day(form, one.due_on), amount: amount(form, one.amount) })),
    currency: body.currency ?? null,
  }
}

/** The caller's number, unless it is of a form that the ledger gives by itself. */
function numberOf(invoice: string | undefined, form: Form): string | null {
  if (invoice !== undefined && (NUMBER_OF_SEQUENCE.test(invoice) || NAME_OF_DRAFT.test(invoice)))
    note(form, 'invoice_number_reserved', { invoice })
  return invoice ?? null
}

type Line = { readonly description: string; readonly amount: string; readonly service?: string | undefined }

const line = (one: Line, form: Form) => ({
  description: text(form, one.description),
  amount: amount(form, one.amount),
  service: one.service ?? 'manual',
})

/** A due date that is left out stays out: the payment terms decide; null is never. */
const dueOn = ({ due_on }: { readonly due_on?: string | null | undefined }, form: Form): { dueOn?: Day | null } =>
  due_on === undefined ? {} : { dueOn: due_on === null ? null : day(form, due_on) }

/** No xDR id is supplied for two lines. */
function checkOnce(form: Form, lines: readonly LineBrought[]): void {
  const supplied = lines.flatMap((one) => one.xdr_id ?? [])
  for (const [at, id] of supplied.entries()) if (supplied.indexOf(id) < at) note(form, 'xdr_id_taken', { xdr_id: id })
}

const itsNumber = ({ invoice }: Billed): IdTaken => ({ kind: 'invoice', id: invoice })

/** The charges that it takes, and an invoice of its number. */
function chargesWanted({ charges, invoice, lines }: Billed): Partial<Wanted> {
  const unbilled = charges === 'unbilled' || (charges === undefined && lines === undefined)
  const named = Array.isArray(charges) ? charges.filter(isInt8).map(BigInt) : []
  return { unbilled, charges: named, invoices: listed(invoice) }
}

/** Invoices on their way: drafted, filled, issued. */
export const issuing = {
  issue_invoice: {
    command: issueInvoice,
    loads: chargesWanted,
    takes: itsNumber,
    lines: ({ lines = [] }) => lines,
    countsAt: issueMoment,
  },
  draft_invoice: { command: draftInvoice, loads: chargesWanted, takes: itsNumber },
  add_draft_line: {
    command: (body, form) => ({ op: 'add_draft_line', invoice: body.invoice, line: line(body, form) }),
    loads: ({ invoice }) => ({ invoices: [invoice] }),
  },
  issue_draft: {
    // a draft that was named by its caller keeps its name; any other gets the next number
    command: (body, form, { effectiveAt }) => ({
      op: 'issue_draft',
      draft: body.invoice,
      invoice: NAME_OF_DRAFT.test(body.invoice) ? null : body.invoice,
      issuedOn: body.issued_on === undefined ? dayOf(form, effectiveAt) : day(form, body.issued_on),
      ...dueOn(body, form),
    }),
    loads: ({ invoice }) => ({ invoices: [invoice], unbilled: true }),
    countsAt: issueMoment,
  },
} satisfies Partial<Rows>
