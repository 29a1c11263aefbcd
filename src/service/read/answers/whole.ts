import type { StoredOperation } from '../../../store/history/operations.ts'
import { readCorrelated } from '../../../store/read/records/correlated.ts'
import { type Reader, readRecordSpans } from '../../../store/read/records/records.ts'
import type { Session } from '../../../store/session/session.ts'
import type { Whole } from '../../ledger/perform.ts'
import { lineOf } from '../records/line.ts'
import { fetchShelf, type Read, readOf, type Shelf } from '../records/shelf.ts'
import { amountText, digitsOf } from '../records/wire.ts'
import { movedBy } from '../view/events-on.ts'
import { headOf } from '../view/view.ts'
import { readsOf, shelfOfBooked } from './booked-shelf.ts'
import { answerOperation } from './operation.ts'
import { MOST } from './told.ts'

type Done = Extract<Whole, { status: 'done' }>

/** What operations did that were carried out as one: found by their correlation, so that a repetition answers alike. */
async function wholeOf(session: Session, { correlationId }: Pick<Done, 'correlationId'>) {
  const operations = await readCorrelated(session, correlationId)
  const reads = (await readRecordSpans(session, operations, MOST)).map(readOf)
  return { reads, answer: answerOfAll(correlationId, operations, { reads, shelf: await fetchShelf(session, reads) }) }
}

type Operation = Pick<StoredOperation, 'op' | 'customerId' | 'firstSeq' | 'lastSeq'>
type Told = { readonly reads: readonly Read[]; readonly shelf: Shelf }

function answerOfAll(correlationId: string, operations: readonly Operation[], { reads, shelf }: Told) {
  const parts = operations.map(({ op, customerId, firstSeq, lastSeq }) => ({
    op,
    customer_id: customerId,
    first_seq: firstSeq,
    last_seq: lastSeq,
  }))
  const made = operations.reduce((sum, one) => sum + one.lastSeq - one.firstSeq + 1, 0)
  const records = reads.map((read) => lineOf(read, shelf))
  return { correlation_id: correlationId, records, left_out: made - reads.length, operations: parts }
}

/** What a batch did. */
export async function answerBatch(session: Session, customerId: string, done: Done) {
  const { answer } = await wholeOf(session, done)
  return { customer_id: customerId, ...answer }
}

/** As `answerBatch`, of one that this process has just carried out; undefined where that does not say all of it. */
export async function batchBooked(
  reader: Reader,
  customerId: string,
  { correlationId, booked }: Done,
): Promise<Awaited<ReturnType<typeof answerBatch>> | undefined> {
  if (booked === undefined) return undefined
  const reads = booked.flatMap((one) => readsOf(one, MOST))
  const shelf = await shelfOfBooked(reader, booked, reads)
  const operations = booked.map((one) => one.operation)
  return shelf && { customer_id: customerId, ...answerOfAll(correlationId, operations, { reads, shelf }) }
}

/** What a move did: both sides, and that nothing of the money is between them; or that it waits for its day. */
export async function answerMove(session: Session, from: string, done: Done) {
  const [{ reads, answer }, head] = await Promise.all([wholeOf(session, done), headOf(session, from)])
  const [first] = answer.operations
  if (first !== undefined && reads[0]?.record.type === 'operation_scheduled')
    return await answerOperation(session, {
      status: 'done',
      replay: done.replay,
      correlationId: done.correlationId,
      customerId: from,
      firstSeq: first.first_seq,
      lastSeq: first.last_seq,
    })
  const moved = reads.map(movedOut)
  const into = reads.find((read) => read.record.type === 'credit_moved_in')
  const facts = into?.record.kind === 'event' ? into.record.facts : {}
  return {
    from,
    to: into?.customerId ?? '',
    credit_id: facts.id ?? '',
    clearing: amountText(
      moved.reduce((sum, one) => sum + one, 0n),
      digitsOf(head.customer),
    ),
    currency: head.customer.currency ?? '',
    ...answer,
  }
}

/** What a record moved out, or (negative) in. */
const movedOut = ({ record }: Read): bigint => (record.kind === 'event' ? movedBy(record, 'customer.moved') : 0n)
