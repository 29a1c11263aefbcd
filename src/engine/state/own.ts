import type { EventType } from '../events/effects.ts'
import type { Facts } from '../events/slots.ts'
import type { Instant } from '../time.ts'
import type { Charge, Customer, Subject } from './customer.ts'
import type { OwnRanges } from './ranges.ts'

/** An event as it changes state: decided (with its new seq) or recorded. */
export type AppliedEvent = {
  readonly type: EventType
  readonly facts: Facts
  readonly effectiveAt: Instant
  readonly seq: number
}

/** A state whose maps and ranges belong to the one who folds it, so that an event costs the same however many there are. */
export type OwnCustomer = Customer & {
  readonly subjects: Map<string, Subject>
  readonly charges: Map<number, Charge>
  readonly unbilled: OwnRanges
}

/** A state with maps and ranges of its own; what is in them is shared and never changes. */
export const own = (customer: Customer): OwnCustomer => ({
  ...customer,
  subjects: new Map(customer.subjects),
  charges: new Map(customer.charges),
  unbilled: [...customer.unbilled],
})
