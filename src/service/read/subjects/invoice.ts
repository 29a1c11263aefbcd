import type { EventRecord } from '../../../engine/events/record.ts'
import { subjectOf } from '../../../engine/state/subjects.ts'
import { textFromDay } from '../../../engine/time.ts'
import { evaluate, statusAt } from '../../../engine/values/evaluate.ts'
import type { Session } from '../../../store/session/session.ts'
import { birthIn, existsIn } from '../records/birth.ts'
import { bodyOfText } from '../records/event-texts.ts'
import { figureText } from '../records/wire.ts'
import { allocationsOf } from '../view/allocated.ts'
import type { Asked } from '../view/dials.ts'
import { type Carrier, dialsText, figuresOf, statusOf } from '../view/figures.ts'
import { findNamed } from '../view/named.ts'
import { promiseOf } from '../view/promise.ts'
import { type View, viewOf } from '../view/view.ts'
import { beside } from './invoice-beside.ts'
import { draftOf, installmentsOf, linesOf, linesTotalOf } from './invoice-lines.ts'

/** Lines that the answer of an invoice has at most; the others are read page by page. */
const LINES = 1000

/** An invoice with its figures, statuses, lines, what was booked on it and what paid it, by two dials. */
export async function answerInvoice(session: Session, id: string, asked: Asked) {
  const named = await findNamed(session, 'invoice', id)
  const ref: Carrier = { kind: 'invoice', no: named.ref.no }
  const view = await viewOf(session, named.customerId, asked, named)
  const { customer, today, digits } = view
  const exists = existsIn(view, ref)
  const [born, name, allocations, promise, draft, lines, total] = await Promise.all([
    birthIn(session, view, ref),
    exists ? bodyOfText(session, customer.id, customer.name) : null,
    allocationsOf(session, view, ref),
    promiseOf(session, view, ref),
    draftOf(session, view, ref),
    linesOf(session, view, ref, { limit: LINES }),
    linesTotalOf(session, view, ref),
  ])
  const issued = born?.type === 'invoice_issued' ? born : undefined
  const dueOn = draft === null ? evaluate(customer, 'invoice.due_on', ref, today) : draftDueOn(view, ref)
  return {
    invoice: subjectOf(customer, ref)?.id ?? id,
    customer_id: named.customerId,
    exists,
    customer_name: name,
    currency: customer.currency ?? '',
    status: exists ? statusOf(view, ref) : null,
    collection_status: exists ? (statusAt(customer, 'invoice.collection_status', ref, today) as string) : null,
    figures: figuresOf(view, ref),
    issued_on: issued?.facts.issuedOn === undefined ? null : textFromDay(issued.facts.issuedOn),
    due_on: figureText('invoice.due_on', dueOn, digits),
    installments: installmentsOf(view, ref),
    period: born === undefined ? null : periodOf(born),
    draft,
    lines: lines.items,
    lines_total: total,
    lines_next: lines.next,
    allocations,
    ...(await beside(session, view, ref.no)),
    promise,
    issued_seq: issued?.seq ?? null,
    ...dialsText(view),
  }
}

/** The day on which a draft will be due, where it says one. */
function draftDueOn({ customer }: View, ref: Carrier): bigint | null {
  const dueOn = subjectOf(customer, ref)?.traits.draft?.dueOn
  return dueOn === undefined || dueOn === null ? null : BigInt(dueOn)
}

const periodOf = ({ facts }: EventRecord): { from: string; to: string } | null =>
  facts.periodFrom === undefined || facts.periodTo === undefined
    ? null
    : { from: textFromDay(facts.periodFrom), to: textFromDay(facts.periodTo) }
