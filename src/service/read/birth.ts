import type { EventRecord } from '../../engine/record.ts'
import type { DirectoryKind } from '../../store/directory.ts'
import { readSubjectBirth } from '../../store/read/directory.ts'
import { type Reader, readRecordsByKey } from '../../store/read/records.ts'
import { readOf } from './shelf.ts'

/** The event that brought an invoice, payment, credit or dispute into being; it says what never changes, also before it counts. */
export async function birthOf(
  reader: Reader,
  customerId: string,
  kind: DirectoryKind,
  no: number,
): Promise<EventRecord> {
  const seq = await readSubjectBirth(reader, kind, { customerId, no })
  const [row] = seq === undefined ? [] : await readRecordsByKey(reader, [{ customerId, seq }])
  const record = row && readOf(row).record
  if (record?.kind !== 'event') throw new Error(`Bug: ${kind} ${no} of ${customerId} has no beginning`)
  return record
}
