import { expect, test } from 'vitest'
import { type Ref, refKey } from '../../src/engine/figures/base.ts'
import type { FigureName } from '../../src/engine/figures/names.ts'
import type { Customer } from '../../src/engine/state/customer.ts'
import { statusAt } from '../../src/engine/values/evaluate.ts'
import { type Clerk, customerOf, day, give, issue, opened, pay, refOf, status } from '../memory/clerk.ts'
import { creditNote } from '../memory/clerk-invoices.ts'
import { moveOut, refund } from '../memory/clerk-payments.ts'

/** A state of which a figure is moved on, as a past day may have it: records of rules 2 left more given than there was. */
function movedOn(clerk: Clerk, name: string, figure: FigureName, by: bigint): { customer: Customer; ref: Ref } {
  const customer = customerOf(clerk)
  const ref = refOf(customer, name)
  const subject = customer.subjects.get(refKey(ref))
  if (subject === undefined) throw new Error(`there is no ${name}`)
  const cell = { value: (subject.cells[figure]?.value ?? 0n) + by, seq: 1 }
  const subjects = new Map(customer.subjects).set(refKey(ref), {
    ...subject,
    cells: { ...subject.cells, [figure]: cell },
  })
  return { customer: { ...customer, subjects }, ref }
}

test.each([
  [3, 'paid'],
  [2, 'partially_paid'],
])('by rules %i an invoice that owes less than nothing is %s', (rules, expected) => {
  const clerk = opened()
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  pay(clerk, 'P1', '100')
  const { customer, ref } = movedOn(clerk, 'invoice I1', 'invoice.paid', 40_000_000n)
  expect(statusAt({ ...customer, rules }, 'invoice.status', ref, day('2026-10-01'))).toBe(expected)
})

test('a payment or credit of which more is given than there was is allocated, or applied', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['100'])
  pay(clerk, 'P1', '60')
  creditNote(clerk, 'CR-1', null, '30')
  const money = movedOn(clerk, 'payment P1', 'payment.allocated', 5_000_000n)
  expect(statusAt(money.customer, 'payment.status', money.ref, 0)).toBe('allocated')
  const credit = movedOn(clerk, 'credit CR-1', 'credit.allocated', 5_000_000n)
  expect(statusAt(credit.customer, 'credit.status', credit.ref, 0)).toBe('applied')
})

test('a payment all of whose money was moved away is moved, one of which a part was applied is allocated', () => {
  const clerk = opened()
  pay(clerk, 'P1', '60')
  moveOut(clerk, 'C2', '40')
  expect(status(clerk, 'payment P1')).toBe('unallocated')
  moveOut(clerk, 'C2', '20')
  expect(status(clerk, 'payment P1')).toBe('moved')
  issue(clerk, 'I1', ['10'])
  pay(clerk, 'P2', '30', 'none')
  give(clerk, 'P2', 'I1', '10')
  moveOut(clerk, 'C2', '20')
  expect(status(clerk, 'payment P2')).toBe('allocated')
})

test('a credit all of which was refunded or moved was not applied', () => {
  const clerk = opened()
  creditNote(clerk, 'CR-1', null, '30')
  refund(clerk, 'CR-1', '30')
  creditNote(clerk, 'CR-2', null, '20')
  moveOut(clerk, 'C2', '20')
  expect([status(clerk, 'credit CR-1'), status(clerk, 'credit CR-2')]).toEqual(['refunded', 'moved'])
})
