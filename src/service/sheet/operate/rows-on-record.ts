import { eventNo } from '../../../engine/bytes/numbers.ts'
import { decode } from '../../../engine/bytes/record-bytes.ts'
import type { LedgerRecord } from '../../../engine/events/record.ts'
import { operatorId } from '../../../engine/state/customer.ts'
import type { PinnedTable } from '../../../store/beside/pinned.ts'
import { operatorRecordsOf } from '../../../store/read/verify/audit-reads.ts'
import type { Session } from '../../../store/session/session.ts'

/** The last record of the operator's own log that holds a row, and the hash of the row. */
export type RowOnRecord = { readonly seq: number; readonly hash: Uint8Array }

/** How the log calls a row that it holds. */
export const nameOfRow = (table: PinnedTable, id: string): string => `${table} ${id}`

/** The rows that records hold, by what the log calls them. Records that cannot be read hold none. */
export async function rowsOnRecord(session: Pick<Session, 'query'>): Promise<Map<string, RowOnRecord>> {
  const held = new Map<string, RowOnRecord>()
  for (const record of (await operatorRecordsOf(session, operatorId, eventNo.of('row_pinned'))).flatMap(readable)) {
    if (record.kind !== 'event' || record.facts.pinned === undefined) continue
    const { scope, id, pinned } = record.facts
    held.set(`${scope} ${id}`, { seq: record.seq, hash: pinned })
  }
  return held
}

/** Whether records hold the marks of clocks; they did not in the release before. */
export const areClocksOnRecord = (held: ReadonlyMap<string, RowOnRecord>): boolean =>
  [...held.keys()].some((name) => name.startsWith(nameOfRow('clock', '')))

/** Bytes that cannot be read are a finding of the operator's own records. */
function readable(bytes: Uint8Array): LedgerRecord[] {
  try {
    return [decode(bytes)]
  } catch {
    return []
  }
}
