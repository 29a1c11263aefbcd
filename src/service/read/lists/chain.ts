import { readChainOperations, readOperation } from '../../../store/read/records/operations.ts'
import { type RecordSpan, readRecordSpans } from '../../../store/read/records/records.ts'
import type { Session } from '../../../store/session/session.ts'
import { actorOf } from '../records/actor.ts'
import { QuestionFault } from '../records/fault.ts'
import { lineOf } from '../records/line.ts'
import { fetchShelf, readOf } from '../records/shelf.ts'
import { timeText } from '../records/wire.ts'
import { numberFrom, type PageAsked } from '../view/pages.ts'

/**
 * The tree of records of one chain, by the number of any of them: the operation that it is about, with its command, its
 * records in order, and what became of its messages. Long ones come in pages.
 */
export async function answerChain(session: Session, customerId: string, seq: number, page: PageAsked) {
  const asked = await readOperation(session, { customerId, seq })
  if (asked === undefined) throw new QuestionFault('chain_unknown', { customer_id: customerId, seq })
  const { rootSeq } = asked
  const operations = await readChainOperations(session, { customerId, seq: rootSeq })
  const operation = await readOperation(session, { customerId, seq: rootSeq })
  if (operation === undefined) throw new Error(`Bug: record ${rootSeq} of ${customerId} belongs to no operation`)
  const count = lengthOf(operations)
  const spans = cutSpans(operations, numberFrom(page.cursor) ?? 0, page.limit)
  const last = spans.at(-1)?.lastSeq ?? Number.MAX_SAFE_INTEGER
  const reads = (await readRecordSpans(session, spans, page.limit)).map(readOf)
  const left = lengthOf(cutSpans(operations, last, count))
  const shelf = await fetchShelf(session, reads)
  return {
    customer_id: customerId,
    root_seq: rootSeq,
    operation: {
      op: operation.op,
      actor: actorOf(operation),
      realm: operation.realm,
      channel: operation.channel,
      reference: operation.reference,
      correlation_id: operation.correlationId,
      recorded_at: timeText(operation.recordedAt),
      rules: operation.rules,
      command: JSON.parse(operation.command) as unknown,
    },
    records: reads.map((read) => lineOf(read, shelf)),
    count,
    left_out: left,
    next: left === 0 ? null : String(last),
  }
}

const lengthOf = (spans: readonly RecordSpan[]): number =>
  spans.reduce((sum, one) => sum + one.lastSeq - one.firstSeq + 1, 0)

/** The part of some stretches behind a record, at most so many records. */
function cutSpans(spans: readonly RecordSpan[], after: number, limit: number): RecordSpan[] {
  const cut: RecordSpan[] = []
  let room = limit
  for (const { customerId, firstSeq, lastSeq } of spans) {
    const first = Math.max(firstSeq, after + 1)
    const last = Math.min(lastSeq, first + room - 1)
    if (first > last) continue
    cut.push({ customerId, firstSeq: first, lastSeq: last })
    room -= last - first + 1
  }
  return cut
}
