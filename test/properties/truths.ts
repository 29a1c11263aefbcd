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

/**
 * After an operation that applies free money, no invoice is open beside money that may pay it; held money moved only by
 * hand. An adjusted invoice may stay open: it gets nothing back of what was taken from it.
 */
export function assertApplied(customer: Customer, { command, records }: Booked): void {
  const held = new Set(subjectsOf(customer, 'payment').flatMap((one) => (one.held ? [one.ref.no] : [])))
  for (const record of records) {
    if (record.type !== 'payment_allocated' || record.kind !== 'event' || record.facts.rule === 'by_hand') continue
    if (held.has(record.facts.payment?.no ?? 0)) throw new Error(`record ${record.seq} uses held money`)
  }
  const frees = records.some((record) => record.type.endsWith('_deallocated'))
  const applies =
    command.op === 'issue_invoice' ||
    (command.op === 'adjust_invoice' && (command.amount > 0n || frees)) ||
    (command.op === 'receive_payment' && command.allocate === 'oldest_first')
  if (!applies) return
  const amount = (figure: FigureName, ref: Ref): bigint => evaluate(customer, figure, ref, 0) ?? 0n
  const isFree =
    subjectsOf(customer, 'credit').some(({ ref }) => amount('credit.remaining', ref) > 0n) ||
    subjectsOf(customer, 'payment').some(({ ref, held }) => !held && amount('payment.unallocated', ref) > 0n)
  const open = subjectsOf(customer, 'invoice').find(
    ({ ref, id }) =>
      amount('invoice.outstanding', ref) > 0n && !(command.op === 'adjust_invoice' && command.invoice === id),
  )
  if (isFree && open !== undefined) throw new Error(`${refKey(open.ref)} is open beside free money`)
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
