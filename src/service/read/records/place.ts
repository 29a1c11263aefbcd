import type { LedgerRecord } from '../../../engine/events/record.ts'
import type { OperationRow } from '../../../store/read/records/operations.ts'

/**
 * The parent of a record in its chain. By rules 3 the record says it; what older rules hung under the first record of its
 * operation hangs under the main event, and an outcome under the message that it is of.
 */
export function parentIn(
  record: LedgerRecord,
  { firstSeq, rootSeq, rules }: Pick<OperationRow, 'firstSeq' | 'rootSeq' | 'rules'>,
): number | null {
  if (rules >= 3) return record.parentSeq
  if (record.seq === rootSeq) return null
  if (record.kind === 'message' && record.facts.messageSeq !== undefined) return Number(record.facts.messageSeq)
  const isBeside = record.kind === 'event' && (record.parentSeq ?? firstSeq) === firstSeq
  return isBeside ? rootSeq : record.parentSeq
}
