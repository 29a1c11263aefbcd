import { eventNo } from '../../engine/bytes/numbers.ts'
import { evaluate, statusAt } from '../../engine/figures/evaluate.ts'
import type { EventRecord } from '../../engine/record.ts'
import { textFromDay } from '../../engine/time.ts'
import { readCustomerTraits } from '../../store/read/customers.ts'
import { readMovers } from '../../store/read/history.ts'
import { readRecordsByKey } from '../../store/read/records.ts'
import { readInvoiceCharges } from '../../store/read/xdrs.ts'
import type { Session } from '../../store/store.ts'
import { allocationsOf } from './allocated.ts'
import { birthOf } from './birth.ts'
import type { Asked } from './dials.ts'
import { bodiesOf } from './event-texts.ts'
import { type Carrier, dialsText, figuresOf, statusOf } from './figures.ts'
import { findNamed } from './named.ts'
import { promiseOf } from './promise.ts'
import { readOf } from './shelf.ts'
import { type View, viewOf } from './view.ts'
import { amountText, figureText, timeText } from './wire.ts'

/** Lines and adjustments that one answer names at most; the audit log pages through more. */
const MOST = 1000

/** An invoice with its figures, statuses, lines, adjustments and what paid it, by two dials. */
export async function answerInvoice(session: Session, id: string, asked: Asked) {
  const named = await findNamed(session, 'invoice', id)
  const ref: Carrier = { kind: 'invoice', no: named.ref.no }
  const view = await viewOf(session, named.customerId, asked, named)
  const { customer, today, digits } = view
  const [issued, [traits], allocations, promise, adjustments] = await Promise.all([
    birthOf(session, named.customerId, 'invoice', named.ref.no),
    readCustomerTraits(session, [named.customerId]),
    allocationsOf(session, view, ref),
    promiseOf(session, view, ref),
    adjustmentsOf(session, view, named.ref.no),
  ])
  const dueOn = evaluate(customer, 'invoice.due_on', ref, today)
  return {
    invoice: id,
    customer_id: named.customerId,
    customer_name: traits?.name ?? null,
    currency: customer.currency ?? '',
    status: statusOf(view, ref),
    collection_status: statusAt(customer, 'invoice.collection_status', ref, today) as string,
    figures: figuresOf(view, ref),
    issued_on: textFromDay(issued.facts.issuedOn ?? 0),
    due_on: figureText('invoice.due_on', dueOn, digits),
    period: periodOf(issued),
    lines: await linesOf(session, view, named.ref.no),
    allocations,
    adjustments,
    promise,
    issued_seq: issued.seq,
    ...dialsText(view),
  }
}

const periodOf = ({ facts }: EventRecord): { from: string; to: string } | null =>
  facts.periodFrom === undefined || facts.periodTo === undefined
    ? null
    : { from: textFromDay(facts.periodFrom), to: textFromDay(facts.periodTo) }

async function eventsByKey(session: Session, customerId: string, seqs: readonly number[]): Promise<EventRecord[]> {
  const rows = await readRecordsByKey(
    session,
    seqs.map((seq) => ({ customerId, seq })),
  )
  const events = rows.map((row) => readOf(row).record).filter((record) => record.kind === 'event')
  return events.sort((a, b) => a.seq - b.seq)
}

async function linesOf(session: Session, { customer, digits }: View, invoice: number) {
  const charges = await eventsByKey(session, customer.id, await readInvoiceCharges(session, customer.id, invoice, MOST))
  const bodyOf = await bodiesOf(session, customer.id, charges)
  return charges.map(({ seq, facts }) => ({
    xdr_id: String(facts.xdrId ?? ''),
    description: bodyOf(facts.description?.textId),
    service: facts.service ?? '',
    amount: amountText(facts.amount ?? 0n, digits),
    seq,
  }))
}

async function adjustmentsOf(session: Session, { customer, dials, digits }: View, invoice: number) {
  const types = [eventNo.of('invoice_adjusted')]
  const rows = await readMovers(
    session,
    customer.id,
    [{ subject: { kind: 'invoice', no: invoice }, types }],
    dials,
    MOST,
  )
  const events = rows.map((row) => readOf(row).record).filter((record) => record.kind === 'event')
  const bodyOf = await bodiesOf(session, customer.id, events)
  return events.reverse().map(({ seq, facts, effectiveAt }) => ({
    xdr_id: String(facts.xdrId ?? ''),
    amount: amountText(facts.amount ?? 0n, digits),
    reason: bodyOf(facts.reason?.textId),
    effective_at: timeText(effectiveAt),
    seq,
  }))
}
