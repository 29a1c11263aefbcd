import { readOperation } from '../../store/read/operations.ts'
import { readRecordRange, readRecordsByKey } from '../../store/read/records.ts'
import type { Session } from '../../store/store.ts'
import { QuestionFault } from './fault.ts'
import { lineOf } from './line.ts'
import { fetchShelf, readOf } from './shelf.ts'
import { timeText } from './wire.ts'

/** Records that one chain shows at most; `left_out` says how many there are beyond. */
const MOST = 2000

/** The tree of records of one operation, by the number of any of them: its stimulus, command and records in order. */
export async function answerChain(session: Session, customerId: string, seq: number) {
  const [row] = await readRecordsByKey(session, [{ customerId, seq }])
  if (row === undefined) throw new QuestionFault('chain_unknown', { customer_id: customerId, seq })
  const rootSeq = readOf(row).record.rootSeq
  const operation = await readOperation(session, { customerId, seq: rootSeq })
  if (operation === undefined) throw new Error(`Bug: record ${rootSeq} of ${customerId} belongs to no operation`)
  const rows = await readRecordRange(session, customerId, [operation.firstSeq, operation.lastSeq], MOST)
  const reads = rows.map(readOf)
  const shelf = await fetchShelf(session, reads)
  return {
    customer_id: customerId,
    root_seq: rootSeq,
    operation: {
      op: operation.op,
      actor: operation.actor,
      realm: operation.realm,
      channel: operation.channel,
      reference: operation.reference,
      correlation_id: operation.correlationId,
      recorded_at: timeText(operation.recordedAt),
      rules: operation.rules,
      command: JSON.parse(operation.command) as unknown,
    },
    records: reads.map((read) => lineOf(read, shelf)),
    left_out: operation.lastSeq - operation.firstSeq + 1 - reads.length,
  }
}
