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

/**
 * A state whose maps and ranges belong to the one who folds it, so that an event costs the same however many there are. Its
 * subjects are copied when one of them is changed first (`ownSubjects`): most operations of a customer change few, or none.
 */
export type OwnCustomer = Customer & {
  readonly charges: Map<number, Charge>
  readonly unbilled: OwnRanges
}

/** The maps of subjects that folds have made for themselves and still change. */
const changing = new WeakSet<Subjects>()
type Subjects = Customer['subjects']

/** A state to be folded on; what is in its maps is shared and never changes, and the state handed in stays as it was. */
export const own = (customer: Customer): OwnCustomer => ({
  ...settled(customer),
  charges: new Map(customer.charges),
  unbilled: [...customer.unbilled],
})

/** A state with a map of subjects that may be changed: the one that it has where the fold has made it, else a copy. */
export function ownSubjects<C extends OwnCustomer>(customer: C): C & { readonly subjects: Map<string, Subject> } {
  const { subjects } = customer
  // what is among them was made below
  if (changing.has(subjects)) return customer as C & { readonly subjects: Map<string, Subject> }
  const copy = new Map(subjects)
  changing.add(copy)
  return { ...customer, subjects: copy }
}

/** A state that is handed on: its subjects stay as they are, and whoever folds on copies them. */
export function settled<C extends Customer>(customer: C): C {
  changing.delete(customer.subjects)
  return customer
}

/** Do the subjects of a map stay as they are? */
export const areSettled = (subjects: Subjects): boolean => !changing.has(subjects)
