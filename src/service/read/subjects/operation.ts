import type { AuditLine } from '../../../contract/answers.ts'
import { commandRow } from '../../../engine/asked/command.ts'
import { mainEventsOf } from '../../../engine/commands/main-event.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import type { Facts } from '../../../engine/events/slots.ts'
import type { Ref } from '../../../engine/figures/base.ts'
import { isDirectoryKind } from '../../../store/heads/directory.ts'
import { readRecordRange, readRecordSpans } from '../../../store/read/records/records.ts'
import type { Session } from '../../../store/session/session.ts'
import type { Outcome } from '../../asked/request.ts'
import { existsIn } from '../records/birth.ts'
import { lineOf } from '../records/line.ts'
import { fetchShelf, type Read, readOf, type Shelf } from '../records/shelf.ts'
import { timeText } from '../records/wire.ts'
import { figuresOf, himself, isCarrier, statusOf } from '../view/figures.ts'
import { headOf, viewAt } from '../view/view.ts'

/** Records that one answer holds at most; the chain of the operation has all of them. */
const MOST = 1000

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
    left_out: lastSeq - firstSeq + 1 - reads.length,
    correlation_id: correlationId,
  }
  const main = mainEvent(reads, shelf)
  if (main === undefined) return answer
  if (main.type === 'operation_scheduled') return { ...answer, ...waiting(main.facts) }
  const about = subjectOf(main, shelf, customerId)
  const { effectiveAt } = main
  const dials = { effectiveAt, knownSeq: lastSeq }
  const view = await viewAt(session, head, { dials, known: null, isNow: false }, about)
  const carrier = about !== undefined && isCarrier(about.ref) ? about.ref : himself
  return {
    ...answer,
    ...idsOf(main, shelf, customerId),
    figures: figuresOf(view, carrier),
    status: existsIn(view, carrier) ? statusOf(view, carrier) : null,
    currency: head.customer.currency ?? '',
  }
}

/** An operation that is kept for its day: by which id, and when it will count. */
const waiting = ({ id = '', op = '', dueAt = 0n }: Facts) => ({ scheduled: id, op, effective_at: timeText(dueAt) })

function mainEvent(reads: readonly Read[], shelf: Shelf): EventRecord | undefined {
  const [first] = reads
  if (first === undefined) return undefined
  const types = mainEventsOf(shelf.operationOf(first.customerId, first.record.seq).op)
  const events = reads.map((read) => read.record).filter((record) => record.kind === 'event')
  return events.find((event) => types.includes(event.type)) ?? events[0]
}

/** The invoice, payment, credit or dispute that an event is about; undefined for the customer himself. */
function subjectOf(event: EventRecord, shelf: Shelf, customerId: string): { ref: Ref; id: string } | undefined {
  const { subject } = event
  if (!isDirectoryKind(subject.kind) || isOfCustomer(shelf.operationOf(customerId, event.seq).op)) return undefined
  return { ref: subject, id: shelf.nameOf(customerId, subject) }
}

const isOfCustomer = (op: string): boolean => commandRow(op).ofCustomer === true

/** The ids that an event names; a credit note by its number too. */
function idsOf({ facts, seq }: EventRecord, shelf: Shelf, customerId: string) {
  const { invoice, payment, credit, dispute, xdrId } = facts
  const nameOf = (ref: Ref): string => shelf.nameOf(customerId, ref, seq)
  const isNote = credit !== undefined && shelf.calledOf(customerId, credit) === 'credit_note'
  return {
    ...(invoice === undefined ? {} : { invoice: nameOf(invoice) }),
    ...(payment === undefined ? {} : { payment_id: nameOf(payment) }),
    ...(credit === undefined ? {} : { credit_id: nameOf(credit) }),
    ...(isNote ? { credit_note: nameOf(credit) } : {}),
    ...(dispute === undefined ? {} : { dispute_id: nameOf(dispute) }),
    ...(xdrId === undefined ? {} : { xdr_id: String(xdrId) }),
  }
}
