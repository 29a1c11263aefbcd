import { expect, test } from 'vitest'
import { eventsOf, figures, give, issue, opened, pay, recordsOf, refusalOf, status, takeBack } from '../memory/clerk.ts'
import { chargeBack, fail, onTerms, refund, reverse, voidInvoice, voidPayment } from '../memory/clerk-payments.ts'

test.each([
  ['fails', fail, 'payment_failed', 'failed'],
  ['is voided', voidPayment, 'payment_voided', 'voided'],
] as const)('a payment that %s is taken back: what is free, then allocations, newest first', (_, act, event, code) => {
  const clerk = opened()
  issue(clerk, 'I1', ['50'])
  issue(clerk, 'I2', ['30'])
  pay(clerk, 'P1', '100')
  expect(eventsOf(act(clerk, 'P1'))).toEqual([
    `payment_deallocated 30.00 payment:1 invoice:2 allocation:2 by ${event}`,
    `payment_deallocated 50.00 payment:1 invoice:1 allocation:1 by ${event}`,
    `${event} 100.00 payment:1`,
  ])
  expect(status(clerk, 'payment P1')).toBe(code)
  expect(figures(clerk, 'customer', 'paid', 'outstanding', 'unallocated_payments', 'balance')).toEqual({
    paid: '0.00',
    outstanding: '80.00',
    unallocated_payments: '0.00',
    balance: '80.00',
  })
  for (const again of [fail, voidPayment, chargeBack]) expect(refusalOf(again(clerk, 'P1'))).toBe('payment_is_resolved')
})

test('other free money covers the debt that is open again; none goes back where it was taken from', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['50'])
  pay(clerk, 'P1', '50')
  pay(clerk, 'P2', '20')
  expect(eventsOf(voidPayment(clerk, 'P1'))).toEqual([
    'payment_deallocated 50.00 payment:1 invoice:1 allocation:1 by payment_voided',
    'payment_voided 50.00 payment:1',
    'payment_allocated 20.00 payment:2 invoice:1 allocation:2 by automatic',
  ])
})

test('a void that reopens no debt applies nothing', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['50'])
  pay(clerk, 'P1', '50')
  takeBack(clerk, 'P1', 'I1', '50')
  pay(clerk, 'P2', '20', 'none')
  expect(eventsOf(voidPayment(clerk, 'P2'))).toEqual(['payment_voided 20.00 payment:2'])
})

test('what was refunded stays refunded', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['6'])
  pay(clerk, 'P1', '10')
  refund(clerk, 'P1', '4')
  expect(eventsOf(voidPayment(clerk, 'P1')).at(-1)).toBe('payment_voided 6.00 payment:1')
  expect(figures(clerk, 'customer', 'refunded', 'paid', 'balance')).toEqual({
    refunded: '4.00',
    paid: '4.00',
    balance: '6.00',
  })
})

test('owes 10, pays 10, refunded 10 with deallocation, payment voided: balance 10, unchanged by the void', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['10'])
  pay(clerk, 'P1', '10')
  refund(clerk, 'P1', '10', { deallocate: { I1: '10' } })
  expect(figures(clerk, 'customer', 'balance')).toEqual({ balance: '10.00' })
  expect(refusalOf(chargeBack(clerk, 'P1'))).toBe('payment_is_used_up')
  expect(eventsOf(voidPayment(clerk, 'P1'))).toEqual(['payment_voided 0.00 payment:1'])
  expect(figures(clerk, 'customer', 'balance', 'outstanding')).toEqual({ balance: '10.00', outstanding: '10.00' })
  expect(status(clerk, 'payment P1')).toBe('refunded')
  expect(refusalOf(voidPayment(clerk, 'P1'))).toBe('payment_is_resolved')
})

test('an unknown payment is not taken back', () => {
  for (const act of [fail, voidPayment, chargeBack, reverse])
    expect(refusalOf(act(opened(), 'P9'))).toBe('payment_unknown')
})

test('a chargeback keeps on each allocation what it took, and its reversal restores them', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['50'])
  issue(clerk, 'I2', ['30'])
  pay(clerk, 'P1', '100')
  expect(eventsOf(chargeBack(clerk, 'P1'))).toEqual([
    'payment_deallocated 30.00 payment:1 invoice:2 allocation:2 by chargeback',
    'payment_deallocated 50.00 payment:1 invoice:1 allocation:1 by chargeback',
    'payment_charged_back 100.00 payment:1',
  ])
  expect(status(clerk, 'payment P1')).toBe('charged_back')
  expect(figures(clerk, 'customer', 'charged_back', 'balance')).toEqual({ charged_back: '100.00', balance: '80.00' })
  expect(eventsOf(reverse(clerk, 'P1'))).toEqual([
    'chargeback_reversed 100.00 payment:1',
    'payment_allocated 50.00 payment:1 invoice:1 allocation:1 by restored',
    'payment_allocated 30.00 payment:1 invoice:2 allocation:2 by restored',
  ])
  expect(figures(clerk, 'payment P1', 'allocated', 'unallocated', 'charged_back')).toEqual({
    allocated: '80.00',
    unallocated: '20.00',
    charged_back: '0.00',
  })
  expect(refusalOf(reverse(clerk, 'P1'))).toBe('payment_not_charged_back')
})

test('restored is what is still open: the rest is free money and is applied elsewhere', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['10'])
  issue(clerk, 'I2', ['10'])
  issue(clerk, 'I3', ['10'])
  pay(clerk, 'P1', '20', { I1: '10', I2: '10' })
  chargeBack(clerk, 'P1')
  pay(clerk, 'P2', '7', { I1: '7' })
  voidInvoice(clerk, 'I2')
  expect(eventsOf(reverse(clerk, 'P1'))).toEqual([
    'chargeback_reversed 20.00 payment:1',
    'payment_allocated 3.00 payment:1 invoice:1 allocation:1 by restored',
    'payment_allocated 10.00 payment:1 invoice:3 allocation:4 by automatic',
  ])
})

test('the reversal of a second chargeback restores what that one took, not what the first did', () => {
  const clerk = opened()
  onTerms(clerk, { auto_apply: false })
  issue(clerk, 'I1', ['10'])
  issue(clerk, 'I2', ['10'])
  issue(clerk, 'I3', ['20'])
  pay(clerk, 'P1', '20', { I1: '10', I2: '10' })
  chargeBack(clerk, 'P1')
  pay(clerk, 'P2', '17', { I1: '7', I2: '10' })
  expect(eventsOf(reverse(clerk, 'P1')).slice(1)).toEqual([
    'payment_allocated 3.00 payment:1 invoice:1 allocation:1 by restored',
  ])
  give(clerk, 'P1', 'I3', '5')
  voidPayment(clerk, 'P2')
  chargeBack(clerk, 'P1')
  expect(eventsOf(reverse(clerk, 'P1'))).toEqual([
    'chargeback_reversed 20.00 payment:1',
    'payment_allocated 3.00 payment:1 invoice:1 allocation:1 by restored',
    'payment_allocated 5.00 payment:1 invoice:3 allocation:5 by restored',
  ])
})

test('what was taken back by hand before a chargeback is not restored by its reversal', () => {
  const clerk = opened()
  onTerms(clerk, { auto_apply: false })
  issue(clerk, 'I1', ['10'])
  issue(clerk, 'I2', ['10'])
  pay(clerk, 'P1', '20', { I1: '10', I2: '10' })
  takeBack(clerk, 'P1', 'I1', null)
  chargeBack(clerk, 'P1')
  expect(eventsOf(reverse(clerk, 'P1'))).toEqual([
    'chargeback_reversed 20.00 payment:1',
    'payment_allocated 10.00 payment:1 invoice:2 allocation:2 by restored',
  ])
})

test('a take-back names the record that the money came with, a reversal the chargeback', () => {
  const clerk = opened()
  pay(clerk, 'P1', '10')
  chargeBack(clerk, 'P1')
  reverse(clerk, 'P1')
  const find = (type: string) => recordsOf(clerk).find((record) => record.type === type)
  expect(find('payment_charged_back')?.causes).toEqual([{ role: 'reverses', seq: find('payment_received')?.seq }])
  expect(find('chargeback_reversed')?.causes).toEqual([{ role: 'reverses', seq: find('payment_charged_back')?.seq }])
})

test('after a reversal a payment can be voided', () => {
  const clerk = opened()
  pay(clerk, 'P1', '10')
  chargeBack(clerk, 'P1')
  expect(refusalOf(voidPayment(clerk, 'P1'))).toBe('payment_is_resolved')
  reverse(clerk, 'P1')
  expect(eventsOf(voidPayment(clerk, 'P1'))).toEqual(['payment_voided 10.00 payment:1'])
})
