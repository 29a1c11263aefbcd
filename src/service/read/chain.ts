import { readChainOperations, readOperation } from '../../store/read/operations.ts'
import { readRecordSpans } from '../../store/read/records.ts'
import type { Session } from '../../store/store.ts'
import { actorOf } from './actor.ts'
import { QuestionFault } from './fault.ts'
import { lineOf } from './line.ts'
import { fetchShelf, readOf } from './shelf.ts'
import { timeText } from './wire.ts'

/** Records that one chain shows at most; `left_out` says how many there are beyond. */
const MOST = 2000

/**
 * The tree of records of one chain, by the number of any of them: the operation that it is about, with its command, its
 * records in order, and what became of its messages.
 */
export async function answerChain(session: Session, customerId: string, seq: number) {
  const asked = await readOperation(session, { customerId, seq })
  if (asked === undefined) throw new QuestionFault('chain_unknown', { customer_id: customerId, seq })
  const { rootSeq } = asked
  const operations = await readChainOperations(session, { customerId, seq: rootSeq })
  const operation = await readOperation(session, { customerId, seq: rootSeq })
  if (operation === undefined) throw new Error(`Bug: record ${rootSeq} of ${customerId} belongs to no operation`)
  const reads = (await readRecordSpans(session, operations, MOST)).map(readOf)
  const count = operations.reduce((sum, one) => sum + one.lastSeq - one.firstSeq + 1, 0)
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
    left_out: count - reads.length,
  }
}
