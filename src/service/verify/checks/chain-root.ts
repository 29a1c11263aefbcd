import { mainIndex } from '../../../engine/commands/main-event.ts'
import type { LedgerRecord } from '../../../engine/events/record.ts'
import { rulesOf } from '../../../engine/rules/rules.ts'
import type { StoredOperation } from '../../../store/history/operations.ts'
import type { ReadRecord } from './chain.ts'
import { type Findings, found } from './finding.ts'

/**
 * Holds that the records of an operation hang under one root, its main event, or that of the chain which queued the message
 * whose outcome they are; that every parent was booked in this operation, or is the message; and that the operation says
 * the same root. By rules 2 the records name the first one, and only the operation the root that follows.
 */
export function checkChain(
  roots: Map<number, number>,
  operation: StoredOperation,
  run: readonly ReadRecord[],
  findings: Findings,
): void {
  const records = run.map((one) => one.record)
  const { firstSeq, rootSeq } = operation
  const root = rootOf(roots, operation, records)
  if (root !== rootSeq)
    found(findings, firstSeq, `its operation names ${rootSeq} as the root of its chain, not ${root}`)
  const own = rulesOf(operation.rules).root === 'main_event' ? root : firstSeq
  for (const record of records) {
    if (record.type === 'message_queued') roots.set(record.seq, root)
    if (record.rootSeq !== own) found(findings, record.seq, `does not belong to the operation of record ${firstSeq}`)
    const { parentSeq } = record
    const isUnder = parentSeq === null ? record.seq === own : isParent(operation, record, parentSeq)
    if (!isUnder) found(findings, record.seq, `names ${parentSeq ?? 'none'} as its parent`)
  }
}

function rootOf(
  roots: ReadonlyMap<number, number>,
  { op, firstSeq }: StoredOperation,
  records: readonly LedgerRecord[],
) {
  const [first] = records
  const messageSeq = first?.kind === 'message' ? first.facts.messageSeq : undefined
  if (messageSeq !== undefined) return roots.get(Number(messageSeq)) ?? firstSeq
  const events = records.filter((record) => record.kind === 'event')
  return events[mainIndex(op, events)]?.seq ?? firstSeq
}

/** A record of the same operation other than itself, or the message that it says the outcome of. */
function isParent({ firstSeq, lastSeq }: StoredOperation, record: LedgerRecord, parentSeq: number): boolean {
  if (record.kind === 'message' && Number(record.facts.messageSeq ?? -1n) === parentSeq) return true
  return parentSeq >= firstSeq && parentSeq <= lastSeq && parentSeq !== record.seq
}
