import { expect, test } from 'vitest'
import { book } from '../../src/engine/booking/book.ts'
import { encode } from '../../src/engine/bytes/record-bytes.ts'
import { draftsOf } from '../../src/engine/replay/drafts.ts'
import { adjust, charge, customerOf, issue, opened, pay } from '../memory/clerk.ts'

/**
 * What an operation costs, counted and not timed: records that are kept for ever, their bytes, and subjects that are changed
 * and asserted. None of it grows with what the customer owes besides.
 */

type Cost = { readonly records: number; readonly touched: number; readonly bytes: number }
type Deed = (clerk: ReturnType<typeof opened>) => unknown

/** What a deed costs a customer who owes so many invoices. */
function costOf(deed: Deed, open: number): Cost {
  const clerk = opened('2026-05-01')
  for (let n = 1; n <= open; n += 1) issue(clerk, `I${n}`, ['10'], { due: '2026-12-31' })
  const before = customerOf(clerk)
  deed(clerk)
  const booked = clerk.ledger.operations.get(clerk.id)?.at(-1)
  if (booked === undefined) throw new Error('nothing was booked')
  const booking = book(before, draftsOf(booked.records), booked.circumstances)
  if (!booking.ok) throw new Error(booking.refusal.code)
  const bytes = booking.records.reduce((sum, record) => sum + encode(record).length, 0)
  return { records: booking.records.length, touched: booking.touched.length, bytes }
}

/** With eight open invoices; bytes are at most as many. */
const COSTS: readonly (readonly [string, Deed, Cost])[] = [
  ['a charge', (clerk) => charge(clerk, '5'), { records: 1, touched: 0, bytes: 188 }],
  ['an invoice', (clerk) => issue(clerk, 'N', ['10'], { due: '2026-12-31' }), { records: 5, touched: 1, bytes: 1230 }],
  ['an adjustment', (clerk) => adjust(clerk, 'I1', '-3'), { records: 3, touched: 1, bytes: 600 }],
  ['a payment of one invoice', (clerk) => pay(clerk, 'P', '10'), { records: 8, touched: 3, bytes: 1578 }],
  ['a payment that is held', (clerk) => pay(clerk, 'P', '10', 'hold'), { records: 3, touched: 1, bytes: 561 }],
]

test.each(COSTS)('%s costs what it did', (_, deed, { records, touched, bytes }) => {
  expect(costOf(deed, 8)).toEqual({ records, touched, bytes: expect.toSatisfy((is: number) => is <= bytes) })
})

test.each(COSTS)('%s costs the same whatever else is owed', (_, deed) => {
  const [few, many] = [costOf(deed, 8), costOf(deed, 80)]
  expect(many).toMatchObject({ records: few.records, touched: few.touched })
  // numbers of subjects and records are longer
  expect(many.bytes - few.bytes).toBeLessThan(4 * few.records + 8)
})

test('a payment over many invoices costs by what it pays', () => {
  const all = (open: number) => costOf((clerk) => pay(clerk, 'P', String(open * 10)), open)
  const [ten, twenty] = [all(10), all(20)]
  expect(twenty.touched - ten.touched).toBe(2 * 10)
  expect(twenty.bytes).toBeLessThan(2 * ten.bytes + 8 * ten.records)
})
