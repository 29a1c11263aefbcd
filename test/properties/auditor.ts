import type { EventRecord, LedgerRecord } from '../../src/engine/events/record.ts'
import type { Installment } from '../../src/engine/state/customer.ts'
import type { Instant } from '../../src/engine/time.ts'
import { postCollection } from './auditor-collection.ts'
import { postCredit, postPayment } from './auditor-money.ts'
import { postBill, postCustomer, postDispute } from './auditor-posts.ts'
import { plainTerms, type Terms } from './auditor-terms.ts'

/**
 * A naive auditor: he reads the facts of events and their two times, keeps books of his own with plain sums, and knows
 * nothing of the engine's effects, formulas or state. Where the engine and he differ, one of them is wrong.
 */
export type Bill = {
  readonly no: number
  issuedAt: Instant
  seq: number
  /** null while it is a draft */
  issuedOn: bigint | null
  dueOn: bigint | null
  installments: readonly Installment[]
  /** another due date than at its issue */
  isPutOff: boolean
  total: bigint
  dueAtIssue: bigint | null
  adjusted: bigint
  paid: bigint
  credited: bigint
  passedOn: bigint
  givenUp: bigint
  voided: bigint
  voidedOn: bigint | null
  notes: bigint
  agreed: bigint
  claimed: bigint
  feeOn: bigint | null
  stoppedOn: bigint | null
}

/** Money of a payment or a credit: what came, and where it went. */
export type Purse = {
  amount: bigint
  used: bigint
  refunded: bigint
  voided: bigint
  moved: bigint
  chargedBack: bigint
  /** of a payment: what was only promised, what failed, what a bank gave back */
  promised: bigint
  failed: bigint
  broughtBack: bigint
  endsAt: bigint | null
  endsOn: bigint | null
  /** of a promised payment: the bills it is for, and its place among the others */
  chosen: readonly { readonly no: number; readonly amount: bigint }[]
  since: Instant
  seq: number
}

export type Quarrel = {
  claimed: bigint
  agreed: bigint
  adjusted: bigint
  resolvedOn: bigint | null
  rejectedOn: bigint | null
}

export type Share = { amount: bigint; chargedBack: bigint }

/** All that the auditor remembers of one customer. */
export type Books = {
  opened: boolean
  prepaid: boolean
  /** the smallest amount of the currency */
  unit: bigint
  limit: bigint | null
  shortLimit: bigint | null
  shortUntil: bigint | null
  blockedOn: bigint | null
  closedOn: bigint | null
  endedOn: bigint | null
  liftedUntil: bigint | null
  rules: bigint | null
  version: bigint | null
  terms: Terms
  /** from when what was set counts, by its name: what counts from before does not replace it */
  readonly setAt: Map<string, Instant>
  /** days that are set in collection, by their names */
  readonly days: Map<string, bigint>
  charged: bigint
  credited: bigint
  invoiced: bigint
  noted: bigint
  adjusted: bigint
  givenUp: bigint
  voided: bigint
  paid: bigint
  refunded: bigint
  chargedBack: bigint
  moved: bigint
  readonly bills: Map<number, Bill>
  readonly payments: Map<number, Purse>
  readonly credits: Map<number, Purse>
  readonly allocations: Map<number, Share>
  readonly disputes: Map<number, Quarrel>
}

export const emptyBooks = (): Books => ({
  opened: false,
  prepaid: false,
  unit: 1n,
  limit: null,
  shortLimit: null,
  shortUntil: null,
  blockedOn: null,
  closedOn: null,
  endedOn: null,
  liftedUntil: null,
  rules: null,
  version: null,
  terms: plainTerms,
  setAt: new Map(),
  days: new Map(),
  charged: 0n,
  credited: 0n,
  invoiced: 0n,
  noted: 0n,
  adjusted: 0n,
  givenUp: 0n,
  voided: 0n,
  paid: 0n,
  refunded: 0n,
  chargedBack: 0n,
  moved: 0n,
  bills: new Map(),
  payments: new Map(),
  credits: new Map(),
  allocations: new Map(),
  disputes: new Map(),
})

/** The books of what counted until A, of what was known at K: by time of recording, or by number of the record. */
export function audit(records: readonly LedgerRecord[], asOf: Instant, known: Instant | number | null): Books {
  const read: EventRecord[] = []
  for (const record of records) {
    if (record.kind !== 'event' || record.effectiveAt > asOf) continue
    if (typeof known === 'bigint' && record.recordedAt > known) continue
    if (typeof known === 'number' && record.seq > known) continue
    read.push(record)
  }
  read.sort((a, b) => (a.effectiveAt === b.effectiveAt ? a.seq - b.seq : a.effectiveAt < b.effectiveAt ? -1 : 1))
  const books = emptyBooks()
  for (const record of read) post(books, record)
  return books
}

/** Enters one event into the books; it belongs on the pages of the customer, a bill, a purse or a dispute, or on several. */
export function post(books: Books, record: EventRecord): void {
  postCustomer(books, record)
  postBill(books, record)
  postPayment(books, record)
  postCredit(books, record)
  postDispute(books, record)
  postCollection(books, record)
}

/** What a bill still asks for. */
export const owed = (bill: Bill): bigint =>
  bill.total + bill.adjusted + bill.passedOn - bill.credited - bill.paid - bill.givenUp - bill.voided

/** What of a purse nobody has yet. */
export const left = (purse: Purse): bigint =>
  purse.amount - purse.used - purse.refunded - purse.voided - purse.moved - purse.chargedBack

/** What the customer owes by his running sums. */
export const balanceOf = (books: Books): bigint =>
  books.charged +
  books.adjusted +
  books.refunded +
  books.chargedBack +
  books.moved -
  (books.credited + books.noted + books.givenUp + books.voided + books.paid)

export const sumOf = <T>(all: Iterable<T>, of: (one: T) => bigint): bigint => {
  let sum = 0n
  for (const one of all) sum += of(one)
  return sum
}

/** What of the payments is only promised, and still is by a moment. */
export const promisedBy = (purse: Purse, now: Instant): bigint =>
  purse.endsAt !== null && purse.endsAt <= now ? 0n : purse.promised
