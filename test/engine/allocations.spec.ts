import { expect, test } from 'vitest'
import {
  type Clerk,
  eventsOf,
  figures,
  give,
  issue,
  opened,
  pass,
  pay,
  recordsOf,
  refusalOf,
  status,
  takeBack,
} from '../memory/clerk.ts'

/** A credit of 20 and a held payment of 30, both free, and two invoices of 40 and 50. */
function waiting(): Clerk {
  const clerk = opened()
  pay(clerk, 'P1', '30', 'hold')
  issue(clerk, 'N1', ['-20'])
  issue(clerk, 'I1', ['40'], { due: '2026-09-15' })
  takeBack(clerk, 'CR-N1', 'I1', null)
  return clerk
}

test('money is given by hand, held money too, and nothing else moves with it', () => {
  const clerk = waiting()
  expect(eventsOf(give(clerk, 'P1', 'I1', '25'))).toEqual([
    'payment_allocated 25.00 payment:1 invoice:2 allocation:2 by by_hand',
  ])
  expect(figures(clerk, 'invoice I1', 'paid', 'outstanding')).toEqual({ paid: '25.00', outstanding: '15.00' })
  expect(status(clerk, 'invoice I1')).toBe('partially_paid')
  expect(status(clerk, 'payment P1')).toBe('partially_allocated')
})

test('a credit is given by hand', () => {
  const clerk = waiting()
  expect(eventsOf(give(clerk, 'CR-N1', 'I1', '20'))).toEqual([
    'credit_allocated 20.00 credit:1 invoice:2 allocation:2 by by_hand',
  ])
  expect(figures(clerk, 'invoice I1', 'credited', 'outstanding')).toEqual({ credited: '20.00', outstanding: '20.00' })
  expect(figures(clerk, 'credit CR-N1', 'amount', 'allocated', 'remaining')).toEqual({
    amount: '20.00',
    allocated: '20.00',
    remaining: '0.00',
  })
  expect(status(clerk, 'credit CR-N1')).toBe('applied')
})

test.each([
  ['above what is free', 'P1', 'I1', '30.01', 'allocation_exceeds_unallocated'],
  ['above what remains of a credit', 'CR-N1', 'I1', '20.01', 'allocation_exceeds_unallocated'],
  ['of nothing', 'P1', 'I1', '0', 'amount_must_be_positive'],
  ['finer than the currency', 'P1', 'I1', '0.001', 'amount_finer_than_currency'],
  ['to an unknown invoice', 'P1', 'I9', '1', 'invoice_unknown'],
] as const)('giving %s is refused', (_, from, invoice, amount, code) => {
  expect(refusalOf(give(waiting(), from, invoice, amount))).toBe(code)
})

test('an invoice takes no more than it owes, by hand', () => {
  const clerk = waiting()
  issue(clerk, 'I2', ['25'])
  expect(refusalOf(give(clerk, 'P1', 'I1', '20.01'))).toBe('allocation_exceeds_outstanding')
  expect(refusalOf(give(clerk, 'P1', 'I2', '25.01'))).toBe('allocation_exceeds_outstanding')
  expect(refusalOf(give(clerk, 'P1', 'I2', '25'))).toBe('accepted')
})

test('given once more it is refused when nothing is left', () => {
  const clerk = waiting()
  give(clerk, 'P1', 'I1', '30')
  expect(eventsOf(give(clerk, 'P1', 'I1', '30'))).toEqual(['refused allocation_exceeds_unallocated'])
  expect(figures(clerk, 'invoice I1', 'outstanding')).toEqual({ outstanding: '10.00' })
})

test('an allocation by hand counts from the latest of now, the money and the invoice', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-05')
  issue(clerk, 'I1', ['40'])
  pass(clerk, '2026-09-08')
  pay(clerk, 'P1', '30', 'hold')
  give(clerk, 'P1', 'I1', '10', { on: '2026-09-02' })
  const find = (type: string) => recordsOf(clerk).find((record) => record.type === type)
  expect(find('payment_allocated')?.effectiveAt).toBe(find('payment_received')?.effectiveAt)
  takeBack(clerk, 'P1', 'I1', '4', { on: '2026-09-03' })
  expect(find('payment_deallocated')?.effectiveAt).toBe(find('payment_allocated')?.effectiveAt)
  expect(find('payment_deallocated')?.causes).toEqual([{ role: 'reverses', seq: find('payment_allocated')?.seq }])
})

test('money is taken back in part, newest first, or all of it', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'])
  pay(clerk, 'P1', '30', 'hold')
  give(clerk, 'P1', 'I1', '10')
  give(clerk, 'P1', 'I1', '15')
  expect(eventsOf(takeBack(clerk, 'P1', 'I1', '20'))).toEqual([
    'payment_deallocated 15.00 payment:1 invoice:1 allocation:2 by by_hand',
    'payment_deallocated 5.00 payment:1 invoice:1 allocation:1 by by_hand',
  ])
  expect(eventsOf(takeBack(clerk, 'P1', 'I1', null))).toEqual([
    'payment_deallocated 5.00 payment:1 invoice:1 allocation:1 by by_hand',
  ])
  expect(status(clerk, 'payment P1')).toBe('unallocated')
  expect(status(clerk, 'invoice I1')).toBe('unpaid')
})

test('what is taken back stays free in that operation, though it is not held', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'])
  issue(clerk, 'I2', ['10'])
  pay(clerk, 'P1', '40')
  expect(eventsOf(takeBack(clerk, 'P1', 'I1', '15'))).toEqual([
    'payment_deallocated 15.00 payment:1 invoice:1 allocation:1 by by_hand',
  ])
  expect(figures(clerk, 'customer', 'unallocated_payments', 'outstanding')).toEqual({
    unallocated_payments: '15.00',
    outstanding: '25.00',
  })
})

test('only what this money paid of this invoice can be taken back', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'])
  issue(clerk, 'I2', ['40'])
  pay(clerk, 'P1', '30', { I1: '30' })
  pay(clerk, 'P2', '20', { I1: '10', I2: '10' })
  expect(refusalOf(takeBack(clerk, 'P1', 'I2', '1'))).toBe('deallocation_exceeds_allocation')
  expect(refusalOf(takeBack(clerk, 'P2', 'I1', '10.01'))).toBe('deallocation_exceeds_allocation')
  expect(eventsOf(takeBack(clerk, 'P2', 'I1', null))).toEqual([
    'payment_deallocated 10.00 payment:2 invoice:1 allocation:2 by by_hand',
  ])
})

test('taken back once more there is nothing to take', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'])
  pay(clerk, 'P1', '30')
  takeBack(clerk, 'P1', 'I1', null)
  expect(eventsOf(takeBack(clerk, 'P1', 'I1', null))).toEqual(['refused deallocation_exceeds_allocation'])
  expect(eventsOf(takeBack(clerk, 'P1', 'I1', '1'))).toEqual(['refused deallocation_exceeds_allocation'])
})

test('a credit is taken back, and can be given again', () => {
  const clerk = waiting()
  give(clerk, 'CR-N1', 'I1', '20')
  expect(eventsOf(takeBack(clerk, 'CR-N1', 'I1', '5'))).toEqual([
    'credit_deallocated 5.00 credit:1 invoice:2 allocation:2 by by_hand',
  ])
  expect(status(clerk, 'credit CR-N1')).toBe('partially_applied')
  expect(refusalOf(takeBack(clerk, 'CR-N1', 'I1', '15.01'))).toBe('deallocation_exceeds_allocation')
  expect(refusalOf(give(clerk, 'CR-N1', 'I1', '5'))).toBe('accepted')
})

test.each([
  ['an unknown payment', 'P9', 'I1', 'payment_unknown'],
  ['an unknown credit', 'CR-X', 'I1', 'credit_unknown'],
  ['an unknown invoice', 'P1', 'I9', 'invoice_unknown'],
] as const)('taking back from or to %s is refused', (_, from, invoice, code) => {
  expect(refusalOf(takeBack(waiting(), from, invoice, '1'))).toBe(code)
})

test.each([
  ['0', 'amount_must_be_positive'],
  ['0.001', 'amount_finer_than_currency'],
] as const)('taking back %s is refused', (amount, code) => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'])
  pay(clerk, 'P1', '30')
  expect(refusalOf(takeBack(clerk, 'P1', 'I1', amount))).toBe(code)
})

test('nothing is taken back from what is not there, also where much is allocated', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'])
  pay(clerk, 'P1', '30')
  expect(refusalOf(takeBack(clerk, 'P9', 'I1', null))).toBe('payment_unknown')
  expect(refusalOf(takeBack(clerk, 'CR-9', 'I1', '5'))).toBe('credit_unknown')
  expect(refusalOf(takeBack(clerk, 'P1', 'I9', '5'))).toBe('invoice_unknown')
})
