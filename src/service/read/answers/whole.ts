import { readCorrelated } from '../../../store/read/records/correlated.ts'
import { readRecordSpans } from '../../../store/read/records/records.ts'
import type { Session } from '../../../store/session/session.ts'
import type { Whole } from '../../ledger/perform.ts'
import { lineOf } from '../records/line.ts'
import { fetchShelf, type Read, readOf } from '../records/shelf.ts'
import { amountText, digitsOf } from '../records/wire.ts'
import { headOf } from '../view/view.ts'
import { answerOperation } from './operation.ts'

/** Records of one operation that an answer holds at most; its chain has all of them. */
const MOST = 1000

type Done = Extract<Whole, { status: 'done' }>

/** What operations did that were carried out as one: found by their correlation, so that a repetition answers alike. */
async function wholeOf(session: Session, { correlationId }: Pick<Done, 'correlationId'>) {
  const operations = await readCorrelated(session, correlationId)
  const reads = (await readRecordSpans(session, operations, MOST)).map(readOf)
  const shelf = await fetchShelf(session, reads)
  const parts = operations.map(({ op, customerId, firstSeq, lastSeq }) => ({
    op,
    customer_id: customerId,
    first_seq: firstSeq,
    last_seq: lastSeq,
  }))
  const made = operations.reduce((sum, one) => sum + one.lastSeq - one.firstSeq + 1, 0)
  const records = reads.map((read) => lineOf(read, shelf))
  const answer = { correlation_id: correlationId, records, left_out: made - reads.length, operations: parts }
  return { reads, answer }
}

/** What a batch did. */
export async function answerBatch(session: Session, customerId: string, done: Done) {
  const { answer } = await wholeOf(session, done)
  return { customer_id: customerId, ...answer }
}

/** What a move did: both sides, and that nothing of the money is between them; or that it waits for its day. */
export async function answerMove(session: Session, from: string, done: Done) {
  const [{ reads, answer }, head] = await Promise.all([wholeOf(session, done), headOf(session, from)])
  const [first] = answer.operations
  if (first !== undefined && reads[0]?.record.type === 'operation_scheduled')
    return await answerOperation(session, {
      ...done,
      customerId: from,
      firstSeq: first.first_seq,
      lastSeq: first.last_seq,
    })
  const moved = reads.map(movedBy)
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
function movedBy({ record }: Read): bigint {
  if (record.kind !== 'event') return 0n
  const { amount = 0n } = record.facts
  if (record.type === 'credit_moved_in') return -amount
  return record.type === 'payment_moved_out' || record.type === 'credit_moved_out' ? amount : 0n
}
