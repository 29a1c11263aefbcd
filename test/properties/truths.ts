import { type Customer, cellValue, subjectsOf } from '../../src/engine/customer/state.ts'
import { type Ref, refKey, theCustomer } from '../../src/engine/figures/base.ts'
import { evaluate, statusAt } from '../../src/engine/figures/evaluate.ts'
import type { FigureName } from '../../src/engine/figures/names.ts'
import { statuses } from '../../src/engine/figures/statuses.ts'
import type { Day } from '../../src/engine/time.ts'
import type { Booked } from '../memory/ledger.ts'

const neverBelow = {
  customer: [
    'customer.paid',
    'customer.unbilled',
    'customer.outstanding',
    'customer.unallocated_payments',
    'customer.unallocated_credits',
    'customer.pending',
    'customer.overdue',
    'customer.open_count',
    'customer.overdue_count',
  ],
  invoice: [
    'invoice.outstanding',
    'invoice.paid',
    'invoice.credited',
    'invoice.to_credit',
    'invoice.agreed',
    'invoice.overdue',
    'invoice.days_overdue',
    'invoice.amount_due',
    'invoice.collectible',
  ],
  payment: ['payment.amount', 'payment.allocated', 'payment.unallocated'],
  credit: ['credit.amount', 'credit.allocated', 'credit.remaining'],
  allocation: ['allocation.amount'],
} as const satisfies Record<string, readonly FigureName[]>

/** What is never below 0 as of now. */
export function assertSigns(customer: Customer, refs: readonly Ref[]): void {
  const today = Number(cellValue(customer, theCustomer, 'customer.today'))
  for (const ref of refs) {
    if (ref.kind === 'charge') continue
    for (const figure of neverBelow[ref.kind]) {
      const value = evaluate(customer, figure, ref, today)
      if (value === null || value < 0n) throw new Error(`${figure} of ${refKey(ref)} is ${value}`)
    }
  }
}

/** Sums that must meet: what is allocated, on both sides of every allocation. */
export function assertMeetings(customer: Customer): void {
  const given = new Map<string, bigint>()
  const add = (key: string, amount: bigint): void => void given.set(key, (given.get(key) ?? 0n) + amount)
  for (const { ref, source, target } of subjectsOf(customer, 'allocation')) {
    if (source === null || target === null) throw new Error(`${refKey(ref)} leads from ${source} to ${target}`)
    const amount = cellValue(customer, ref, 'allocation.amount')
    add(refKey(source), amount)
    add(`${source.kind} ${refKey(target)}`, amount)
  }
  meet(customer, given)
}

function meet(customer: Customer, given: ReadonlyMap<string, bigint>): void {
  const same = (figure: FigureName, ref: Ref, key: string): void => {
    const value = cellValue(customer, ref, figure)
    if (value !== (given.get(key) ?? 0n))
      throw new Error(`${figure} of ${refKey(ref)} is ${value}, not ${given.get(key)}`)
  }
  for (const { ref } of subjectsOf(customer, 'payment')) same('payment.allocated', ref, refKey(ref))
  for (const { ref } of subjectsOf(customer, 'credit')) same('credit.allocated', ref, refKey(ref))
  for (const { ref } of subjectsOf(customer, 'invoice')) {
    same('invoice.paid', ref, `payment ${refKey(ref)}`)
    same('invoice.credited', ref, `credit ${refKey(ref)}`)
  }
}

/** The statuses that the operations touched stand recorded as their formulas give them. */
export function assertStatuses(customer: Customer, booked: readonly Booked[]): void {
  const last = booked.at(-1)
  if (last === undefined) return
  const evaluated = Number(cellValue(customer, theCustomer, 'customer.today'))
  const today = Math.max(evaluated, last.circumstances.effectiveOn)
  const effects = last.records.flatMap((record) => (record.kind === 'event' ? record.effects : []))
  for (const ref of [theCustomer, ...effects.map((effect) => effect.subject)]) {
    const isKnownOverdue = cellValue(customer, ref, 'invoice.status') === BigInt(statuses.overdue)
    assertStatus(customer, ref, isKnownOverdue ? last.circumstances.clock.today : today)
  }
}

/** Every status stands recorded as its formula gives it on a day. */
export function assertAllStatuses(customer: Customer, today: Day): void {
  assertStatus(customer, theCustomer, today)
  for (const { ref } of customer.subjects.values()) assertStatus(customer, ref, today)
}

function assertStatus(customer: Customer, ref: Ref, today: Day): void {
  if (ref.kind === 'allocation' || ref.kind === 'charge') return
  const figure = `${ref.kind}.status` as const
  const status = statusAt(customer, figure, ref, today)
  const recorded = cellValue(customer, ref, figure)
  if (recorded !== BigInt(statuses[status]))
    throw new Error(`${figure} of ${refKey(ref)} stands recorded as ${recorded}, it is ${status} on day ${today}`)
}
