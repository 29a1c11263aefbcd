import type { Day, Instant } from '../../../engine/time.ts'
import { startOfDay } from '../days.ts'
import { amount, day, dayOf, type Form, knownXdrId, note, optionalAmount, optionalText, text, xdrId } from '../form.ts'
import { NAME_OF_DRAFT, NUMBER_OF_SEQUENCE } from '../ids.ts'
import type { RequestOf } from '../request.ts'
import type { Make } from './make.ts'

/** Now when an invoice is issued today, else the start of its day, or the customer's opening on that day (2-domain 2.2). */
export function issueMoment(form: Form, issuedOn: string | undefined): Instant {
  const { clock, customer, zone } = form
  if (issuedOn === undefined) return clock.now
  const on = day(form, issuedOn)
  if (on === clock.today) return clock.now
  return dayOf(form, customer.openedAt) === on ? customer.openedAt : startOfDay(on, zone)
}

/** With `draft`, the invoice is only drafted. */
export const issueInvoice: Make<'issue_invoice'> = (body, form, setting) => {
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

export const draftInvoice: Make<'draft_invoice'> = (body, form) => ({
  op: 'draft_invoice',
  ...billed(body, form),
  invoice: numberOf(body.invoice, form),
  lines: (body.lines ?? []).map((one) => line(one, form)),
  dueOn: dueOn(body, form).dueOn ?? null,
})

type Billed = RequestOf<'draft_invoice'>['body']

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
function checkOnce(form: Form, lines: readonly { readonly xdr_id?: string | undefined }[]): void {
  const supplied = lines.flatMap((one) => one.xdr_id ?? [])
  for (const [at, id] of supplied.entries()) if (supplied.indexOf(id) < at) note(form, 'xdr_id_taken', { xdr_id: id })
}

export const addDraftLine: Make<'add_draft_line'> = (body, form) => ({
  op: 'add_draft_line',
  invoice: body.invoice,
  line: line(body, form),
})

/** A draft that was named by its caller keeps its name; any other gets the next number. */
export const issueDraft: Make<'issue_draft'> = (body, form, { effectiveAt }) => ({
  op: 'issue_draft',
  draft: body.invoice,
  invoice: NAME_OF_DRAFT.test(body.invoice) ? null : body.invoice,
  issuedOn: body.issued_on === undefined ? dayOf(form, effectiveAt) : day(form, body.issued_on),
  ...dueOn(body, form),
})

export const adjustInvoice: Make<'adjust_invoice'> = (body, form) => ({
  op: 'adjust_invoice',
  invoice: body.invoice,
  amount: amount(form, body.amount),
  reason: optionalText(form, body.reason),
  dispute: body.dispute ?? null,
  xdrId: xdrId(form, body.xdr_id),
  currency: body.currency ?? null,
})

export const voidInvoice: Make<'void_invoice'> = (body, form) => ({
  op: 'void_invoice',
  invoice: body.invoice,
  reissue: body.reissue,
  reason: optionalText(form, body.reason),
})

export const writeOffInvoice: Make<'write_off_invoice'> = (body, form) => ({
  op: 'write_off_invoice',
  invoice: body.invoice,
  amount: optionalAmount(form, body.amount),
  reason: optionalText(form, body.reason),
})

export const undoWriteOff: Make<'undo_write_off'> = (body, form) => ({
  op: 'undo_write_off',
  invoice: body.invoice,
  amount: optionalAmount(form, body.amount),
})

export const turnIntoCredit: Make<'turn_into_credit'> = ({ invoice }) => ({ op: 'turn_into_credit', invoice })

export const changeDueDate: Make<'change_due_date'> = (body, form) => ({
  op: 'change_due_date',
  invoice: body.invoice,
  dueOn: day(form, body.due_on),
  reason: optionalText(form, body.reason),
})

export const setCollection: Make<'set_collection'> = (body, form) => ({
  op: 'set_collection',
  invoice: body.invoice,
  collect: body.collect,
  reason: optionalText(form, body.reason),
})
