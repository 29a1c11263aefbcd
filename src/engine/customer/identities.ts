import { theCustomer } from '../figures/base.ts'
import { evaluate } from '../figures/evaluate.ts'
import type { Micros } from '../money/amount.ts'
import { type Customer, subjectsOf } from './state.ts'

/** An identity of 2-domain 2.1 with its two sides, each computed on its own road. */
export type Identity = {
  readonly words: string
  readonly left: Micros
  readonly right: Micros
  readonly holds: boolean
}

const identity = (words: string, left: Micros, right: Micros): Identity => ({
  words,
  left,
  right,
  holds: left === right,
})

/** The identities of a customer: the balance from running sums against the sums over his subjects, and his money. */
export function identitiesOf(customer: Customer): Identity[] {
  const value = (figure: Parameters<typeof evaluate>[1]): Micros => evaluate(customer, figure, theCustomer, 0) ?? 0n
  const free = value('customer.unallocated_payments') + value('customer.unallocated_credits')
  return [
    identity(
      'balance = unbilled + outstanding − unallocated payments − unallocated credits',
      value('customer.balance'),
      value('customer.unbilled') + value('customer.outstanding') - free,
    ),
  ]
}

/** What must hold after every booking; the stored totals stand for subjects that are not loaded. Throws: it is a bug. */
export function assertBooks(customer: Customer): void {
  if (customer.currency === null) return
  const stored = (
    figure: 'customer.outstanding' | 'customer.unallocated_payments' | 'customer.unallocated_credits',
  ): Micros => customer.cells[figure]?.value ?? 0n
  const value = (figure: Parameters<typeof evaluate>[1]): Micros => evaluate(customer, figure, theCustomer, 0) ?? 0n
  const right =
    value('customer.unbilled') +
    stored('customer.outstanding') -
    stored('customer.unallocated_payments') -
    stored('customer.unallocated_credits')
  if (value('customer.balance') !== right)
    throw new Error(`Bug: the balance of ${customer.id} is not what his subjects say`)
  for (const kind of ['invoice', 'payment', 'credit', 'allocation'] as const) {
    const figure = (
      {
        invoice: 'invoice.outstanding',
        payment: 'payment.unallocated',
        credit: 'credit.remaining',
        allocation: 'allocation.amount',
      } as const
    )[kind]
    const below = subjectsOf(customer, kind).find((subject) => (evaluate(customer, figure, subject.ref, 0) ?? 0n) < 0n)
    if (below !== undefined) throw new Error(`Bug: ${figure} of ${below.id} of ${customer.id} would be below 0`)
  }
}
