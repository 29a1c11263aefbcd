import type { AuditLine } from '../../contract/answers.ts'
import type { EventType } from '../../engine/events/effects.ts'
import type { Facts } from '../../engine/events/slots.ts'
import type { Ref } from '../../engine/figures/base.ts'
import type { EventRecord } from '../../engine/record.ts'
import { readRecordRange, readRecordSpans } from '../../store/read/records.ts'
import type { Session } from '../../store/store.ts'
import { dayAt } from '../days.ts'
import type { Outcome } from '../request.ts'
import { figuresOf, himself, isCarrier, statusOf } from './figures.ts'
import { lineOf } from './line.ts'
import { fetchShelf, type Read, readOf, type Shelf } from './shelf.ts'
import { headOf, viewAt } from './view.ts'

/** Records that one answer holds at most; the chain of the operation has all of them. */
const MOST = 1000

/** The event that an operation is about, by its name; any other operation is about its first event. */
const mainEvents: Readonly<Record<string, EventType>> = {
  issue_invoice: 'invoice_issued',
  receive_payment: 'payment_received',
  adjust_invoice: 'invoice_adjusted',
}

/** The records that each of some operations made, read together. */
export async function recordsOf(session: Session, operations: readonly Done[]): Promise<AuditLine[][]> {
  const reads = (await readRecordSpans(session, operations, MOST)).map(readOf)
  const shelf = await fetchShelf(session, reads)
  const lines = new Map(reads.map((read) => [`${read.record.seq} ${read.customerId}`, lineOf(read, shelf)]))
  return operations.map(({ customerId, firstSeq, lastSeq }) => {
    const length = Math.min(lastSeq - firstSeq + 1, MOST)
    return Array.from({ length }, (_, at) => lines.get(`${firstSeq + at} ${customerId}`) ?? []).flat()
  })
}

type Done = Extract<Outcome, { status: 'done' }>

/** What an operation that was done is answered with: its records, ids, and the figures of its subject as of its time. */
export async function answerOperation(session: Session, outcome: Done) {
  const { customerId, firstSeq, lastSeq, correlationId } = outcome
  const rows = await readRecordRange(session, customerId, [firstSeq, lastSeq], MOST)
  const reads = rows.map(readOf)
  const [shelf, head] = await Promise.all([fetchShelf(session, reads), headOf(session, customerId)])
  const answer = {
    customer_id: customerId,
    records: reads.map((read) => lineOf(read, shelf)),
    correlation_id: correlationId,
  }
  const main = mainEvent(reads, shelf)
  if (main === undefined) return answer
  const about = subjectOf(main, shelf, customerId)
  const { effectiveAt } = main
  const dials = { effectiveAt, knownSeq: lastSeq }
  const view = await viewAt(session, head, { dials, today: dayAt(effectiveAt, head.customer.timeZone) }, about)
  const carrier = about !== undefined && isCarrier(about.ref) ? about.ref : himself
  return {
    ...answer,
    ...idsOf(main.facts, (ref) => shelf.nameOf(customerId, ref)),
    figures: figuresOf(view, carrier),
    status: statusOf(view, carrier),
    currency: head.customer.currency ?? '',
  }
}

function mainEvent(reads: readonly Read[], shelf: Shelf): EventRecord | undefined {
  const [first] = reads
  if (first === undefined) return undefined
  const type = mainEvents[shelf.operationOf(first.customerId, first.record.rootSeq).op]
  const events = reads.map((read) => read.record).filter((record) => record.kind === 'event')
  return events.find((event) => event.type === type) ?? events[0]
}

/** The invoice, payment or credit that an event is about; undefined for the customer himself. */
function subjectOf(event: EventRecord, shelf: Shelf, customerId: string): { ref: Ref; id: string } | undefined {
  const { subject } = event
  const isNamed = subject.kind === 'invoice' || subject.kind === 'payment' || subject.kind === 'credit'
  return isNamed ? { ref: subject, id: shelf.nameOf(customerId, subject) } : undefined
}

const idsOf = ({ invoice, payment, credit, xdrId }: Facts, nameOf: (ref: Ref) => string) => ({
  ...(invoice === undefined ? {} : { invoice: nameOf(invoice) }),
  ...(payment === undefined ? {} : { payment_id: nameOf(payment) }),
  ...(credit === undefined ? {} : { credit_id: nameOf(credit) }),
  ...(xdrId === undefined ? {} : { xdr_id: String(xdrId) }),
})
