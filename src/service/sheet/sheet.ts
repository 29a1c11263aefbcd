import type { LedgerRecord } from '../../engine/events/record.ts'
import { blankCustomer, type Customer, type Subject } from '../../engine/state/customer.ts'
import type { Day, Instant } from '../../engine/time.ts'
import type { Head } from '../../store/heads/heads.ts'
import type { KeyUse } from '../../store/history/idempotency.ts'
import type { StoredOperation } from '../../store/history/operations.ts'
import type { NamedClock } from '../../store/queues/clocks.ts'
import type { Corrected } from '../../store/read/records/corrected.ts'
import { dayAt } from '../asked/days.ts'
import type { ClockReading } from '../asked/form.ts'
import type { SealedText } from '../asked/sealed-text.ts'
import type { Policies } from './policy-terms.ts'

/** xDR ids that a transaction has from the start, and more of this process without waiting: at most so many. */
export type XdrStock = { readonly first: readonly bigint[]; readonly more: (most: number) => readonly bigint[] }

/** One operation that was booked and is to be appended. */
export type Entry = {
  readonly operation: StoredOperation
  readonly records: readonly LedgerRecord[]
  readonly texts: readonly SealedText[]
  readonly use: KeyUse | null
}

/** The working copy of one customer in one transaction: his state so far, and what is to be appended. */
export type Sheet = {
  readonly customerId: string
  readonly seqBefore: number
  /** the subjects that it began with */
  readonly began: Customer['subjects']
  /** what the clocks show: one map for all sheets of a transaction */
  readonly clocks: Map<string, NamedClock>
  readonly uses: Map<string, KeyUse>
  /** the terms of every class, and of the customers of this transaction */
  readonly policies: Policies
  /** what the directory says of ids that requests want to take: whose they are */
  readonly owners: Map<string, string>
  readonly xdrIds: Set<bigint>
  readonly textStates: Map<string, 'there' | 'erased'>
  readonly settled: Map<number, boolean>
  /** the records that requests correct by xDR id */
  readonly corrected: readonly Corrected[]
  /** the last day on which the books are closed */
  readonly closedUntil: Day | null
  /** whether a request needs the booked charges, so that they are to be kept in memory */
  readonly keepsCharges: boolean
  readonly entries: Entry[]
  readonly touched: Set<string>
  /** xDR ids to draw from, and more of them without waiting */
  readonly freeXdrIds: bigint[]
  readonly moreXdrIds: XdrStock['more']
  customer: Customer
  /** of the last record that is sealed: what is booked is sealed when it is appended */
  hash: Uint8Array
  nextEvaluationOn: Day | null
  /** states of this transaction to be kept, the oldest first */
  readonly kept: Customer[]
  /** the record of the last state that is kept */
  snapshotSeq: number
}

/** The head of a customer who has no records yet. */
export const blankHead = (customerId: string): Head => {
  const blank = blankCustomer(customerId)
  return { customer: blank, hash: new Uint8Array(32), nextEvaluationOn: null, snapshotSeq: 0 }
}

export const nameOfUse = (one: Pick<KeyUse, 'caller' | 'key'>): string => `${one.caller}\0${one.key}`

/** What a clock shows: the named one of the customer, or the wall clock, whose now is handed in. */
export function clockReading(clock: NamedClock | null, wall: Instant, zone: string): ClockReading {
  const now = clock === null ? wall : clock.now
  const off = clock?.collection === 'off' ? ({ collection: 'off' } as const) : {}
  return { now, today: dayAt(now, zone), mail: clock === null ? 'send' : clock.mail, ...off }
}

/** What the clock of a sheet's customer shows. A clock that the customer has and nobody knows is a bug. */
export function readClock(sheet: Sheet, wall: Instant): ClockReading {
  const { clock, timeZone } = sheet.customer
  if (clock === null) return clockReading(null, wall, timeZone)
  const named = sheet.clocks.get(clock)
  if (named === undefined) throw new Error(`Bug: ${sheet.customerId} is on a clock that is not there`)
  return clockReading(named, wall, timeZone)
}

/** The subjects that were touched, as they stand now. */
export function touchedSubjects(sheet: Sheet): Subject[] {
  return [...sheet.touched].flatMap((key) => sheet.customer.subjects.get(key) ?? [])
}

/** Until when the books are closed, as it stands in circumstances: left out where they are open. */
export const closedOn = ({ closedUntil }: Sheet): { readonly closedUntil?: Day } =>
  closedUntil === null ? {} : { closedUntil }
