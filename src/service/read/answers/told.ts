import type { AuditLine } from '../../../contract/answers.ts'
import { commandRow } from '../../../engine/asked/command.ts'
import { mainEventsOf } from '../../../engine/commands/main-event.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import type { Facts } from '../../../engine/events/slots.ts'
import type { Ref } from '../../../engine/figures/base.ts'
import { isDirectoryKind } from '../../../store/heads/directory.ts'
import type { Outcome } from '../../asked/request.ts'
import { existsIn } from '../records/birth.ts'
import { lineOf } from '../records/line.ts'
import { key, type Read, type Shelf } from '../records/shelf.ts'
import { timeText } from '../records/wire.ts'
import { type Carrier, type Counted, figuresOf, himself, isCarrier, statusOf } from '../view/figures.ts'

/** Records that one answer holds at most; the chain of the operation has all of them. */
export const MOST = 1000

export type Done = Extract<Outcome, { status: 'done' }>

/** The lines of each of some operations, at most MOST of one. */
export function linesOf(operations: readonly Done[], reads: readonly Read[], shelf: Shelf): AuditLine[][] {
  const lines = new Map(reads.map((read) => [key(read.customerId, read.record.seq), lineOf(read, shelf)]))
  return operations.map(({ customerId, firstSeq, lastSeq }) => {
    const length = Math.min(lastSeq - firstSeq + 1, MOST)
    return Array.from({ length }, (_, at) => lines.get(key(customerId, firstSeq + at)) ?? []).flat()
  })
}

/** What is said of an operation whatever the state is, and of which subject it is said how that stands. */
export function toldOf({ customerId, firstSeq, lastSeq, correlationId }: Done, reads: readonly Read[], shelf: Shelf) {
  const answer = {
    customer_id: customerId,
    records: reads.map((read) => lineOf(read, shelf)),
    left_out: lastSeq - firstSeq + 1 - reads.length,
    correlation_id: correlationId,
  }
  const main = mainEvent(reads, shelf)
  if (main === undefined) return { answer }
  if (main.type === 'operation_scheduled') return { answer: { ...answer, ...waiting(main.facts) } }
  const about = subjectOf(main, shelf, customerId)
  const carrier = about !== undefined && isCarrier(about.ref) ? about.ref : himself
  return {
    answer: { ...answer, ...idsOf(main, shelf, customerId) },
    main: { about, carrier, effectiveAt: main.effectiveAt },
  }
}

/** And how its subject stands by it. */
export const withFigures = <A>({ answer }: { readonly answer: A }, view: Counted, carrier: Carrier) => ({
  ...answer,
  figures: figuresOf(view, carrier),
  status: existsIn(view, carrier) ? statusOf(view, carrier) : null,
  currency: view.customer.currency ?? '',
})

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
