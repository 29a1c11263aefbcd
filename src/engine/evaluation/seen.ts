import type { Customer } from '../state/customer.ts'
import { lastEvaluated, lastShown } from '../state/days-seen.ts'
import type { Day } from '../time.ts'

/**
 * `shown`: the day by which statuses were judged last. `evaluated`: the last day evaluated; another one only where a new
 * zone has set the day forward or back. `known`: days up to this one were looked at as they were then, and are not again.
 * `latest`: the last day on which something counts.
 */
export type Seen = { readonly shown: Day; readonly evaluated: Day; readonly known: Day; readonly latest: Day }

/** Before all days. */
export const NEVER = Number.MIN_SAFE_INTEGER

/** What was seen of a customer, by the day of the latest moment at which something of his counts. */
export function lastSeen(customer: Customer, latestOn: Day): Seen {
  const shown = lastShown(customer) ?? NEVER
  const evaluated = lastEvaluated(customer) ?? NEVER
  const latest = customer.seq === 0 ? NEVER : latestOn
  // of the last day itself a step may be left that only what was booked on it makes due
  return { shown, evaluated, known: Math.max(evaluated, latest - 1, shown - 1), latest }
}
