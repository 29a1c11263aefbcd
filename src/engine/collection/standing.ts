import type { Code } from '../events/slots.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { cellValue, subjectsOf } from '../state/subjects.ts'
import type { Day } from '../time.ts'
import { type Dunned, dunnedByNo } from '../values/dunning.ts'
import { collectionSince } from '../values/stages.ts'

/**
 * How an invoice stands in collection on a day. Quiet: nothing is overdue, or no more than the minimum outstanding.
 * Spared: something is, but stopped by hand, disputed or covered. Pursued: neither (docs/decisions/0023).
 */
export type Standing = 'quiet' | 'spared' | 'pursued'

export type Stood = {
  readonly invoice: Subject
  readonly standing: Standing
  /** what spares it */
  readonly because: Code | null
  readonly since: Day | null
}

/** How each loaded issued invoice stands on a day; by its number. */
export function standings(customer: Customer, day: Day): ReadonlyMap<number, Stood> {
  const dunned = dunnedByNo(customer, day)
  const issued = subjectsOf(customer, 'invoice').filter((one) => one.cells['invoice.issued_on'] !== undefined)
  return new Map(issued.map((invoice) => [invoice.ref.no, stood(customer, invoice, dunned.get(invoice.ref.no))]))
}

function stood(customer: Customer, invoice: Subject, one: Dunned | undefined): Stood {
  const since = collectionSince(customer, invoice.ref)
  const isQuiet = one === undefined || one.overdue <= 0n || one.outstanding <= customer.policy.collectMinimum
  if (isQuiet) return { invoice, standing: 'quiet', because: null, since }
  const because = sparedBecause(customer, one)
  return { invoice, standing: because === null ? 'pursued' : 'spared', because, since }
}

/** What leaves nothing overdue, or not more than the minimum, of an invoice that has both; null: nothing does. */
function sparedBecause(customer: Customer, { invoice, outstanding, overdue, disputed, covered, pending }: Dunned) {
  const { collectMinimum } = customer.policy
  const leavesNothing = (taken: bigint): boolean => overdue - taken <= 0n || outstanding - taken <= collectMinimum
  if (cellValue(customer, invoice.ref, 'invoice.uncollected_since') > 0n) return 'stopped_by_hand'
  if (leavesNothing(disputed)) return 'in_dispute'
  if (leavesNothing(disputed + covered)) return 'covered_by_free_money'
  return leavesNothing(disputed + covered + pending) ? 'covered_by_pending_money' : null
}
