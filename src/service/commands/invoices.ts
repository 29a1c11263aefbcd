import type { Day, Instant } from '../../engine/time.ts'
import { startOfDay } from '../days.ts'
import {
  amount,
  day,
  dayOf,
  type Form,
  knownXdrId,
  nextBut,
  note,
  optionalAmount,
  optionalText,
  text,
  xdrId,
  xdrIds,
} from '../form.ts'
import { draftName, NAME_OF_DRAFT, NUMBER_OF_SEQUENCE } from '../ids.ts'
import type { RequestOf } from '../request.ts'
import { chargeCount, creditNoteCount, draftLineCount } from './counts.ts'
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
  const [roundingXdrId, ...ids] = xdrIdsOfLines(form, lines)
  return {
    op: 'issue_invoice',
    ...billed(body, form),
    invoice: numberOf(body.invoice, form) ?? '',
    lines: lines.map((one, at) => ({ ...line(one, form), xdrId: ids[at] ?? 0n })),
    roundingXdrId,
    issuedOn: body.issued_on === undefined ? dayOf(form, setting.effectiveAt) : day(form, body.issued_on),
    ...dueOn(body, form),
  }
}

export const draftInvoice: Make<'draft_invoice'> = (body, form) => ({
  op: 'draft_invoice',
  ...billed(body, form),
  invoice: numberOf(body.invoice, form) ?? draftName(),
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
function numberOf(invoice: string | undefined, form: Form): string | undefined {
  if (invoice !== undefined && (NUMBER_OF_SEQUENCE.test(invoice) || NAME_OF_DRAFT.test(invoice)))
    note(form, 'invoice_number_reserved', { invoice })
  return invoice
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

/** One for the rounding, then one a line: the caller's, or the next of the counter that he does not supply. */
function xdrIdsOfLines(form: Form, lines: readonly { readonly xdr_id?: string | undefined }[]): [bigint, ...bigint[]] {
  const supplied = lines.flatMap((one) => one.xdr_id ?? [])
  const next = (): bigint => nextBut(form, ...supplied.map(BigInt))
  for (const [at, id] of supplied.entries()) if (supplied.indexOf(id) < at) note(form, 'xdr_id_taken', { xdr_id: id })
  return [next(), ...lines.map((one) => (one.xdr_id === undefined ? next() : xdrId(form, one.xdr_id)))]
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
  invoice: NAME_OF_DRAFT.test(body.invoice) ? '' : body.invoice,
  xdrIds: xdrIds(form, draftLineCount(form.customer, body.invoice)),
  roundingXdrId: form.nextXdrId(),
  issuedOn: body.issued_on === undefined ? dayOf(form, effectiveAt) : day(form, body.issued_on),
  ...dueOn(body, form),
})

export const adjustInvoice: Make<'adjust_invoice'> = (body, form) => {
  const own = xdrId(form, body.xdr_id)
  return {
    op: 'adjust_invoice',
    invoice: body.invoice,
    amount: amount(form, body.amount),
    reason: optionalText(form, body.reason),
    dispute: body.dispute ?? null,
    xdrId: own,
    undoXdrId: nextBut(form, own),
    currency: body.currency ?? null,
  }
}

export const voidInvoice: Make<'void_invoice'> = (body, form) => ({
  op: 'void_invoice',
  invoice: body.invoice,
  reissue: body.reissue,
  reason: optionalText(form, body.reason),
  xdrId: form.nextXdrId(),
  reissueXdrIds: body.reissue ? xdrIds(form, chargeCount(form.customer, body.invoice)) : [],
  creditNoteXdrIds: xdrIds(form, creditNoteCount(form.customer, body.invoice)),
})

export const writeOffInvoice: Make<'write_off_invoice'> = (body, form) => ({
  op: 'write_off_invoice',
  invoice: body.invoice,
  amount: optionalAmount(form, body.amount),
  reason: optionalText(form, body.reason),
  xdrId: form.nextXdrId(),
})

export const undoWriteOff: Make<'undo_write_off'> = (body, form) => ({
  op: 'undo_write_off',
  invoice: body.invoice,
  amount: optionalAmount(form, body.amount),
  xdrId: form.nextXdrId(),
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
