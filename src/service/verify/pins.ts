import { eventNo } from '../../engine/bytes/numbers.ts'
import { decode } from '../../engine/bytes/record-bytes.ts'
import { operatorId } from '../../engine/customer/state.ts'
import type { LedgerRecord } from '../../engine/record.ts'
import { operatorRecordsOf } from '../../store/audit-reads.ts'
import { everyPinnedRow } from '../../store/pinned.ts'
import type { Session } from '../../store/store.ts'
import type { Finding } from './finding.ts'

/** Users, keys, terms, runs, imports and the marks of clocks are as the last record of the operator's own log holds each of them. */
export async function pinFindings(session: Session): Promise<Finding[]> {
  const held = new Map<string, { readonly seq: number; readonly hash: Uint8Array }>()
  for (const record of (await operatorRecordsOf(session, operatorId, eventNo.of('row_pinned'))).flatMap(readable)) {
    if (record.kind !== 'event' || record.facts.pinned === undefined) continue
    const { scope, id, pinned } = record.facts
    held.set(`${scope} ${id}`, { seq: record.seq, hash: pinned })
  }
  // tables of the release before, on which this one was not started yet
  const areClocksHeld = [...held.keys()].some((name) => name.startsWith('clock '))
  const findings: Finding[] = []
  const say = (seq: number | null, what: string): void => void findings.push({ customerId: operatorId, seq, what })
  for (const { table, id, hash } of await everyPinnedRow(session)) {
    if (table === 'clock' && !areClocksHeld) continue
    const name = `${table} ${id}`
    const record = held.get(name)
    held.delete(name)
    if (record === undefined) say(null, `table ${name}: there is a row that no record accounts for`)
    else if (Buffer.compare(record.hash, hash) !== 0) say(record.seq, `table ${name}: the row is not as it says`)
  }
  // what waited before there were hashes ends one day, on a record of its customer's
  for (const [name, { seq }] of held) if (!name.startsWith('scheduled ')) say(seq, `table ${name}: the row is missing`)
  return findings
}

/** Bytes that cannot be read are a finding of the operator's own records. */
function readable(bytes: Uint8Array): LedgerRecord[] {
  try {
    return [decode(bytes)]
  } catch {
    return []
  }
}
