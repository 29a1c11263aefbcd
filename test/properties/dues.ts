import type { EventRecord, LedgerRecord, MessageRecord } from '../../src/engine/events/record.ts'
import type { Day, Instant } from '../../src/engine/time.ts'
import type { Books } from './auditor.ts'
import { countOf, heldDay, stageDay } from './auditor-collection.ts'
import { numberOf } from './auditor-posts.ts'
import { type Collection, collected, wanted } from './collector.ts'

/** What collection was like on a day before that day did anything. */
export type Dawn = { readonly day: Day; readonly collection: Collection }

/** `now`: as the day begins, or the latest moment that counts. */
export const dawnOf = (books: Books, { facts: { day = 0 } }: EventRecord, now: Instant): Dawn => ({
  day,
  collection: collected(books, { now, today: day }),
})

/** Nobody is charged or terminated by collection whose debt is not pursued on that day, nor twice, nor while it is lifted. */
export function checkDue(books: Books, dawn: Dawn | null, record: EventRecord): void {
  const isFee = record.type === 'late_fee_charged' || record.type === 'late_fee_added'
  if (!isFee && record.type !== 'customer_terminated') return
  const fault = dawn === null ? 'no day asked for it' : isFee ? feeFault(books, dawn, record) : endFault(books, dawn)
  if (fault !== null) throw new Error(`record ${record.seq} (${record.type}): ${fault}`)
}

function feeFault(books: Books, { day, collection }: Dawn, { type, facts }: EventRecord): string | null {
  const { fee, grace } = books.terms
  const bill = books.bills.get(numberOf(facts.invoice))
  const claim = collection.claims.get(numberOf(facts.invoice))
  if (bill === undefined || claim === undefined || fee === null) return 'no fee can be due'
  if ((type === 'late_fee_added') !== fee.isOnThis) return 'the fee belongs elsewhere'
  if (bill.feeOn !== null) return 'the bill has its fee'
  if (isAtRest(books, day) || !collection.pursued.has(bill.no)) return 'the bill is not collected'
  const since = heldDay(books, 'late fee') ?? 0n
  const count = countOf(books, bill, claim.dueOn) ?? 0n
  if (BigInt(day) < (since > count ? since : count) + 1n + BigInt(grace)) return 'the days of grace are not over'
  const part = (wanted(claim) * fee.percent) / 100_000_000n
  const amount = ((fee.amount + part + books.unit - 1n) / books.unit) * books.unit
  return facts.amount === amount ? null : `the fee is ${amount}, not ${facts.amount}`
}

function endFault(books: Books, { day, collection }: Dawn): string | null {
  const { termination } = books.terms
  if (termination === null) return 'no terms say so'
  if (isAtRest(books, day) || (books.endedOn ?? 0n) !== 0n) return 'nothing is collected'
  const isReached = [...collection.claims.values()].some(({ bill, dueOn }) => {
    const count = countOf(books, bill, dueOn)
    const on = count === null || !collection.pursued.has(bill.no) ? null : stageDay(books, bill, count, 'termination')
    return on !== null && on <= BigInt(day)
  })
  return isReached ? null : 'no debt has come to it'
}

const isAtRest = ({ closedOn, liftedUntil }: Books, day: Day): boolean =>
  (closedOn ?? 0n) !== 0n || isLifted(liftedUntil, day)

const isLifted = (until: bigint | null, day: Day): boolean => until !== null && until >= BigInt(day)

/** A notice that an invoice is overdue goes out for one that is pursued, on a day on which collection is not lifted. */
export function checkLetters(books: Books, records: readonly LedgerRecord[]): void {
  for (const record of records) {
    if (record.kind !== 'message' || record.type !== 'message_queued' || !isDunning(record)) continue
    const day = dayOf(records, record)
    const isPursued = collected(books, { now: record.effectiveAt, today: day }).pursued.has(record.subject.no)
    if (!isPursued || isLifted(books.liftedUntil, day))
      throw new Error(
        `record ${record.seq} duns for invoice ${record.subject.no}, which is not collected on day ${day}`,
      )
  }
}

function isDunning({ facts: { template, day = 0, statedDueOn } }: MessageRecord): boolean {
  const isLate = statedDueOn !== undefined && day > statedDueOn
  return template === 'overdue_notice' || (template === 'invoice_copy' && isLate)
}

/** The day by which it was judged: that of the status that led to it, or its own. */
function dayOf(records: readonly LedgerRecord[], { parentSeq, facts }: MessageRecord): Day {
  const parent = records.find((one) => one.seq === parentSeq)
  const today =
    parent?.kind === 'change' ? parent.operands.find(({ figure }) => figure === 'customer.today') : undefined
  return today === undefined ? (facts.day ?? 0) : Number(today.value)
}
