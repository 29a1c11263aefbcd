import { isDeepStrictEqual } from 'node:util'
import { namedAs } from '../../src/engine/asked/draft.ts'
import { type Booking, book } from '../../src/engine/booking/book.ts'
import { identitiesOf } from '../../src/engine/booking/identities.ts'
import { decode, encode, hashInput, noHash } from '../../src/engine/bytes/record-bytes.ts'
import { decide } from '../../src/engine/commands/decide.ts'
import { nextEvaluationOn } from '../../src/engine/evaluation/evaluation.ts'
import type { LedgerRecord } from '../../src/engine/events/record.ts'
import { theCustomer } from '../../src/engine/figures/base.ts'
import { foldStored } from '../../src/engine/replay/as-of.ts'
import { draftsOf } from '../../src/engine/replay/drafts.ts'
import { blankCustomer, type Customer, type Subject } from '../../src/engine/state/customer.ts'
import { type OwnCustomer, own } from '../../src/engine/state/own.ts'
import { type Instant, later } from '../../src/engine/time.ts'
import { type Booked, type MemoryLedger, sha256 } from '../memory/ledger.ts'
import { assertApplied } from './applied.ts'
import { type Books, emptyBooks } from './auditor.ts'
import { checkChain } from './chains.ts'
import { loadedFor, othersFor } from './loaded.ts'
import { assertMeetings } from './meetings.ts'
import { type Trail, trace } from './trail.ts'
import { assertSigns, assertStatuses } from './truths.ts'

/** What is known of a customer from his records alone, kept beside the live state to be compared with it. */
export type Inspected = {
  folded: OwnCustomer
  readonly books: Books
  readonly trail: Trail
  readonly seen: Map<number, LedgerRecord>
  readonly same: WeakMap<Subject, Subject>
  hash: Uint8Array
  seq: number
  turn: number
  live: Customer | null
  recordedAt: Instant
}

export const inspected = (customerId: string): Inspected => ({
  folded: own(blankCustomer(customerId)),
  books: emptyBooks(),
  trail: new Map(),
  seen: new Map(),
  same: new WeakMap(),
  hash: noHash,
  seq: 0,
  turn: 0,
  live: null,
  recordedAt: 0n,
})

/** Looks at the operations just booked on a customer, on every road there is; throws where the roads part. */
export function inspect(known: Inspected, ledger: MemoryLedger, customerId: string, booked: readonly Booked[]): void {
  for (const operation of booked) {
    const bytes = operation.records.map(encode)
    rebook(known, operation, bytes)
    inOrder(known, operation.records)
    checkChain(operation, known.seen)
    for (const record of operation.records) known.seen.set(record.seq, record)
    trace(known.trail, known.books, operation.records, nowIn(known, operation))
    for (const [at, record] of operation.records.entries()) keep(known, record, bytes[at] ?? noHash)
  }
  const live = liveOf(ledger, customerId)
  const touched = touchedSince(known, live)
  known.live = live
  for (const { words, left, right, holds } of identitiesOf(live)) must(holds, () => `${words}: ${left} is not ${right}`)
  assertSigns(live, [theCustomer, ...touched.map((subject) => subject.ref)])
  assertStatuses(live, booked)
  for (const operation of booked.slice(-1)) assertEvaluations(live, operation)
  const last = booked.at(-1)
  if (last !== undefined) assertApplied(live, last)
}

/** The moment by which an operation judges whether authorisations have ended. */
const nowIn = (known: Inspected, { circumstances }: Booked): Instant =>
  later(known.folded.maxEffectiveAt, circumstances.effectiveAt)

/** The next day to be evaluated follows from what is loaded for an operation as from all that there is. */
function assertEvaluations(live: Customer, { command }: Booked): void {
  const [whole, loaded] = [live, loadedFor(live, command)].map(nextEvaluationOn)
  must(whole === loaded, () => `the next day to be evaluated is ${whole}, by what is loaded ${loaded}`)
}

export const liveOf = (ledger: MemoryLedger, customerId: string): Customer =>
  ledger.customers.get(customerId) ?? blankCustomer(customerId)

export function must(holds: boolean, words: () => string): void {
  if (!holds) throw new Error(words())
}

/**
 * Books the operation again on the state folded from all records before, in turn: the drafts behind its records on the
 * whole of it, or the command decided afresh on the part that it needs. The same bytes must come.
 */
function rebook(known: Inspected, { command, records, circumstances }: Booked, bytes: readonly Uint8Array[]): void {
  known.turn += 1
  if (known.turn % 2 === 0) {
    sameBytes('booked again', book(known.folded, draftsOf(records), circumstances), bytes)
    return
  }
  const loaded = loadedFor(known.folded, command)
  const others = othersFor(known.folded, loaded, command, circumstances.effectiveAt)
  const decision = decide(loaded, command, { ...circumstances, ...others })
  if (!decision.ok) throw new Error(`decided on what it needs, it is refused: ${decision.refusal.code}`)
  sameBytes('decided on what it needs', book(loaded, namedAs(decision.drafts, draftsOf(records)), circumstances), bytes)
}

function sameBytes(how: string, again: Booking, bytes: readonly Uint8Array[]): void {
  if (!again.ok) throw new Error(`${how}, it is refused: ${again.refusal.code}`)
  must(again.records.length === bytes.length, () => `${how}, there are ${again.records.length} records`)
  for (const [at, record] of again.records.entries()) {
    const isSame = Buffer.compare(encode(record), bytes[at] ?? noHash) === 0
    must(isSame, () => `${how}, record ${record.seq} (${record.type}) has other bytes`)
  }
}

/** Numbers without a gap, causes earlier, one time of recording; the digest on the first record. */
function inOrder(known: Inspected, records: readonly LedgerRecord[]): void {
  const [first] = records
  if (first === undefined) throw new Error('an operation without records was booked')
  must(first.recordedAt > known.recordedAt, () => `record ${first.seq} was not recorded after those before`)
  must(first.digest !== null, () => `record ${first.seq} does not begin its operation`)
  for (const record of records) {
    const { seq, causes } = record
    must(seq === known.seq + 1, () => `record ${seq} follows record ${known.seq}`)
    must(record.recordedAt === first.recordedAt, () => `record ${seq} was recorded at another time than its operation`)
    must(
      causes.every((cause) => cause.seq > 0 && cause.seq < seq),
      () => `record ${seq} names a cause that is not before it`,
    )
    known.seq = seq
  }
  known.recordedAt = first.recordedAt
}

/** Adds a record to what is known: it is what its bytes say, it is folded, it is chained. */
function keep(known: Inspected, record: LedgerRecord, bytes: Uint8Array): void {
  must(
    isDeepStrictEqual(decode(bytes), record),
    () => `record ${record.seq} (${record.type}) is not what its bytes say`,
  )
  const isLate = record.effectiveAt < known.folded.maxEffectiveAt
  must(record.late === isLate, () => `record ${record.seq} says late ${record.late}`)
  known.folded = foldStored(known.folded, record)
  known.hash = sha256(hashInput(known.hash, bytes))
}

/** The live state is the fold of the records; answers the subjects that either side has touched since it last was. */
function touchedSince(known: Inspected, live: Customer): Subject[] {
  const { folded, same } = known
  must(isDeepStrictEqual(standing(folded), standing(live)), () => 'the head is not the fold of its records')
  must(folded.subjects.size === live.subjects.size, () => 'the fold has other subjects')
  const touched = [...live.subjects].filter(([key, subject]) => {
    const other = folded.subjects.get(key)
    return other === undefined || same.get(subject) !== other
  })
  return touched.map(([key, subject]) => {
    const other = folded.subjects.get(key)
    must(isDeepStrictEqual(subject, other), () => `${key} is not the fold of its records`)
    if (other !== undefined) same.set(subject, other)
    return subject
  })
}

const standing = (customer: Customer): object => ({
  ...customer,
  subjects: null,
  charges: customer.charges.size,
  openedOn: null,
  now: null,
})

/** At the end everything is compared, without a memory of what was the same before. */
export function conclude(known: Inspected, ledger: MemoryLedger, customerId: string): void {
  const live = { ...liveOf(ledger, customerId), openedOn: 0, now: 0n }
  must(isDeepStrictEqual(known.folded, live), () => 'in the end the head is not the fold of its records')
  assertSigns(live, [theCustomer, ...[...live.subjects.values()].map((subject) => subject.ref)])
  assertMeetings(live)
  const hash = ledger.hashes.get(customerId)?.at(-1) ?? noHash
  must(Buffer.compare(hash, known.hash) === 0, () => 'the chain does not end in the hash of its last record')
}
