import type { AmountName } from '../../src/engine/figures/names.ts'
import type { Micros } from '../../src/engine/money/amount.ts'
import type { Customer, Subject } from '../../src/engine/state/customer.ts'
import { subjectsOf } from '../../src/engine/state/subjects.ts'
import type { Day, Instant } from '../../src/engine/time.ts'
import { amountOf } from '../../src/engine/values/amounts.ts'
import { type MemoryLedger, nextXdr } from '../memory/ledger.ts'

/** Draws a number from 0 up to below a bound; smaller draws are the simpler choice. */
export type Draw = (below: number) => number

/** What an operation is made from: the state, the numbers drawn, and when it counts. */
export type Desk = {
  readonly ledger: MemoryLedger
  readonly customer: Customer
  /** the customers of the same ledger beside this one */
  readonly others: readonly Customer[]
  readonly draw: Draw
  readonly effectiveAt: Instant
  readonly effectiveOn: Day
  readonly today: Day
  /** the smallest amount that a payment can have in this currency. */
  readonly unit: Micros
}

/** One in so many. */
export const rarely = (draw: Draw, oneIn: number): boolean => draw(oneIn) === oneIn - 1

/** One of several, the first being the simplest. */
export function oneOf<T>(draw: Draw, first: T, ...others: readonly T[]): T {
  const at = draw(others.length + 1)
  return at === 0 ? first : (others[at - 1] ?? first)
}

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

/** As `part`, or all of it by not saying how much. */
export const partOrAll = (desk: Desk, most: Micros): Micros | null => (desk.draw(3) === 0 ? null : part(desk, most))

type Kind = 'invoice' | 'payment' | 'credit' | 'dispute'

/** One of the subjects of a kind, one that passes the test where there is any; sometimes any, sometimes an unknown id. */
export function pick(desk: Desk, kind: Kind, test: (one: Subject) => boolean): string {
  const all = subjectsOf(desk.customer, kind)
  const fit = all.filter(test)
  const from = fit.length > 0 && !rarely(desk.draw, 12) ? fit : all
  if (rarely(desk.draw, 60)) return 'nowhere'
  return from[desk.draw(10_000) % from.length]?.id ?? 'nowhere'
}

export const find = (desk: Desk, kind: Kind, id: string): Subject | undefined =>
  subjectsOf(desk.customer, kind).find((one) => one.id === id)

/** Is there a subject of a kind that passes a test? */
export const some = (desk: Desk, kind: Kind, test: (one: Subject) => boolean): boolean =>
  subjectsOf(desk.customer, kind).some(test)

/** A figure of a subject by its id; 0 where there is no such subject. */
export function amount(desk: Desk, kind: Kind, id: string, figure: AmountName): Micros {
  const subject = find(desk, kind, id)
  return subject === undefined ? 0n : amountOf(desk.customer, figure, subject)
}

/** Has a subject more than 0 of a figure? To be handed to `pick` and `some`. */
export const has =
  (desk: Desk, figure: AmountName) =>
  (one: Subject): boolean =>
    amountOf(desk.customer, figure, one) > 0n

export const open = (desk: Desk, id: string): Micros => amount(desk, 'invoice', id, 'invoice.outstanding')
export const isOpen = (desk: Desk) => has(desk, 'invoice.outstanding')
export const any = (): boolean => true

/** What an invoice is worth: total and adjustments. */
export const worth = (desk: Desk, id: string): Micros =>
  amount(desk, 'invoice', id, 'invoice.total') + amount(desk, 'invoice', id, 'invoice.adjusted')

/** An xDR id of the caller's own, or none: then it is given after the decision. */
export const ownXdrId = ({ ledger, draw }: Desk): bigint | null => (draw(2) === 0 ? null : nextXdr(ledger))

/** An id of the caller's own; now and then one that was given before, or none. */
export const ownId = ({ draw }: Desk, taken: string, id: string): string | null =>
  rarely(draw, 50) ? taken : rarely(draw, 5) ? null : id

export const currencyOf = ({ customer, draw }: Desk): string | null =>
  rarely(draw, 120) ? 'CHF' : draw(2) === 0 ? null : customer.currency
