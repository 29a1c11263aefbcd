import type { Customer } from '../customer/state.ts'
import type { Day } from '../time.ts'

/**
 * Work over all subjects of a customer that many figures ask for, done once for a state and a day. A state is never
 * changed after it was handed on: what an event moves is a new one.
 */
export function oncePerState<T>(work: (customer: Customer, today: Day) => T): (customer: Customer, today: Day) => T {
  const done = new WeakMap<Customer, { readonly day: Day; readonly value: T }>()
  return (customer, today) => {
    const known = done.get(customer)
    if (known?.day === today) return known.value
    const value = work(customer, today)
    done.set(customer, { day: today, value })
    return value
  }
}
