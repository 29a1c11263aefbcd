import type { EventRecord } from '../../src/engine/events/record.ts'
import { currencyDigits } from '../../src/engine/money/currencies.ts'
import type { Bill, Books, Quarrel } from './auditor.ts'
import { readTerms } from './auditor-terms.ts'

export const numberOf = (ref: { readonly no: number } | undefined): number => ref?.no ?? Number.NaN

const dayOf = (day: number | undefined): bigint | null => (day === undefined ? null : BigInt(day))

/** Does what an event sets hold, or does what was set already count from later on (2-domain 2.3, 4)? */
function holds(books: Books, name: string, { effectiveAt }: EventRecord): boolean {
  const last = books.setAt.get(name)
  if (last !== undefined && effectiveAt < last) return false
  books.setAt.set(name, effectiveAt)
  return true
}

/** Who he is from his first day on, also where that was moved back; his limit and rules stay where they were. */
function openBooks(books: Books, { facts }: EventRecord): void {
  books.opened = true
  books.unit = 10n ** BigInt(6 - (currencyDigits(facts.currency ?? '') ?? 6))
  books.prepaid = facts.billing === 'prepaid'
}

/** The page of the customer: who he is and what he is charged, his terms, what was said about him. */
export function postCustomer(books: Books, record: EventRecord): void {
  const { type, facts } = record
  const { amount = 0n } = facts
  switch (type) {
    case 'opening_moved':
      openBooks(books, record)
      return
    case 'customer_opened':
      openBooks(books, record)
      // where it was moved back, a limit may have been set since
      if (facts.creditLimit !== undefined && holds(books, 'limit', record)) books.limit = facts.creditLimit
      books.rules = facts.rules ?? null
      return
    case 'rules_adopted':
      books.rules = facts.rules ?? null
      return
    case 'charge_booked':
    case 'late_fee_charged':
      books.charged += amount
      return
    case 'credit_booked':
      books.credited += amount
      return
    default:
      postTerms(books, record)
      postStanding(books, record)
  }
}

function postTerms(books: Books, record: EventRecord): void {
  const { type, facts } = record
  if (type === 'policy_adopted' && holds(books, 'terms', record)) {
    books.version = facts.policyVersion ?? null
    books.terms = readTerms(facts.policy ?? '')
  }
  if (type === 'collection_lifted' && holds(books, 'lifted', record)) books.liftedUntil = dayOf(facts.until)
  if (type !== 'credit_limit_changed') return
  if (facts.until === undefined) {
    if (holds(books, 'limit', record)) books.limit = facts.creditLimit ?? null
  } else if (holds(books, 'short limit', record)) {
    books.shortLimit = facts.temporaryLimit ?? null
    books.shortUntil = dayOf(facts.until)
  }
}

function postStanding(books: Books, record: EventRecord): void {
  const { type, facts } = record
  const day = type === 'customer_reopened' || type === 'customer_reinstated' ? 0n : dayOf(facts.day)
  const isReopened = type === 'customer_reopened'
  if ((type === 'customer_blocked' || isReopened) && holds(books, 'blocked', record)) books.blockedOn = day
  if ((type === 'customer_closed' || isReopened) && holds(books, 'closed', record)) books.closedOn = day
  const isEnded = type === 'customer_terminated' || type === 'customer_reinstated'
  if ((isEnded || isReopened) && holds(books, 'ended', record)) books.endedOn = day
}

/** The page of a bill, and the sums of the customer that go with it. */
export function postBill(books: Books, record: EventRecord): void {
  const { type, facts } = record
  const { amount = 0n } = facts
  switch (type) {
    case 'invoice_drafted':
      books.bills.set(numberOf(facts.invoice), newBill(record))
      return
    case 'draft_line_added': {
      const bill = billOf(books, record)
      if (record.effectiveAt > bill.issuedAt) bill.issuedAt = record.effectiveAt
      return
    }
    case 'invoice_issued':
      issue(books, record)
      return
    case 'late_fee_charged':
      billOf(books, record).feeOn = dayOf(facts.day)
      return
    case 'late_fee_added':
      billOf(books, record).feeOn = dayOf(facts.day)
      adjust(books, record)
      return
    case 'invoice_adjusted':
      adjust(books, record)
      return
    case 'invoice_written_off':
    case 'write_off_undone': {
      const by = type === 'invoice_written_off' ? amount : -amount
      billOf(books, record).givenUp += by
      books.givenUp += by
      return
    }
    case 'invoice_voided':
      billOf(books, record).voided += amount
      billOf(books, record).voidedOn = dayOf(facts.day)
      books.voided += amount
      return
    case 'due_date_changed':
      if (!holds(books, `due ${numberOf(facts.invoice)}`, record)) return
      billOf(books, record).dueOn = dayOf(facts.dueOn)
      billOf(books, record).installments = []
      billOf(books, record).isPutOff = true
      return
    case 'collection_stopped':
    case 'collection_resumed': {
      const stoppedOn = type === 'collection_stopped' ? dayOf(facts.day) : 0n
      if (holds(books, `stopped ${numberOf(facts.invoice)}`, record)) billOf(books, record).stoppedOn = stoppedOn
      return
    }
    default:
      return
  }
}

function adjust(books: Books, record: EventRecord): void {
  const { amount = 0n } = record.facts
  books.adjusted += amount
  billOf(books, record).adjusted += amount
}

function issue(books: Books, record: EventRecord): void {
  const { facts, effectiveAt, seq } = record
  const { amount = 0n } = facts
  const bill = books.bills.get(numberOf(facts.invoice)) ?? newBill(record)
  books.invoiced += amount
  books.bills.set(bill.no, {
    ...bill,
    issuedAt: effectiveAt,
    seq,
    total: bill.total + amount,
    issuedOn: dayOf(facts.issuedOn),
    dueOn: dayOf(facts.dueOn),
    installments: facts.installments ?? [],
    dueAtIssue: facts.amountDue ?? null,
  })
}

const newBill = ({ facts, effectiveAt, seq }: EventRecord): Bill => ({
  no: numberOf(facts.invoice),
  issuedAt: effectiveAt,
  seq,
  issuedOn: null,
  dueOn: null,
  isPutOff: false,
  installments: facts.installments ?? [],
  total: 0n,
  dueAtIssue: null,
  adjusted: 0n,
  paid: 0n,
  credited: 0n,
  passedOn: 0n,
  givenUp: 0n,
  voided: 0n,
  voidedOn: null,
  notes: 0n,
  agreed: 0n,
  claimed: 0n,
  feeOn: null,
  stoppedOn: null,
})

/** The page of a dispute, and what its bill has to know of it. */
export function postDispute(books: Books, record: EventRecord): void {
  const { type, facts } = record
  const { agreed = 0n, claimed = 0n } = facts
  switch (type) {
    case 'dispute_opened':
      books.disputes.set(numberOf(facts.dispute), { claimed, agreed, adjusted: 0n, resolvedOn: null, rejectedOn: null })
      billOf(books, record).claimed += claimed
      billOf(books, record).agreed += agreed
      return
    case 'note_added':
      if (facts.agreed !== undefined) billOf(books, record).agreed += agreed
      if (facts.agreed !== undefined && facts.dispute !== undefined) disputeOf(books, record).agreed += agreed
      return
    case 'invoice_adjusted':
      if (facts.dispute !== undefined) disputeOf(books, record).adjusted += facts.amount ?? 0n
      return
    case 'dispute_resolved':
      disputeOf(books, record).resolvedOn = dayOf(facts.day)
      billOf(books, record).claimed -= claimed
      return
    case 'dispute_rejected':
      disputeOf(books, record).rejectedOn = dayOf(facts.day)
      billOf(books, record).claimed -= claimed
      return
    default:
      return
  }
}

/** The bill that an event names. */
export function billOf(books: Books, { facts, seq }: EventRecord): Bill {
  const bill = books.bills.get(numberOf(facts.invoice))
  if (bill === undefined) throw new Error(`the auditor finds no invoice that record ${seq} could be about`)
  return bill
}

function disputeOf(books: Books, { facts, seq }: EventRecord): Quarrel {
  const dispute = books.disputes.get(numberOf(facts.dispute))
  if (dispute === undefined) throw new Error(`the auditor finds no dispute that record ${seq} could be about`)
  return dispute
}
