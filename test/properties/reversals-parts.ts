import type { Command } from '../../src/engine/asked/command.ts'
import { lesser, type Micros } from '../../src/engine/money/amount.ts'
import type { Subject } from '../../src/engine/state/customer.ts'
import { subjectsOf } from '../../src/engine/state/subjects.ts'
import { type MemoryLedger, textOf } from '../memory/ledger.ts'
import { type Desk, isOpen, open, part, pick, some } from './desk.ts'

/** What is done and what undoes it; null where the state has nothing to try it on. */
export type Undone = readonly Command[] | null

export const why = (ledger: MemoryLedger) => textOf(ledger, 'to be undone')

/** An invoice that owes something, and a part of that; null where there is none. */
export function openPart(
  desk: Desk,
  test: (one: Subject) => boolean = () => true,
): { invoice: string; part: Micros } | null {
  const fits = (one: Subject): boolean => isOpen(desk)(one) && test(one)
  if (!some(desk, 'invoice', fits)) return null
  const invoice = chosen(desk, 'invoice', fits)
  return { invoice, part: lesser(positive(part(desk, open(desk, invoice)), desk.unit), open(desk, invoice)) }
}

const positive = (amount: Micros, unit: Micros): Micros => (amount > 0n ? amount : unit)

/** As `pick`, but only ever one that passes the test. */
export function chosen(desk: Desk, kind: 'invoice' | 'payment' | 'credit', test: (one: Subject) => boolean): string {
  const fit = subjectsOf(desk.customer, kind).filter(test)
  return fit[desk.draw(10_000) % fit.length]?.id ?? pick(desk, kind, test)
}

export const plainSum = (desk: Desk): Micros => BigInt(1 + desk.draw(400)) * desk.unit * 5n
