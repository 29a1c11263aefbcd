import { expect, test } from 'vitest'
import { adjust, charge, figures, issue, opened, pass, pay, status } from '../memory/clerk.ts'
import { credit, creditNote, issueByTerms, voidInvoice } from '../memory/clerk-invoices.ts'
import { refund, voidPayment } from '../memory/clerk-payments.ts'
import { underPolicy } from '../memory/clerk-policy.ts'

// The examples of the design, with its numbers.

test('usage 60, subscription 50, credit 10, tax of 10 % on 100: total 110', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['60', '50', '-10', '10'])
  expect(figures(clerk, 'invoice I1', 'total')).toEqual({ total: '110.00' })
})

test('owes 40 for March, pays 30, April is 20: amount due 40 − 30 + 20 = 30', () => {
  const clerk = opened('2026-03-31')
  issue(clerk, 'March', ['40'], { due: '2026-04-15' })
  pass(clerk, '2026-04-10')
  pay(clerk, 'P1', '30')
  pass(clerk, '2026-04-30')
  charge(clerk, '25')
  credit(clerk, '5')
  issue(clerk, 'April', [], { charges: 'unbilled', due: '2026-05-15' })
  expect(figures(clerk, 'invoice April', 'total', 'amount_due', 'amount_due_at_issue')).toEqual({
    total: '20.00',
    amount_due: '30.00',
    amount_due_at_issue: '30.00',
  })
})

test('invoice 30, payments 10, 15, 5: partially paid, partially paid, paid', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['30'])
  const seen = ['10', '15', '5'].map((amount, at) => {
    pay(clerk, `P${at}`, amount)
    return status(clerk, 'invoice I1')
  })
  expect(seen).toEqual(['partially_paid', 'partially_paid', 'paid'])
})

test('invoices 50, 35, 40, payment 20: outstanding 105, the oldest takes the 20', () => {
  const clerk = opened()
  for (const [at, amount] of ['50', '35', '40'].entries()) issue(clerk, `I${at}`, [amount], { due: `2026-10-1${at}` })
  pay(clerk, 'P1', '20')
  expect(figures(clerk, 'customer', 'outstanding')).toEqual({ outstanding: '105.00' })
  expect(figures(clerk, 'invoice I0', 'outstanding', 'paid')).toEqual({ outstanding: '30.00', paid: '20.00' })
})

test('due 1 January 30, 1 February 15, 1 March 20, 1 April 25, payment 10: on 15 February 35 are overdue', () => {
  const clerk = opened('2025-12-01')
  for (const [month, amount] of [
    ['01', '30'],
    ['02', '15'],
    ['03', '20'],
    ['04', '25'],
  ] as const)
    issue(clerk, `I${month}`, [amount], { due: `2026-${month}-01` })
  pay(clerk, 'P1', '10')
  pass(clerk, '2026-02-15')
  expect(figures(clerk, 'customer', 'overdue')).toEqual({ overdue: '35.00' })
})

test('16.85306 rounded away from zero: 16.86, with 0.00694 of rounding', () => {
  const clerk = opened()
  charge(clerk, '16.85306')
  issue(clerk, 'I1', [], { charges: 'unbilled' })
  expect(figures(clerk, 'invoice I1', 'total')).toEqual({ total: '16.86' })
  expect(figures(clerk, 'customer', 'charged', 'unbilled')).toEqual({ charged: '16.86', unbilled: '0.00' })
})

test('manual credit 20, charge 15, issued: total −5, outstanding 0, unallocated credit 5, balance −5', () => {
  const clerk = opened()
  credit(clerk, '20')
  charge(clerk, '15')
  issue(clerk, 'I1', [], { charges: 'unbilled' })
  expect(figures(clerk, 'invoice I1', 'total', 'outstanding')).toEqual({ total: '-5.00', outstanding: '0.00' })
  expect(figures(clerk, 'customer', 'unallocated_credits', 'balance')).toEqual({
    unallocated_credits: '5.00',
    balance: '-5.00',
  })
})

test('100, paid 30, void: outstanding 0, unallocated 30, balance −30', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['100'])
  pay(clerk, 'P1', '30')
  voidInvoice(clerk, 'I1')
  expect(figures(clerk, 'invoice I1', 'outstanding')).toEqual({ outstanding: '0.00' })
  expect(figures(clerk, 'customer', 'unallocated_payments', 'balance')).toEqual({
    unallocated_payments: '30.00',
    balance: '-30.00',
  })
})

test('owes 10, pays 10, refunded 10 with deallocation: balance 10, which a void of the payment leaves', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['10'])
  pay(clerk, 'P1', '10')
  refund(clerk, 'P1', '10', { deallocate: { I1: '10' } })
  expect(figures(clerk, 'customer', 'balance')).toEqual({ balance: '10.00' })
  voidPayment(clerk, 'P1')
  expect(figures(clerk, 'customer', 'balance')).toEqual({ balance: '10.00' })
})

test('100, paid 40, credit note 100: credited 60, remaining 40, balance −40', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['100'])
  pay(clerk, 'P1', '40')
  creditNote(clerk, 'CN1', 'I1', '100')
  expect(figures(clerk, 'invoice I1', 'credited')).toEqual({ credited: '60.00' })
  expect(figures(clerk, 'credit CN1', 'remaining')).toEqual({ remaining: '40.00' })
  expect(figures(clerk, 'customer', 'balance')).toEqual({ balance: '-40.00' })
})

test('issued 1 June, net 15: due 16 June, overdue on 17 June, not before', () => {
  const clerk = opened('2026-06-01')
  underPolicy(clerk, { payment_terms: 15 })
  issueByTerms(clerk, 'I1', '10')
  pass(clerk, '2026-06-16')
  expect(status(clerk, 'invoice I1')).toBe('unpaid')
  pass(clerk, '2026-06-17')
  expect(status(clerk, 'invoice I1')).toBe('overdue')
  expect(figures(clerk, 'invoice I1', 'days_overdue')).toEqual({ days_overdue: '0.000001' })
})

test('the story: 100 unpaid − 30 unpaid − 60 partially paid = 10, overdue after the due date', () => {
  const clerk = opened('2026-09-30')
  const seen: string[] = []
  const look = (): void => {
    seen.push(`${figures(clerk, 'invoice I1', 'outstanding').outstanding} ${status(clerk, 'invoice I1')}`)
  }
  issue(clerk, 'I1', ['100'], { due: '2026-10-15' })
  look()
  pass(clerk, '2026-10-02')
  adjust(clerk, 'I1', '-30')
  look()
  pass(clerk, '2026-10-10')
  pay(clerk, 'P2204', '60')
  look()
  pass(clerk, '2026-10-16')
  look()
  expect(seen).toEqual(['100.00 unpaid', '70.00 unpaid', '10.00 partially_paid', '10.00 overdue'])
})
