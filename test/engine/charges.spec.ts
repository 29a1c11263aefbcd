import { expect, test } from 'vitest'
import { decide } from '../../src/engine/commands/decide.ts'
import {
  charge,
  circumstancesOf,
  customerOf,
  eventsOf,
  figures,
  issue,
  opened,
  pass,
  recordsOf,
  refusalOf,
} from '../memory/clerk.ts'
import { textOf } from '../memory/ledger.ts'

test('a charge is booked and stays unbilled', () => {
  const clerk = opened()
  const outcome = charge(clerk, '0.00694', {
    service: 'calls',
    description: textOf(clerk.ledger, 'to Rome'),
    xdrId: 2204n,
  })
  expect(eventsOf(outcome)).toEqual(['charge_booked 0.00694 charge:1'])
  expect(recordsOf(clerk).at(-1)).toMatchObject({
    subject: { kind: 'charge', no: 1 },
    facts: { amount: 6_940n, xdrId: 2204n, service: 'calls' },
    balanceAfter: 6_940n,
  })
  expect(figures(clerk, 'customer', 'charged', 'unbilled', 'balance', 'outstanding')).toEqual({
    charged: '0.00694',
    unbilled: '0.00694',
    balance: '0.00694',
    outstanding: '0.00',
  })
})

test('a charge of 0.00 is booked and moves nothing', () => {
  const clerk = opened()
  expect(eventsOf(charge(clerk, '0'))).toEqual(['charge_booked 0.00 charge:1'])
  expect(figures(clerk, 'customer', 'balance')).toEqual({ balance: '0.00' })
})

test('a charge is not negative', () => {
  expect(refusalOf(charge(opened(), '-1'))).toBe('amount_must_not_be_negative')
})

test('the state that a charge was decided on stays as it was; decided again, it is the same charge', () => {
  const clerk = opened()
  const before = customerOf(clerk)
  const command = { op: 'book_charge', amount: 5n, service: 's', description: null, xdrId: 1n, currency: null } as const
  const first = decide(before, command, circumstancesOf(clerk))
  charge(clerk, '5')
  expect(before.charges.size).toBe(0)
  expect(before.unbilled).toEqual([])
  expect(decide(before, command, circumstancesOf(clerk))).toEqual(first)
})

test('a late charge counts from its own day, and is told as late', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-10')
  charge(clerk, '5')
  charge(clerk, '7', { on: '2026-09-03' })
  const [first, second] = recordsOf(clerk).filter((record) => record.type === 'charge_booked')
  expect([first?.late, second?.late]).toEqual([false, true])
  expect(second?.kind === 'event' && second.balanceAfter).toBe(12_000_000n)
})

test('charges count in order of recording, whatever their dates; an invoice takes those that count by then', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-20')
  charge(clerk, '5')
  charge(clerk, '7', { on: '2026-09-03' })
  charge(clerk, '9', { on: '2026-09-05' })
  issue(clerk, 'I1', [], { charges: 'unbilled', on: '2026-09-04' })
  expect(customerOf(clerk).unbilled).toEqual([
    [1, 1],
    [3, 3],
  ])
  expect(figures(clerk, 'invoice I1', 'total')).toEqual({ total: '7.00' })
  expect(figures(clerk, 'customer', 'unbilled')).toEqual({ unbilled: '14.00' })
})
