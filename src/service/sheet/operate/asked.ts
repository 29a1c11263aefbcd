import { decode } from '../../../engine/bytes/record-bytes.ts'
import type { Facts } from '../../../engine/events/slots.ts'
import { pinnedRow } from '../../../store/beside/pinned.ts'
import type { ScheduledRow } from '../../../store/queues/scheduled.ts'
import { readRecordsByKey } from '../../../store/read/records/records.ts'
import type { Session } from '../../../store/session/session.ts'
import type { Canonical } from '../../asked/canonical-json.ts'
import { hashWith } from '../../asked/request-hash.ts'
import { nameOfRow, rowsOnRecord } from './rows-on-record.ts'

/** What was asked and by whom, as it stands beside the log until its day. */
export type Waiting = Pick<ScheduledRow, 'op' | 'body' | 'caller' | 'key' | 'reference' | 'effectiveAt' | 'salt'>

/** The hashes that the record holds which says that it waits: of what was asked, and of the caller; null: unsalted row. */
export function hashesOf({ op, body, caller, key, reference, effectiveAt, salt }: Waiting) {
  if (salt === null) return null
  const asked = { op, body: plain(body), key, reference, effectiveAt }
  return { asked: hashWith(salt, asked), askedBy: hashWith(salt, plain(caller)) }
}

/** As the database gives it back. */
const plain = (value: unknown): Canonical => JSON.parse(JSON.stringify(value)) as Canonical

/** Is what stands beside the log not what was asked? Records of rules before 3 hold no hash of it. */
export function isAltered(row: Waiting, { asked, askedBy }: Pick<Facts, 'asked' | 'askedBy'>): boolean {
  if (asked === undefined || askedBy === undefined) return false
  const hashes = hashesOf(row)
  return hashes === null || !isSame(hashes.asked, asked) || !isSame(hashes.askedBy, askedBy)
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/**
 * Is what waits not what was asked? The record that says that it waits holds hashes of that; where it is of rules before
 * 3, the record by which the row was taken over holds one of the whole row.
 */
export async function wasAltered(session: Pick<Session, 'query'>, row: ScheduledRow): Promise<boolean> {
  const [kept] = await readRecordsByKey(session, [{ customerId: row.customerId, seq: row.seq }])
  const record = kept && decode(kept.canonical)
  if (record?.kind !== 'event') return true
  return record.facts.asked === undefined ? !(await isAsTakenOver(session, row)) : isAltered(row, record.facts)
}

async function isAsTakenOver(session: Pick<Session, 'query'>, row: ScheduledRow): Promise<boolean> {
  const held = await rowsOnRecord(session)
  // tables of the release before, of which nothing was taken over yet
  if (held.size === 0) return true
  const id = `${row.customerId} ${row.scheduledId}`
  const stands = await pinnedRow(session, 'scheduled', id)
  const record = held.get(nameOfRow('scheduled', id))
  return stands !== undefined && record !== undefined && isSame(stands.hash, record.hash)
}
