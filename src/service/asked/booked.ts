import type { LedgerRecord } from '../../engine/events/record.ts'
import type { Customer } from '../../engine/state/customer.ts'
import type { Instant } from '../../engine/time.ts'
import type { StoredOperation } from '../../store/history/operations.ts'
import type { SealedText } from './sealed-text.ts'

/** What an operation has booked, as this process still knows it: its answer needs not be read back. */
export type Booked = {
  readonly operation: StoredOperation
  readonly records: readonly LedgerRecord[]
  /** the texts that it brought */
  readonly texts: readonly SealedText[]
  /** how who asked is called */
  readonly actor: string
  /** what the customer's clock showed */
  readonly shown: Instant
  /** the state behind its last record, with what was loaded of it */
  readonly customer: Customer
}
