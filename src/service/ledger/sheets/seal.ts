import { hash as hashOf } from 'node:crypto'
import { BEFORE_CANONICAL, encodeBehind } from '../../../engine/bytes/record-bytes.ts'
import type { LedgerRecord } from '../../../engine/events/record.ts'
import type { SealedRecord } from '../../../store/history/records.ts'
import type { Sheet } from '../../sheet/sheet.ts'

/**
 * Chains records to the hash of the one before: hash n = SHA-256(version ‖ hash n−1 ‖ canonical bytes n). Each is sealed
 * when it is asked for, so that of very many not all need to be held as bytes: `canonical` is good until the next one.
 */
export function* seal(previous: Uint8Array, records: Iterable<LedgerRecord>): Generator<SealedRecord, void> {
  let last = previous
  for (const record of records) {
    const hashed = encodeBehind(last, record)
    last = bytesOf(hashOf('sha256', hashed, 'binary'))
    yield { record, canonical: hashed.subarray(BEFORE_CANONICAL), hash: last }
  }
}

/** The bytes of a hash: a buffer of the hasher's own would cost more than to hash. */
function bytesOf(hash: string): Uint8Array {
  const bytes = new Uint8Array(hash.length)
  for (let at = 0; at < hash.length; at += 1) bytes[at] = hash.charCodeAt(at)
  return bytes
}

/** Seals what was booked on a sheet, once: it then stands behind the hash of its last record. */
export function* sealOn(sheet: Sheet, records: Iterable<LedgerRecord>): Generator<SealedRecord, void> {
  for (const sealed of seal(sheet.hash, records)) {
    sheet.hash = sealed.hash
    yield sealed
  }
}
