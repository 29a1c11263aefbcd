import { operatorId } from '../../../engine/state/customer.ts'
import { everyPinnedRow } from '../../../store/beside/pinned.ts'
import type { Session } from '../../../store/session/session.ts'
import { areClocksOnRecord, nameOfRow, rowsOnRecord } from '../../sheet/operate/rows-on-record.ts'
import type { Finding } from '../checks/finding.ts'

/** Users, keys, terms, runs, imports and the marks of clocks are as the last record of the operator's own log holds each. */
export async function pinFindings(session: Session): Promise<Finding[]> {
  const held = await rowsOnRecord(session)
  // tables of the release before, on which this one was not started yet
  const areClocksHeld = areClocksOnRecord(held)
  const findings: Finding[] = []
  const say = (seq: number | null, what: string): void => void findings.push({ customerId: operatorId, seq, what })
  for (const { table, id, hash } of await everyPinnedRow(session)) {
    if (table === 'clock' && !areClocksHeld) continue
    const name = nameOfRow(table, id)
    const record = held.get(name)
    held.delete(name)
    if (record === undefined) say(null, `table ${name}: there is a row that no record accounts for`)
    else if (Buffer.compare(record.hash, hash) !== 0) say(record.seq, `table ${name}: the row is not as it says`)
  }
  // what waited before there were hashes ends one day, on a record of its customer's
  for (const [name, { seq }] of held) if (!name.startsWith('scheduled ')) say(seq, `table ${name}: the row is missing`)
  return findings
}
