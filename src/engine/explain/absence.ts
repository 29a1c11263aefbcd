import { type Customer, subjectOf } from '../customer/state.ts'
import { type Ref, theCustomer } from '../figures/base.ts'
import { evaluate } from '../figures/evaluate.ts'
import type { EventRecord, LedgerRecord } from '../record.ts'
import { type Day, type Instant, shortDay } from '../time.ts'
import { money } from './words.ts'

/**
 * What one would expect and did not happen, said in words (1-product: expected absences): no payment since the last one
 * while something is owed. `records` are those within the dials; `dayOf` gives the day of a moment in the customer's zone.
 */
export function absences(
  customer: Customer,
  ref: Ref,
  records: Iterable<LedgerRecord>,
  today: Day,
  dayOf: (at: Instant) => Day,
  digits: number,
): string[] {
  const figure = ref.kind === 'invoice' ? 'invoice.outstanding' : 'customer.outstanding'
  if (ref.kind !== 'invoice' && ref.kind !== 'customer') return []
  const owed = evaluate(customer, figure, ref.kind === 'invoice' ? ref : theCustomer, today) ?? 0n
  if (owed <= 0n) return []
  const last = lastPayment(records, ref)
  const since = last === undefined ? (subjectOf(customer, ref)?.bornAt ?? customer.openedAt) : last.effectiveAt
  const left = `Still outstanding: ${money(owed, { digits })}.`
  return [
    last === undefined
      ? `No payment between ${shortDay(dayOf(since))} and ${shortDay(today)}. ${left}`
      : `No payment since ${shortDay(dayOf(since))}. ${left}`,
  ]
}

function lastPayment(records: Iterable<LedgerRecord>, ref: Ref): EventRecord | undefined {
  let last: EventRecord | undefined
  for (const record of records) {
    if (record.kind !== 'event') continue
    const pays =
      ref.kind === 'invoice'
        ? record.type === 'payment_allocated' && record.facts.invoice?.no === ref.no
        : record.type === 'payment_received'
    if (pays && (last === undefined || record.effectiveAt >= last.effectiveAt)) last = record
  }
  return last
}
