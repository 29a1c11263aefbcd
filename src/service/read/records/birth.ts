import type { EventRecord } from '../../../engine/events/record.ts'
import type { Ref } from '../../../engine/figures/base.ts'
import type { Customer } from '../../../engine/state/customer.ts'
import { subjectOf } from '../../../engine/state/subjects.ts'
import type { DirectoryKind } from '../../../store/heads/directory.ts'
import { readSubjectBirth } from '../../../store/read/names/directory.ts'
import { type Reader, readRecordsByKey } from '../../../store/read/records/records.ts'
import { readOf } from './shelf.ts'

/** The event that brought an invoice, payment, credit or dispute into being; it says what never changes, also before it counts. */
export async function birthOf(
  reader: Reader,
  customerId: string,
  kind: DirectoryKind,
  no: number,
): Promise<EventRecord> {
  const seq = await readSubjectBirth(reader, kind, { customerId, no })
  return await eventAt(reader, customerId, seq ?? 0)
}

type Seen = { readonly customer: Customer }

/**
 * Did the customer, or a subject of his, exist within the dials of a view? What did not has figures of 0 and no status, no
 * dates, no name: a future that the one who asks cannot know of must not show (2-domain 2.3). Subjects have to be loaded.
 */
export const existsIn = ({ customer }: Seen, ref: Ref): boolean =>
  ref.kind === 'customer' ? customer.seq > 0 : subjectOf(customer, ref) !== undefined

/** The event within the dials of a view by which a subject came into being, or was issued; undefined before it existed. */
export async function birthIn(reader: Reader, { customer }: Seen, ref: Ref): Promise<EventRecord | undefined> {
  const subject = subjectOf(customer, ref)
  return subject && (await eventAt(reader, customer.id, subject.bornSeq))
}

async function eventAt(reader: Reader, customerId: string, seq: number): Promise<EventRecord> {
  const [row] = await readRecordsByKey(reader, [{ customerId, seq }])
  const record = row && readOf(row).record
  if (record?.kind !== 'event') throw new Error(`Bug: record ${seq} of ${customerId} is no event`)
  return record
}
