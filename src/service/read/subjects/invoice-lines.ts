import { chargeValue } from '../../../engine/events/charges.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import type { Ref } from '../../../engine/figures/base.ts'
import type { Customer } from '../../../engine/state/customer.ts'
import { subjectOf } from '../../../engine/state/subjects.ts'
import { textFromDay } from '../../../engine/time.ts'
import { evaluate } from '../../../engine/values/evaluate.ts'
import { countInvoiceCharges, readInvoiceCharges } from '../../../store/read/lists/xdrs.ts'
import { readTexts } from '../../../store/read/records/texts.ts'
import type { Session } from '../../../store/session/session.ts'
import { bodiesOf } from '../records/event-texts.ts'
import { amountText } from '../records/wire.ts'
import { findNamed } from '../view/named.ts'
import { eventsOf, type PageAsked, pageOf, subjectNoFrom } from '../view/pages.ts'
import type { ListAsked } from '../view/subject-list.ts'
import { type View, viewOf } from '../view/view.ts'

/** A page of the lines of an invoice: a draft, and what does not exist within the dials, has none. */
export async function answerInvoiceLines(session: Session, id: string, asked: ListAsked) {
  const named = await findNamed(session, 'invoice', id)
  const view = await viewOf(session, named.customerId, asked, named)
  const { items, next } = await linesOf(session, view, named.ref, asked)
  return { items, next, ...(await linesTotalOf(session, view, named.ref)) }
}

/** Is an invoice issued in a state? Only then charges stand on it. */
const isIssued = (customer: Customer, ref: Ref): boolean => subjectOf(customer, ref)?.traits.charges !== undefined

/** How many lines an invoice has, and what they sum up to: its total. */
export async function linesTotalOf(session: Session, { customer, today, digits }: View, ref: Ref) {
  const count = isIssued(customer, ref) ? await countInvoiceCharges(session, customer.id, ref.no) : 0
  return { count, sum: amountText(evaluate(customer, 'invoice.total', ref, today) ?? 0n, digits) }
}

/** A page of the charges and credits that stand on an invoice, in order of booking; a credit is negative. */
export async function linesOf(session: Session, { customer, digits }: View, ref: Ref, page: PageAsked) {
  if (!isIssued(customer, ref)) return { items: [], next: null }
  const after = subjectNoFrom(page.cursor) ?? 0
  const rows = await readInvoiceCharges(session, customer.id, ref.no, { after, limit: page.limit + 1 })
  const { items, next } = pageOf(rows, page.limit, (row) => row.no)
  const events = await eventsOf(
    session,
    customer.id,
    items.map((row) => row.seq),
  )
  return { items: await linesFrom(session, customer.id, digits, [...events.values()]), next }
}

async function linesFrom(session: Session, customerId: string, digits: number, events: readonly EventRecord[]) {
  const charges = [...events].sort((a, b) => a.seq - b.seq)
  const bodyOf = await bodiesOf(session, customerId, charges)
  return charges.map((charge) => {
    const { seq, facts } = charge
    return {
      xdr_id: String(facts.xdrId ?? ''),
      description: bodyOf(facts.description?.textId),
      service: facts.service ?? '',
      amount: amountText(chargeValue(charge), digits),
      seq,
    }
  })
}

/** What a draft will be issued over; null where the invoice is issued. */
export async function draftOf(session: Session, { customer, digits }: View, ref: Ref) {
  const draft = subjectOf(customer, ref)?.traits.draft
  if (draft === undefined) return null
  const keys = draft.lines.map((line) => ({ customerId: customer.id, textId: line.description.textId }))
  const bodies = new Map((await readTexts(session, keys)).map((text) => [text.textId, text.body]))
  return {
    takes: draft.takes,
    total: amountText(
      draft.lines.reduce((sum, line) => sum + line.amount, 0n),
      digits,
    ),
    lines: draft.lines.map(({ description, service, amount }) => ({
      description: bodies.get(description.textId) ?? null,
      service,
      amount: amountText(amount, digits),
    })),
  }
}

/** The parts of an invoice by their days; money covers the earliest first, so that the last ones are open. */
export function installmentsOf({ customer, today, digits }: View, ref: Ref) {
  const parts = subjectOf(customer, ref)?.traits.installments ?? []
  let open = evaluate(customer, 'invoice.outstanding', ref, today) ?? 0n
  return parts
    .map((one) => one)
    .reverse()
    .map(({ dueOn, amount }) => {
      const uncovered = open < 0n ? 0n : open < amount ? open : amount
      open -= uncovered
      return { due_on: textFromDay(dueOn), amount: amountText(amount, digits), open: amountText(uncovered, digits) }
    })
    .reverse()
}
