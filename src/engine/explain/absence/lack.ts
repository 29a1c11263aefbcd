import type { Ref } from '../../figures/base.ts'
import type { Day, Instant } from '../../time.ts'

/**
 * A time in which a payment would be expected: from the issue of what is owed to the moment that is looked at, never
 * beyond now. `issued` is the invoice that was issued first of what is owed; `owed` in micros; `invoice` where one is
 * asked about.
 */
export type Lack = {
  readonly since: Instant
  readonly until: Instant
  readonly issued: Ref
  readonly owed: bigint
  readonly invoice: Ref | null
}

/** What the sentences need beside: the days of the customer's zone, his currency's digits, names of invoices. */
export type AbsenceTelling = {
  readonly dayOf: (at: Instant) => Day
  readonly digits: number
  readonly nameOf: (ref: Ref) => string
  /** is there older money in that time of which the events are not among those that are given? */
  readonly isCut?: boolean
}
