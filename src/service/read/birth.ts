import type { EventRecord } from '../../engine/record.ts'
import type { DirectoryKind } from '../../store/directory.ts'
import { readSubjectBirth } from '../../store/read/directory.ts'
import { readRecordsByKey } from '../../store/read/records.ts'
import type { Session } from '../../store/store.ts'
import { readOf } from './shelf.ts'

/** The event that brought an invoice, payment or credit into being; it says what never changes, also before it counts. */
export async function birthOf(
  session: Session,
  customerId: string,
  kind: DirectoryKind,
  no: number,
): Promise<EventRecord> {
  const seq = await readSubjectBirth(session, kind, { customerId, no })
  const [row] = seq === undefined ? [] : await readRecordsByKey(session, [{ customerId, seq }])
  const record = row && readOf(row).record
  if (record?.kind !== 'event') throw new Error(`Bug: ${kind} ${no} of ${customerId} has no beginning`)
  return record
}
