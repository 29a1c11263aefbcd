import { book } from '../../../engine/booking/book.ts'
import type { LedgerRecord } from '../../../engine/events/record.ts'
import { refKey } from '../../../engine/figures/base.ts'
import { foldStored } from '../../../engine/replay/as-of.ts'
import { draftsOf } from '../../../engine/replay/drafts.ts'
import { blankCustomer, type Customer, type Subject } from '../../../engine/state/customer.ts'
import { isOpen } from '../../../engine/state/open.ts'
import { type OwnCustomer, own } from '../../../engine/state/own.ts'
import type { StoredOperation } from '../../../store/history/operations.ts'
import { dayAt, latestOn } from '../../asked/days.ts'
import { givenFrom } from '../../asked/operation-text.ts'
import type { ReadRecord } from '../checks/chain.ts'
import { type Findings, found } from '../checks/finding.ts'
import type { Surroundings } from './circumstances.ts'
import { type Again, compareDecision, decidesAgain } from './decide-again.ts'
import { noteNames } from './named-by.ts'
import { compareRecords } from './same-records.ts'

/** The state of a customer, made again from his records; `broken` once they cannot be folded any further. */
export type Refold = {
  state: OwnCustomer
  readonly open: Set<string>
  broken: boolean
  /** whether operations are booked again */
  readonly books: boolean
  /** null: commands are not decided again */
  readonly again: Again | null
}

export const openRefold = (
  customerId: string,
  { book: books, decide }: { readonly book: boolean; readonly decide: boolean },
): Refold => ({
  state: own(blankCustomer(customerId)),
  open: new Set(),
  broken: false,
  books,
  again: decide ? decidesAgain() : null,
})

/**
 * Books one recorded operation again under its own circumstances and compares the records byte for byte; where commands
 * are decided again, also what its command comes to. Then moves the state on by what is recorded, which is all that is
 * done of one that is `trusted`.
 */
export function refold(
  fold: Refold,
  operation: StoredOperation,
  run: readonly ReadRecord[],
  findings: Findings,
  { surroundings = null, trusted = false }: { surroundings?: Surroundings | null; trusted?: boolean } = {},
): void {
  if (fold.broken) return
  const records = run.map((one) => one.record)
  try {
    if (fold.again !== null && surroundings !== null) {
      const open = [...fold.open, ...records.flatMap(named)]
      compareDecision({ ...fold.state, rules: operation.rules }, operation, run, {
        open,
        again: fold.again,
        surroundings,
        findings,
      })
    }
    if (fold.books && !trusted) compareBooking(fold, operation, run, findings)
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
  const given = givenFrom(operation.command)
  const { operationId, digest, recordedAt } = operation
  const circumstances = { ...given, operationId, digest, recordedAt, latestOn: latestOn(state) }
  // the operator's stream is opened by no record: its rules are those of its first operation
  const rules = operation.firstSeq === 1 ? operation.rules : state.rules
  if (rules !== operation.rules)
    found(findings, operation.firstSeq, `its operation names rules ${operation.rules}, the customer is on ${rules}`)
  const before = { ...loadedLike(state, open, records), rules }
  const booking = book(before, draftsOf(records), circumstances)
  compareRecords(operation, run, { road: 'booking the operation again', booking, findings })
}

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
  const { state, open, again } = fold
  if (again !== null) noteNames(again.directory, state, records.flatMap(named))
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
