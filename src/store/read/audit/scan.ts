import type { Instant } from '../../../engine/time.ts'
import type { RecordKey } from '../records/records.ts'

/** A place in an audit log: records are ordered by (time, customer, seq). */
export type AuditPlace = RecordKey & { readonly at: Instant }

/** In which order, from where on (that record included), and how many are looked at; of those that pass so many are wanted. */
export type Scan = {
  readonly clock: 'effective' | 'recorded'
  readonly newestFirst: boolean
  readonly start: AuditPlace | null
  readonly size: number
  readonly wanted: number
}
