import { expect, test } from 'vitest'
import { customerOf, eventsOf, figures, issue, opened, pay, recordsOf, refusalOf, status } from '../memory/clerk.ts'
import { moveIn, moveOut } from '../memory/clerk-payments.ts'

test('a move takes free money in the order of a refund, held ones included', () => {
  const clerk = opened()
  issue(clerk, 'I0', ['-4'])
  pay(clerk, 'P1', '10', 'hold')
  expect(eventsOf(moveOut(clerk, 'C2', '12'))).toEqual([
    'payment_moved_out 10.00 payment:1',
    'credit_moved_out 2.00 credit:1',
  ])
  const moved = recordsOf(clerk).filter((record) => record.type.endsWith('moved_out'))
  expect(moved).toMatchObject([
    { facts: { xdrId: 1003n, counterparty: 'C2' } },
    { facts: { xdrId: 1004n, counterparty: 'C2' } },
  ])
  expect(figures(clerk, 'customer', 'moved', 'balance', 'unallocated_payments', 'unallocated_credits')).toEqual({
    moved: '12.00',
    balance: '-2.00',
    unallocated_payments: '0.00',
    unallocated_credits: '2.00',
  })
})

test.each([
  ['above what is free', { amount: 4_010_000n }, 'move_exceeds_free_money'],
  ['to the same customer', { to: 'C1' }, 'move_to_itself'],
  ['without a reason', { reason: null }, 'reason_required'],
  ['of nothing', { amount: 0n }, 'amount_must_be_positive'],
  ['finer than the currency', { amount: 1_000n }, 'amount_finer_than_currency'],
] as const)('a move %s is refused', (_, rest, code) => {
  const clerk = opened()
  issue(clerk, 'I1', ['6'])
  pay(clerk, 'P1', '10')
  const before = customerOf(clerk)
  expect(refusalOf(moveOut(clerk, 'C2', '4', rest))).toBe(code)
  expect(customerOf(clerk)).toBe(before)
})

test('moved again, there is nothing left to move', () => {
  const clerk = opened()
  pay(clerk, 'P1', '10')
  expect(eventsOf(moveOut(clerk, 'C2', '10'))).toEqual(['payment_moved_out 10.00 payment:1'])
  expect(eventsOf(moveOut(clerk, 'C2', '10'))).toEqual(['refused move_exceeds_free_money'])
})

test('money that comes in is a credit that names where it came from, and is applied', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['6'])
  pay(clerk, 'P1', '1', 'hold')
  expect(eventsOf(moveIn(clerk, 'C2', '10'))).toEqual([
    'credit_moved_in 10.00 credit:1',
    'credit_allocated 6.00 credit:1 invoice:1 allocation:1 by automatic',
  ])
  expect(recordsOf(clerk).find((record) => record.type === 'credit_moved_in')).toMatchObject({
    facts: { id: 'CR-M1', counterparty: 'C2' },
  })
  expect(status(clerk, 'credit CR-M1')).toBe('partially_applied')
  expect(figures(clerk, 'customer', 'moved', 'balance')).toEqual({ moved: '-10.00', balance: '-5.00' })
})

test.each([
  ['in another currency', { currency: 'EUR' }, 'currency_differs'],
  ['from the same customer', { from: 'C1' }, 'move_to_itself'],
  ['without a reason', { reason: null }, 'reason_required'],
] as const)('money that comes in %s is refused', (_, rest, code) => {
  const clerk = opened()
  expect(refusalOf(moveIn(clerk, 'C2', '10', rest))).toBe(code)
})
