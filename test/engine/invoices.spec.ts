import { expect, test } from 'vitest'
import {
  adjust,
  charge,
  customerOf,
  day,
  eventsOf,
  figures,
  issue,
  opened,
  pass,
  pay,
  recordsOf,
  refusalOf,
  status,
} from '../memory/clerk.ts'

test('an invoice is issued over its lines, which are charges of their own', () => {
  const clerk = opened()
  const outcome = issue(clerk, 'I1', ['60', '50', '-10', '10'], { due: '2026-09-15' })
  expect(eventsOf(outcome)).toEqual([
    'charge_booked 60.00 charge:1',
    'charge_booked 50.00 charge:2',
    'charge_booked -10.00 charge:3',
    'charge_booked 10.00 charge:4',
    'invoice_issued 110.00 invoice:1',
  ])
  expect(figures(clerk, 'invoice I1', 'total', 'outstanding', 'amount_due')).toEqual({
    total: '110.00',
    outstanding: '110.00',
    amount_due: '110.00',
  })
  expect(figures(clerk, 'customer', 'balance', 'unbilled', 'outstanding')).toEqual({
    balance: '110.00',
    unbilled: '0.00',
    outstanding: '110.00',
  })
  expect(status(clerk, 'invoice I1')).toBe('unpaid')
})

test('it says what it is about: dates, period, charges', () => {
  const clerk = opened()
  charge(clerk, '1')
  charge(clerk, '2', { xdrId: 77n })
  charge(clerk, '3')
  const period = { from: day('2026-08-01'), to: day('2026-08-31') }
  issue(clerk, 'I1', ['4'], { charges: [77n], due: '2026-09-15', issued: '2026-08-31', period })
  expect(recordsOf(clerk).find((record) => record.type === 'invoice_issued')).toMatchObject({
    facts: {
      id: 'I1',
      amount: 6_000_000n,
      issuedOn: day('2026-08-31'),
      dueOn: day('2026-09-15'),
      periodFrom: day('2026-08-01'),
      periodTo: day('2026-08-31'),
      charges: [
        [2, 2],
        [4, 4],
      ],
    },
  })
  expect(customerOf(clerk).unbilled).toEqual([
    [1, 1],
    [3, 3],
  ])
})

test('a total is rounded away from zero, and the difference is a charge of its own', () => {
  const clerk = opened()
  charge(clerk, '16.85306')
  expect(eventsOf(issue(clerk, 'I1', [], { charges: 'unbilled' }))).toEqual([
    'charge_booked 0.00694 charge:2',
    'invoice_issued 16.86 invoice:1',
  ])
  expect(eventsOf(issue(clerk, 'I2', ['-0.001']))).toEqual([
    'charge_booked -0.001 charge:3',
    'charge_booked -0.009 charge:4',
    'invoice_issued -0.01 invoice:2',
    'credit_made 0.01 credit:1 invoice:2',
    'credit_allocated 0.01 credit:1 invoice:1 allocation:1 by automatic',
  ])
  expect(figures(clerk, 'customer', 'unbilled')).toEqual({ unbilled: '0.00' })
})

test.each([
  ['JPY', '10.1', '11'],
  ['KWD', '10.0001', '10.001'],
  ['CLF', '10.00001', '10.0001'],
] as const)('a total in %s has the digits of the currency', (currency, amount, total) => {
  const clerk = opened('2026-09-01', { currency })
  issue(clerk, 'I1', [amount])
  expect(figures(clerk, 'invoice I1', 'total')).toEqual({ total })
})

test('a negative total becomes a credit, and the invoice owes nothing', () => {
  const clerk = opened()
  expect(eventsOf(issue(clerk, 'I1', ['15', '-20']))).toEqual([
    'charge_booked 15.00 charge:1',
    'charge_booked -20.00 charge:2',
    'invoice_issued -5.00 invoice:1',
    'credit_made 5.00 credit:1 invoice:1',
  ])
  expect(figures(clerk, 'invoice I1', 'total', 'to_credit', 'outstanding')).toEqual({
    total: '-5.00',
    to_credit: '5.00',
    outstanding: '0.00',
  })
  expect(figures(clerk, 'customer', 'balance', 'unallocated_credits')).toEqual({
    balance: '-5.00',
    unallocated_credits: '5.00',
  })
  expect(status(clerk, 'invoice I1')).toBe('do_not_pay')
  expect(status(clerk, 'credit CR-I1')).toBe('open')
})

test('free money goes to the new invoice: credits before payments, older first', () => {
  const clerk = opened()
  pay(clerk, 'P1', '10', 'none')
  pay(clerk, 'P2', '10', 'none')
  issue(clerk, 'I1', ['-4'])
  expect(eventsOf(issue(clerk, 'I2', ['20'])).slice(-3)).toEqual([
    'credit_allocated 4.00 credit:1 invoice:2 allocation:1 by automatic',
    'payment_allocated 10.00 payment:1 invoice:2 allocation:2 by automatic',
    'payment_allocated 6.00 payment:2 invoice:2 allocation:3 by automatic',
  ])
})

test('the credit of a new invoice goes before payments that were free already', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'])
  pay(clerk, 'P1', '30', 'none')
  expect(eventsOf(issue(clerk, 'I2', ['-20'])).slice(-2)).toEqual([
    'credit_allocated 20.00 credit:1 invoice:1 allocation:1 by automatic',
    'payment_allocated 20.00 payment:1 invoice:1 allocation:2 by automatic',
  ])
})

test('the invoice that is due first is paid first, though it was issued last; one without a due date is last', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['10'])
  issue(clerk, 'I2', ['10'], { due: '2026-09-20' })
  pay(clerk, 'P1', '25', 'hold')
  pay(clerk, 'P2', '5', 'none')
  expect(eventsOf(issue(clerk, 'I3', ['10'], { due: '2026-09-10' })).at(-1)).toBe(
    'payment_allocated 5.00 payment:2 invoice:3 allocation:1 by automatic',
  )
  expect(eventsOf(pay(clerk, 'P3', '17')).slice(1)).toEqual([
    'payment_allocated 5.00 payment:3 invoice:3 allocation:2 by oldest_first',
    'payment_allocated 10.00 payment:3 invoice:2 allocation:3 by oldest_first',
    'payment_allocated 2.00 payment:3 invoice:1 allocation:4 by oldest_first',
  ])
})

test('of two invoices due on one day the one issued first is paid first, then the one recorded first', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-05')
  issue(clerk, 'I1', ['10'], { due: '2026-09-20' })
  issue(clerk, 'I2', ['10'], { due: '2026-09-20', on: '2026-09-03' })
  issue(clerk, 'I3', ['10'], { due: '2026-09-20', on: '2026-09-03' })
  expect(eventsOf(pay(clerk, 'P1', '25')).slice(1)).toEqual([
    'payment_allocated 10.00 payment:1 invoice:2 allocation:1 by oldest_first',
    'payment_allocated 10.00 payment:1 invoice:3 allocation:2 by oldest_first',
    'payment_allocated 5.00 payment:1 invoice:1 allocation:3 by oldest_first',
  ])
})

test('an invoice over nothing is issued, and there is nothing to pay', () => {
  const clerk = opened()
  expect(eventsOf(issue(clerk, 'I1', []))).toEqual(['invoice_issued 0.00 invoice:1'])
  expect(status(clerk, 'invoice I1')).toBe('do_not_pay')
})

test('an invoice counts no earlier than the charges that it takes', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-10')
  charge(clerk, '5', { xdrId: 77n })
  issue(clerk, 'I1', [], { charges: [77n], on: '2026-09-03' })
  const [booked, issued] = recordsOf(clerk).filter((record) =>
    ['charge_booked', 'invoice_issued'].includes(record.type),
  )
  expect(issued?.effectiveAt).toBe(booked?.effectiveAt)
})

test('issued again under its number it is refused, and takes no charge', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['5'])
  charge(clerk, '7')
  expect(eventsOf(issue(clerk, 'I1', [], { charges: 'unbilled' }))).toEqual(['refused invoice_taken'])
  expect(figures(clerk, 'customer', 'unbilled')).toEqual({ unbilled: '7.00' })
})

test('an invoice may be due on the day of its issue, and its period may be one day', () => {
  const clerk = opened()
  const period = { from: day('2026-09-01'), to: day('2026-09-01') }
  expect(refusalOf(issue(clerk, 'I1', ['5'], { due: '2026-09-01', period }))).toBe('accepted')
})

test('the amount due counts what earlier invoices owe, and what was raised later', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'])
  issue(clerk, 'I2', ['20'])
  adjust(clerk, 'I1', '5')
  expect(figures(clerk, 'invoice I1', 'amount_due')).toEqual({ amount_due: '45.00' })
  expect(figures(clerk, 'invoice I2', 'amount_due')).toEqual({ amount_due: '65.00' })
})
