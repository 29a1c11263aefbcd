import type { Day } from '../time.ts'
import type { Customer } from './customer.ts'

type Done = { readonly day: Day; readonly value: unknown }

/** What was worked out for a state, by the work that did it. */
const known = new WeakMap<Customer, Map<unknown, Done>>()

/**
 * Work over all subjects of a customer that many figures ask for, done once for a state and a day. A state is never
 * changed after it was handed on: what an event moves is a new one.
 */
export function oncePerState<T>(work: (customer: Customer, today: Day) => T): (customer: Customer, today: Day) => T {
  return (customer, today) => {
    const ofState = known.get(customer) ?? new Map<unknown, Done>()
    const done = ofState.get(work)
    if (done?.day === today) return done.value as T
    const value = work(customer, today)
    ofState.set(work, { day: today, value })
    known.set(customer, ofState)
    return value
  }
}

/**
 * Hands on what was worked out for a state to the next one, which differs from it in no figure of the customer or of a
 * subject: a record that only says something was added. Which messages there were is not to be worked out by it.
 */
export function withSameFigures<C extends Customer>(before: Customer, next: C): C {
  const ofState = known.get(before)
  if (ofState !== undefined) known.set(next, ofState)
  return next
}
