import { type Customer, type Subject, subjectsOf } from '../../src/engine/customer/state.ts'
import { amountOf } from '../../src/engine/figures/evaluate.ts'
import type { Micros } from '../../src/engine/money/amount.ts'
import type { Day, Instant } from '../../src/engine/time.ts'
import type { MemoryLedger } from '../memory/ledger.ts'

/** Draws a number from 0 up to below a bound; smaller draws are the simpler choice. */
export type Draw = (below: number) => number

/** What an operation is made from: the state, the numbers drawn, and when it counts. */
export type Desk = {
  readonly ledger: MemoryLedger
  readonly customer: Customer
  readonly draw: Draw
  readonly effectiveAt: Instant
  readonly effectiveOn: Day
  /** the smallest amount that a payment can have in this currency. */
  readonly unit: Micros
}

/** One in so many. */
export const rarely = (draw: Draw, oneIn: number): boolean => draw(oneIn) === oneIn - 1

/** An amount with the digits of the currency; now and then one that is refused. */
export function sum({ draw, unit }: Desk): Micros {
  const amount = BigInt(1 + draw(400)) * unit * ([1n, 5n, 250n][draw(3)] ?? 1n)
  if (!rarely(draw, 90)) return amount
  return [0n, -amount, amount + 1n, 2n * 10n ** 18n][draw(4)] ?? 0n
}

/** An amount with up to 6 digits, so that totals have to be rounded. */
export const fine = (desk: Desk): Micros => sum(desk) + BigInt(desk.draw(7)) * 1_111n

/** A part of what there is: all of it, some of it, one step too much. */
export function part({ draw, unit }: Desk, most: Micros): Micros {
  if (most <= 0n) return unit
  const how = draw(10)
  if (how < 3) return most
  if (how === 9 && rarely(draw, 3)) return most + unit
  const steps = most / unit
  return steps <= 1n ? most : (1n + (BigInt(draw(1000)) * (steps - 1n)) / 1000n) * unit
}

/** One of the subjects of a kind, one that passes the test where there is any; sometimes any, sometimes an unknown id. */
export function pick(desk: Desk, kind: 'invoice' | 'payment' | 'credit', test: (one: Subject) => boolean): string {
  const all = subjectsOf(desk.customer, kind)
  const fit = all.filter(test)
  const from = fit.length > 0 && !rarely(desk.draw, 12) ? fit : all
  if (rarely(desk.draw, 60)) return 'nowhere'
  return from[desk.draw(10_000) % from.length]?.id ?? 'nowhere'
}

export const find = (desk: Desk, kind: 'invoice' | 'payment' | 'credit', id: string): Subject | undefined =>
  subjectsOf(desk.customer, kind).find((one) => one.id === id)

export const open = (desk: Desk, id: string): Micros => {
  const invoice = find(desk, 'invoice', id)
  return invoice === undefined ? 0n : amountOf(desk.customer, 'invoice.outstanding', invoice)
}
export const isOpen = (desk: Desk) => (invoice: Subject) => amountOf(desk.customer, 'invoice.outstanding', invoice) > 0n

export const currencyOf = ({ customer, draw }: Desk): string | null =>
  rarely(draw, 120) ? 'CHF' : draw(2) === 0 ? null : customer.currency
