import { type Ref, refKey, theCustomer } from '../../src/engine/figures/base.ts'
import type { FigureName } from '../../src/engine/figures/names.ts'
import { statuses } from '../../src/engine/figures/statuses.ts'
import type { Customer } from '../../src/engine/state/customer.ts'
import { cellValue } from '../../src/engine/state/subjects.ts'
import { later } from '../../src/engine/time.ts'
import { evaluate, statusAt } from '../../src/engine/values/evaluate.ts'
import type { Booked } from '../memory/ledger.ts'
import type { When } from './audited.ts'

const neverBelow = {
  customer: [
    ...['customer.paid', 'customer.refunded', 'customer.charged_back', 'customer.credit_noted'],
    ...['customer.written_off', 'customer.unallocated_payments', 'customer.unallocated_credits', 'customer.pending'],
    ...['customer.overdue', 'customer.collectible_overdue', 'customer.days_in_collection'],
    ...['customer.open_count', 'customer.overdue_count'],
  ],
  invoice: [
    ...['invoice.outstanding', 'invoice.paid', 'invoice.credited', 'invoice.to_credit', 'invoice.written_off'],
    ...['invoice.agreed', 'invoice.claimed', 'invoice.credit_noted', 'invoice.overdue', 'invoice.days_overdue'],
    ...['invoice.disputed', 'invoice.collectible', 'invoice.collectible_overdue'],
  ],
  payment: [
    ...['payment.amount', 'payment.allocated', 'payment.refunded', 'payment.charged_back', 'payment.voided'],
    ...['payment.moved', 'payment.authorised', 'payment.failed', 'payment.unallocated', 'payment.pending'],
  ],
  credit: [
    ...['credit.amount', 'credit.allocated', 'credit.refunded', 'credit.voided', 'credit.moved', 'credit.remaining'],
  ],
  allocation: ['allocation.amount', 'allocation.charged_back'],
  dispute: ['dispute.claimed', 'dispute.agreed'],
  charge: [],
} as Readonly<Record<Ref['kind'], readonly FigureName[]>>

/** What is never below 0 as of now; but what an invoice owes may be, where its total is negative and was kept so. */
export function assertSigns(customer: Customer, refs: readonly Ref[]): void {
  const today = Number(cellValue(customer, theCustomer, 'customer.today'))
  for (const ref of refs) {
    for (const figure of neverBelow[ref.kind]) {
      const value = evaluate(customer, figure, ref, today)
      const isKept = figure === 'invoice.outstanding' && cellValue(customer, ref, 'invoice.total') < 0n
      if (value === null || (value < 0n && !isKept)) throw new Error(`${figure} of ${refKey(ref)} is ${value}`)
    }
  }
}

/**
 * The statuses that the operations touched stand recorded as their formulas give them. That of the customer has seen later
 * days than those of a backdated operation; once the days that are due were evaluated, it is looked at with all others.
 */
export function assertStatuses(customer: Customer, booked: readonly Booked[]): void {
  const last = booked.at(-1)
  if (last === undefined) return
  const evaluated = Number(cellValue(customer, theCustomer, 'customer.today'))
  const { effectiveAt, effectiveOn, clock } = last.circumstances
  const now = later(effectiveAt, customer.maxEffectiveAt)
  const effects = last.records.flatMap((record) => (record.kind === 'event' ? record.effects : []))
  for (const ref of [theCustomer, ...effects.map((effect) => effect.subject)]) {
    if (ref.kind === 'customer' && effectiveOn < clock.today) continue
    const isKnownOverdue = cellValue(customer, ref, 'invoice.status') === BigInt(statuses.overdue)
    assertStatus(customer, ref, { now, today: isKnownOverdue ? clock.today : Math.max(evaluated, effectiveOn) })
  }
}

/** Every status stands recorded as its formula gives it at a moment. */
export function assertAllStatuses(customer: Customer, when: When): void {
  assertStatus(customer, theCustomer, when)
  for (const { ref } of customer.subjects.values()) assertStatus(customer, ref, when)
}

function assertStatus(customer: Customer, ref: Ref, { now, today }: When): void {
  if (ref.kind === 'allocation' || ref.kind === 'charge') return
  if (isEnding(customer, ref, today)) return
  const figure = `${ref.kind}.status` as const
  const status = statusAt({ ...customer, now }, figure, ref, today)
  const recorded = cellValue(customer, ref, figure)
  if (recorded !== BigInt(statuses[status]))
    throw new Error(`${figure} of ${refKey(ref)} stands recorded as ${recorded}, it is ${status} on day ${today}`)
}

/**
 * An authorisation that ends in the course of a day is pending on record to the end of it; so is the customer, whom it
 * spares, what he was.
 */
function isEnding(customer: Customer, ref: Ref, today: number): boolean {
  if (ref.kind === 'customer')
    return [...customer.subjects.values()].some(
      (one) => one.ref.kind === 'payment' && endsOn(customer, one.ref) === today,
    )
  return ref.kind === 'payment' && endsOn(customer, ref) === today
}

const endsOn = (customer: Customer, ref: Ref): number => Number(cellValue(customer, ref, 'payment.expires_on'))
