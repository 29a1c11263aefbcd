import { expect, test } from 'vitest'
import {
  customerOf,
  eventsOf,
  figures,
  give,
  issue,
  opened,
  pay,
  recordsOf,
  refusalOf,
  status,
} from '../memory/clerk.ts'
import { causesOf } from '../memory/clerk-invoices.ts'
import { makeDraft, refund, voidInvoice, writeOff } from '../memory/clerk-payments.ts'

test('a refund takes from the unallocated money of a payment, a held one too', () => {
  const clerk = opened()
  pay(clerk, 'P1', '30', 'hold')
  expect(eventsOf(refund(clerk, 'P1', '10'))).toEqual(['payment_refunded 10.00 payment:1'])
  expect(figures(clerk, 'payment P1', 'refunded', 'unallocated')).toEqual({ refunded: '10.00', unallocated: '20.00' })
  expect(figures(clerk, 'customer', 'refunded', 'balance')).toEqual({ refunded: '10.00', balance: '-20.00' })
  expect(refusalOf(refund(clerk, 'P1', '20.01'))).toBe('refund_exceeds_unallocated')
  refund(clerk, 'P1', '20')
  expect(status(clerk, 'payment P1')).toBe('refunded')
  expect(refusalOf(refund(clerk, 'P1', '20'))).toBe('refund_exceeds_unallocated')
})

test('a refund of a credit takes what remains of it', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['-5'])
  expect(eventsOf(refund(clerk, 'CR-I1', '5'))).toEqual(['credit_refunded 5.00 credit:1'])
  expect(figures(clerk, 'customer', 'balance', 'unallocated_credits')).toEqual({
    balance: '0.00',
    unallocated_credits: '0.00',
  })
  expect(refusalOf(refund(clerk, 'CR-I1', '0.01'))).toBe('refund_exceeds_unallocated')
})

test("a refund of the customer's money takes from the oldest payment first, then from credits", () => {
  const clerk = opened()
  issue(clerk, 'I0', ['-4'])
  pay(clerk, 'P1', '10', 'hold')
  pay(clerk, 'P2', '20', 'none')
  const outcome = refund(clerk, 'customer', '33')
  expect(eventsOf(outcome)).toEqual([
    'payment_refunded 10.00 payment:1',
    'payment_refunded 20.00 payment:2',
    'credit_refunded 3.00 credit:1',
  ])
  const xdrIds = recordsOf(clerk).flatMap((one) =>
    one.kind === 'event' && one.type.endsWith('refunded') ? [one.facts.xdrId] : [],
  )
  expect(new Set(xdrIds).size).toBe(3)
  expect(refusalOf(refund(clerk, 'customer', '1.01'))).toBe('refund_exceeds_unallocated')
})

test('with deallocation it gives allocations back first, and nothing is applied by itself afterwards', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['10'])
  pay(clerk, 'P1', '10')
  pay(clerk, 'P2', '5')
  expect(eventsOf(refund(clerk, 'P1', '8', { deallocate: { I1: '10' } }))).toEqual([
    'payment_deallocated 10.00 payment:1 invoice:1 allocation:1 by refund',
    'payment_refunded 8.00 payment:1',
  ])
  expect(figures(clerk, 'customer', 'outstanding', 'unallocated_payments', 'balance')).toEqual({
    outstanding: '10.00',
    unallocated_payments: '7.00',
    balance: '3.00',
  })
})

test('of the customer, deallocation takes from any of his money on the invoice, newest allocation first', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['10'])
  pay(clerk, 'P1', '4')
  pay(clerk, 'P2', '6')
  expect(eventsOf(refund(clerk, 'customer', '7', { deallocate: { I1: '7' } }))).toEqual([
    'payment_deallocated 6.00 payment:2 invoice:1 allocation:2 by refund',
    'payment_deallocated 1.00 payment:1 invoice:1 allocation:1 by refund',
    'payment_refunded 1.00 payment:1',
    'payment_refunded 6.00 payment:2',
  ])
})

test('with adjustment it lowers the invoice in the same operation', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['10'])
  pay(clerk, 'P1', '10')
  expect(eventsOf(refund(clerk, 'P1', '4', { deallocate: { I1: '4' }, adjust: { I1: '4' } }))).toEqual([
    'payment_deallocated 4.00 payment:1 invoice:1 allocation:1 by refund',
    'invoice_adjusted -4.00 invoice:1',
    'payment_refunded 4.00 payment:1',
  ])
  expect(figures(clerk, 'invoice I1', 'adjusted', 'paid', 'outstanding')).toEqual({
    adjusted: '-4.00',
    paid: '6.00',
    outstanding: '0.00',
  })
  expect(figures(clerk, 'customer', 'balance')).toEqual({ balance: '0.00' })
})

test('an adjustment alone makes the room that it needs, as one by hand does', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['10'])
  pay(clerk, 'P1', '7')
  writeOff(clerk, 'I1')
  expect(eventsOf(refund(clerk, 'P1', '2', { adjust: { I1: '5' } }))).toEqual([
    'write_off_undone 3.00 invoice:1 by adjustment_release',
    'payment_deallocated 2.00 payment:1 invoice:1 allocation:1 by adjustment_release',
    'invoice_adjusted -5.00 invoice:1',
    'payment_refunded 2.00 payment:1',
  ])
})

test.each([
  ['deallocation above what is allocated', { deallocate: { I1: '6.01' } }, 'deallocation_exceeds_allocation'],
  ['deallocation from an unknown invoice', { deallocate: { I9: '1' } }, 'invoice_unknown'],
  ['adjustment below 0', { adjust: { I1: '10.01' } }, 'adjustment_must_not_exceed_invoice'],
  ['adjustment without a reason', { adjust: { I1: '1' }, reason: null }, 'reason_required'],
  ['adjustment of a draft', { adjust: { D1: '1' } }, 'invoice_is_draft'],
  ['adjustment of a void invoice', { adjust: { I2: '1' } }, 'invoice_is_void'],
] as const)('%s is refused, and the refund with it', (_, rest, code) => {
  const clerk = opened()
  issue(clerk, 'I1', ['10'])
  issue(clerk, 'I2', ['10'])
  voidInvoice(clerk, 'I2')
  makeDraft(clerk, 'D1')
  pay(clerk, 'P1', '6')
  const before = customerOf(clerk)
  expect(refusalOf(refund(clerk, 'P1', '1', rest))).toBe(code)
  expect(customerOf(clerk)).toBe(before)
})

test('a payment that is not there, an amount of 0 or finer than the currency is not refunded', () => {
  const clerk = opened()
  pay(clerk, 'P1', '6')
  expect(refusalOf(refund(clerk, 'P9', '1'))).toBe('payment_unknown')
  expect(refusalOf(refund(clerk, 'CR-9', '1'))).toBe('credit_unknown')
  expect(refusalOf(refund(clerk, 'P1', '0'))).toBe('amount_must_be_positive')
  expect(refusalOf(refund(clerk, 'P1', '0.001'))).toBe('amount_finer_than_currency')
})

test('money that is given by hand to a written-off invoice recovers it: the write-off is undone by as much', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['100'])
  writeOff(clerk, 'I1', '60')
  pay(clerk, 'P1', '100', 'hold')
  expect(eventsOf(give(clerk, 'P1', 'I1', '70'))).toEqual([
    'write_off_undone 30.00 invoice:1 by recovery',
    'payment_allocated 70.00 payment:1 invoice:1 allocation:1 by by_hand',
  ])
  expect(figures(clerk, 'invoice I1', 'written_off', 'outstanding')).toEqual({
    written_off: '30.00',
    outstanding: '0.00',
  })
  expect(refusalOf(give(clerk, 'P1', 'I1', '30.01'))).toBe('allocation_exceeds_unallocated')
  pay(clerk, 'P2', '100', 'none')
  expect(refusalOf(give(clerk, 'P2', 'I1', '30.01'))).toBe('allocation_exceeds_outstanding')
})

test('a refund names what brought the money that it pays back, and leaves out what has none', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['10'])
  pay(clerk, 'P1', '10')
  pay(clerk, 'P2', '20')
  issue(clerk, 'N1', ['-5'])
  expect(eventsOf(refund(clerk, 'customer', '25'))).toEqual([
    'payment_refunded 20.00 payment:2',
    'credit_refunded 5.00 credit:1',
  ])
  expect(causesOf(clerk, 'payment_refunded')).toEqual(['funded payment_received'])
  expect(causesOf(clerk, 'credit_refunded')).toEqual(['funded credit_made'])
})
