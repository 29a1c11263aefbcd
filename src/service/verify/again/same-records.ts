import type { Booking } from '../../../engine/booking/book.ts'
import { passingBytes } from '../../../engine/bytes/record-bytes.ts'
import type { LedgerRecord } from '../../../engine/events/record.ts'
import type { StoredOperation } from '../../../store/history/operations.ts'
import type { ReadRecord } from '../checks/chain.ts'
import { type Findings, found } from '../checks/finding.ts'

/** By what road the records of an operation were made again. */
export type Road = 'booking the operation again' | 'deciding its command again'

/** Compares the records of an operation with those that came when it was made again, byte for byte. */
export function compareRecords(
  { firstSeq, lastSeq }: StoredOperation,
  run: readonly ReadRecord[],
  { road, booking, findings }: { readonly road: Road; readonly booking: Booking; readonly findings: Findings },
): void {
  if (!booking.ok) {
    found(findings, firstSeq, `would be refused by ${road}: ${booking.refusal.code}`)
    return
  }
  const differs = run.findIndex((one, at) => !isSame(one, booking.records[at]))
  if (differs !== -1) found(findings, firstSeq + differs, `is not what ${road} gives`)
  else if (booking.records.length > run.length) found(findings, lastSeq, `is not the last record that ${road} gives`)
}

const isSame = ({ canonical }: ReadRecord, booked: LedgerRecord | undefined): boolean =>
  booked !== undefined && Buffer.compare(canonical, passingBytes(booked)) === 0
