import type { Command } from '../engine/commands/command.ts'
import type { Refusal } from '../engine/commands/refusals.ts'
import type { Instant } from '../engine/time.ts'
import { isZone, startOfDay } from './days.ts'
import {
  amount,
  day,
  dayOf,
  type Form,
  knownXdrId,
  moment,
  note,
  openForm,
  optionalAmount,
  optionalText,
  type Surroundings,
  text,
  xdrId,
} from './form.ts'
import { paymentId } from './ids.ts'
import type { Request, WireRequest } from './request.ts'
import type { SealedText } from './sealed-text.ts'

/** A request as the engine takes it, with the texts that stand outside the chain, and what could not be read. */
export type Prepared = {
  readonly command: Command
  readonly effectiveAt: Instant
  readonly texts: readonly SealedText[]
  readonly refusals: readonly Refusal[]
}

type Of<N extends WireRequest['op']> = Extract<WireRequest, { op: N }>

/**
 * Makes the engine's command of a request: amounts, days and moments read, texts sealed, ids and xDR ids given, and what
 * was left out filled in by the rules of 2-domain 2.2. An invoice's number that is left out is '' until it is taken.
 */
export function prepare(request: Request, customerId: string, surroundings: Surroundings): Prepared {
  const form = openForm(surroundings)
  const effectiveAt = effectiveAtOf(request, form)
  if (request.op === 'internal')
    return { command: request.command, effectiveAt, texts: request.texts ?? [], refusals: [] }
  const command = wireCommand(request, customerId, form, effectiveAt)
  return { command, effectiveAt, texts: form.texts, refusals: form.refusals }
}

function effectiveAtOf(request: Request, form: Form): Instant {
  if (request.op === 'internal') return request.effectiveAt ?? form.clock.now
  if (request.body.effective_at !== undefined) return moment(form, request.body.effective_at)
  return request.op === 'issue_invoice' ? issueMoment(request, form) : form.clock.now
}

/** Now when an invoice is issued today, else the start of its day, or the customer's opening on that day (2-domain 2.2). */
function issueMoment({ body }: Of<'issue_invoice'>, form: Form): Instant {
  const { clock, customer, zone } = form
  if (body.issued_on === undefined) return clock.now
  const issuedOn = day(form, body.issued_on)
  if (issuedOn === clock.today) return clock.now
  return dayOf(form, customer.openedAt) === issuedOn ? customer.openedAt : startOfDay(issuedOn, zone)
}

function wireCommand(request: WireRequest, customerId: string, form: Form, effectiveAt: Instant): Command {
  switch (request.op) {
    case 'open_customer':
      return openCustomer(request, customerId, form)
    case 'book_charge':
      return bookCharge(request, form)
    case 'issue_invoice':
      return issueInvoice(request, form, effectiveAt)
    case 'adjust_invoice':
      return adjustInvoice(request, form)
    case 'receive_payment':
      return receivePayment(request, form)
    case 'allocate_payment':
    case 'deallocate_payment':
    case 'allocate_credit':
    case 'deallocate_credit':
      return allocation(request, form)
    case 'add_note':
      return addNote(request, form)
    case 'erase_text':
      return { op: 'erase_text', textId: request.body.text_id.toLowerCase(), reason: text(form, request.body.reason) }
  }
}

function openCustomer({ body }: Of<'open_customer'>, customerId: string, form: Form): Command {
  const timeZone = body.time_zone ?? 'UTC'
  if (!isZone(timeZone)) note(form, 'time_zone_unknown', { time_zone: timeZone })
  return {
    op: 'open_customer',
    customerId,
    name: text(form, body.name),
    email: optionalText(form, body.email),
    currency: body.currency,
    timeZone,
    billing: body.billing,
    class: body.class ?? 'default',
    clock: body.clock ?? null,
    creditLimit: optionalAmount(form, body.credit_limit),
  }
}

const bookCharge = ({ body }: Of<'book_charge'>, form: Form): Command => ({
  op: 'book_charge',
  amount: amount(form, body.amount),
  service: body.service,
  description: optionalText(form, body.description),
  xdrId: xdrId(form, body.xdr_id),
  currency: body.currency ?? null,
})

/** Numbers that the ledger gives by itself; nobody may supply one. */
export const NUMBER_OF_SEQUENCE = /^INV-\d{6,}$/

function issueInvoice({ body }: Of<'issue_invoice'>, form: Form, effectiveAt: Instant): Command {
  if (body.invoice !== undefined && NUMBER_OF_SEQUENCE.test(body.invoice))
    note(form, 'invoice_number_reserved', { invoice: body.invoice })
  const [roundingXdrId, ...xdrIds] = xdrIdsOfLines(form, body.lines ?? [])
  const lines = (body.lines ?? []).map((line, at) => ({
    description: text(form, line.description),
    amount: amount(form, line.amount),
    service: line.service ?? 'manual',
    xdrId: xdrIds[at] ?? 0n,
  }))
  const charges = body.charges ?? (body.lines === undefined ? 'unbilled' : [])
  return {
    op: 'issue_invoice',
    invoice: body.invoice ?? '',
    lines,
    charges: charges === 'unbilled' ? charges : charges.map((id) => knownXdrId(form, id)),
    roundingXdrId,
    period: body.period === undefined ? null : { from: day(form, body.period.from), to: day(form, body.period.to) },
    issuedOn: body.issued_on === undefined ? dayOf(form, effectiveAt) : day(form, body.issued_on),
    dueOn: body.due_on === undefined || body.due_on === null ? null : day(form, body.due_on),
    currency: body.currency ?? null,
  }
}

/** One for the rounding, then one a line: the caller's, or the next of the counter that he does not supply. */
function xdrIdsOfLines(form: Form, lines: readonly { readonly xdr_id?: string | undefined }[]): [bigint, ...bigint[]] {
  const supplied = lines.flatMap((line) => line.xdr_id ?? [])
  const next = (): bigint => {
    const id = form.nextXdrId()
    return supplied.includes(String(id)) ? next() : id
  }
  for (const [at, id] of supplied.entries()) if (supplied.indexOf(id) < at) note(form, 'xdr_id_taken', { xdr_id: id })
  return [next(), ...lines.map((line) => (line.xdr_id === undefined ? next() : xdrId(form, line.xdr_id)))]
}

const adjustInvoice = ({ body }: Of<'adjust_invoice'>, form: Form): Command => ({
  op: 'adjust_invoice',
  invoice: body.invoice,
  amount: amount(form, body.amount),
  reason: optionalText(form, body.reason),
  xdrId: form.nextXdrId(),
  currency: body.currency ?? null,
})

const receivePayment = ({ body }: Of<'receive_payment'>, form: Form): Command => ({
  op: 'receive_payment',
  paymentId: body.payment_id ?? paymentId(),
  amount: amount(form, body.amount),
  method: body.method ?? null,
  xdrId: xdrId(form, body.xdr_id),
  allocate:
    typeof body.allocate === 'string'
      ? body.allocate
      : body.allocate.map((one) => ({ invoice: one.invoice, amount: amount(form, one.amount) })),
  currency: body.currency ?? null,
})

type Allocation = Of<'allocate_payment' | 'deallocate_payment' | 'allocate_credit' | 'deallocate_credit'>

function allocation({ op, body }: Allocation, form: Form): Command {
  switch (op) {
    case 'allocate_payment':
      return { op, paymentId: body.payment_id, invoice: body.invoice, amount: amount(form, body.amount) }
    case 'deallocate_payment':
      return { op, paymentId: body.payment_id, invoice: body.invoice, amount: optionalAmount(form, body.amount) }
    case 'allocate_credit':
      return { op, creditId: body.credit_id, invoice: body.invoice, amount: amount(form, body.amount) }
    case 'deallocate_credit':
      return { op, creditId: body.credit_id, invoice: body.invoice, amount: optionalAmount(form, body.amount) }
  }
}

const addNote = ({ body }: Of<'add_note'>, form: Form): Command => ({
  op: 'add_note',
  note: text(form, body.text),
  noteKind: body.kind,
  about: aboutOf(body.subject),
  agreed: optionalAmount(form, body.agreed),
})

/** What a note is about: "invoice:<number>", "payment:<id>"; anything else but the customer is no invoice of his. */
export function aboutOf(
  subject: string | undefined,
): { readonly kind: 'invoice' | 'payment'; readonly id: string } | null {
  if (subject === undefined || subject === 'customer') return null
  const [kind = '', ...rest] = subject.split(':')
  return {
    kind: kind === 'payment' ? 'payment' : 'invoice',
    id: kind === 'invoice' || kind === 'payment' ? rest.join(':') : subject,
  }
}
