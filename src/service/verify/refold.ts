import { encode } from '../../engine/bytes/record-bytes.ts'
import { type OwnCustomer, own } from '../../engine/customer/apply.ts'
import { book } from '../../engine/customer/book.ts'
import { blankCustomer, type Customer, type Subject } from '../../engine/customer/state.ts'
import { refKey } from '../../engine/figures/base.ts'
import type { LedgerRecord } from '../../engine/record.ts'
import { foldStored } from '../../engine/replay/as-of.ts'
import { draftsOf } from '../../engine/replay/drafts.ts'
import { isOpen } from '../../store/left.ts'
import type { StoredOperation } from '../../store/operations.ts'
import { dayAt, latestOn } from '../days.ts'
import { commandFrom } from '../operation-text.ts'
import type { ReadRecord } from './chain.ts'
import { type Findings, found } from './finding.ts'

/** The state of a customer, made again from his records; `broken` once they cannot be folded any further. */
export type Refold = { state: OwnCustomer; readonly open: Set<string>; broken: boolean }

export const openRefold = (customerId: string): Refold => ({
  state: own(blankCustomer(customerId)),
  open: new Set(),
  broken: false,
})

/**
 * Books one recorded operation again under its own circumstances and compares the records byte for byte; then moves the
 * state on by what is recorded.
 */
export function refold(fold: Refold, operation: StoredOperation, run: readonly ReadRecord[], findings: Findings): void {
  if (fold.broken) return
  const records = run.map((one) => one.record)
  try {
    compareBooking(fold, operation, run, findings)
    if (operation.firstSeq === 1) fold.state = { ...fold.state, rules: operation.rules }
    for (const record of records) fold.state = foldStored(fold.state, record)
    moveOn(fold, records)
  } catch (error) {
    fold.broken = true
    const reason = error instanceof Error ? error.message : String(error)
    found(findings, operation.firstSeq, `cannot be booked again, nor what follows: ${reason}`)
  }
}

function compareBooking(
  { state, open }: Refold,
  operation: StoredOperation,
  run: readonly ReadRecord[],
  findings: Findings,
): void {
  const records = run.map((one) => one.record)
  const { given } = commandFrom(operation.command)
  const { operationId, digest, recordedAt } = operation
  const circumstances = { ...given, operationId, digest, recordedAt, latestOn: latestOn(state) }
  // the operator's stream is opened by no record: its rules are those of its first operation
  const rules = operation.firstSeq === 1 ? operation.rules : state.rules
  if (rules !== operation.rules)
    found(findings, operation.firstSeq, `its operation names rules ${operation.rules}, the customer is on ${rules}`)
  const before = { ...loadedLike(state, open, records), rules }
  const booking = book(before, draftsOf(records), circumstances)
  if (!booking.ok) {
    found(findings, operation.firstSeq, `would be refused when booked again: ${booking.refusal.code}`)
    return
  }
  const differs = run.findIndex((one, at) => !isSame(one, booking.records[at]))
  if (differs !== -1) found(findings, operation.firstSeq + differs, 'is not what booking the operation again gives')
  else if (booking.records.length > records.length)
    found(findings, operation.lastSeq, 'is not the last record that booking the operation again gives')
}

const isSame = ({ canonical }: ReadRecord, booked: LedgerRecord | undefined): boolean =>
  booked !== undefined && Buffer.compare(canonical, encode(booked)) === 0

/** The customer as an operation had him: his open subjects, and those that its records name. */
function loadedLike(state: OwnCustomer, open: ReadonlySet<string>, records: readonly LedgerRecord[]): Customer {
  const subjects = new Map<string, Subject>()
  for (const key of [...open, ...records.flatMap(named)]) {
    const subject = state.subjects.get(key)
    if (subject !== undefined) subjects.set(key, subject)
  }
  return { ...state, subjects, charges: new Map() }
}

function named(record: LedgerRecord): string[] {
  if (record.kind !== 'event') return [refKey(record.subject)]
  const { invoice, payment, credit, allocation, dispute, about } = record.facts
  return [invoice, payment, credit, allocation, dispute, about].flatMap((ref) =>
    ref === undefined ? [] : [refKey(ref)],
  )
}

function moveOn(fold: Refold, records: readonly LedgerRecord[]): void {
  const { state, open } = fold
  for (const key of records.flatMap(named)) {
    const subject = state.subjects.get(key)
    if (subject !== undefined && isOpen(subject)) open.add(key)
    else open.delete(key)
  }
  // the amounts of charges stand in their records; keeping them here would make a large customer slow
  state.charges.clear()
  if (records.some(({ type }) => type === 'customer_opened' || type === 'opening_moved'))
    fold.state = { ...state, openedOn: dayAt(state.openedAt, state.timeZone) }
}
