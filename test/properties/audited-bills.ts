import type { Day } from '../../src/engine/time.ts'
import type { Figures } from './audited.ts'
import { type Bill, type Books, owed } from './auditor.ts'
import { countOf, setDay } from './auditor-collection.ts'
import { type Collection, collectible, wanted } from './collector.ts'

/** All figures and statuses of a bill on a day. */
export function billFigures(books: Books, bill: Bill, { claims }: Collection, today: Day): Figures {
  const named = (name: string): bigint | null => setDay(books, `${bill.no} ${name}`)
  const claim = claims.get(bill.no)
  if (claim === undefined) throw new Error(`the auditor lost sight of invoice ${bill.no}`)
  const { late, dueOn, disputed } = claim
  const isStopped = (bill.stoppedOn ?? 0n) !== 0n
  return {
    total: bill.total,
    adjusted: bill.adjusted,
    credited: bill.credited,
    paid: bill.paid,
    written_off: bill.givenUp,
    voided: bill.voided,
    to_credit: bill.passedOn,
    credit_noted: bill.notes,
    agreed: bill.agreed,
    issued_on: bill.issuedOn,
    due_on: bill.dueOn,
    voided_on: bill.voidedOn,
    late_fee_on: bill.feeOn,
    amount_due_at_issue: bill.dueAtIssue,
    claimed: bill.claimed,
    uncollected_since: bill.stoppedOn,
    counted_from: named('counted'),
    spared_since: named('spared'),
    limitation_on: named('limitation'),
    suspension_on: named('suspension'),
    termination_on: named('termination'),
    collection_since: countOf(books, bill, dueOn),
    awaited: claim.awaited,
    outstanding: owed(bill),
    creditable: bill.total + bill.adjusted - bill.voided - bill.notes,
    overdue: late,
    days_overdue: late > 0n ? BigInt(today) - (dueOn ?? BigInt(today)) : 0n,
    amount_due: dueWith(books, bill),
    collectible: collectible(claim),
    promise_difference: bill.agreed + bill.adjusted - bill.notes,
    disputed,
    collectible_overdue: wanted(claim),
    counted_adjustment: counted(books, bill),
    status: billStatus(books, bill, late),
    collection_status: !isStopped && collectible(claim) > books.terms.minimum ? 'collect' : 'do_not_collect',
  }
}

const counted = ({ terms }: Books, { adjusted }: Bill): bigint =>
  terms.countsAdjustments && adjusted < 0n ? -adjusted : 0n

/** What is due with a bill: what was issued before it as well, unless the terms are simple. */
function dueWith(books: Books, bill: Bill): bigint {
  let due = owed(bill)
  if (books.terms.isSimple) return due
  for (const other of books.bills.values()) {
    const isEarlier = other.issuedAt < bill.issuedAt || (other.issuedAt === bill.issuedAt && other.seq < bill.seq)
    if (isEarlier) due += owed(other)
  }
  return due
}

function billStatus(books: Books, bill: Bill, late: bigint): string {
  const open = owed(bill)
  const came = bill.paid + bill.credited
  if (bill.voidedOn !== null) return 'void'
  if (bill.issuedOn === null) return 'draft'
  if (open === 0n && bill.givenUp > 0n) return 'written_off'
  if (bill.total + bill.adjusted <= 0n && open <= 0n && came === 0n) return 'do_not_pay'
  if (open <= 0n) return 'paid'
  if (late > 0n) return 'overdue'
  return came > 0n || counted(books, bill) > 0n ? 'partially_paid' : 'unpaid'
}
