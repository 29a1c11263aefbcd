import { expect, test } from 'vitest'
import {
  act,
  adjust,
  type Clerk,
  charge,
  eventsOf,
  figures,
  issue,
  opened,
  pay,
  refusalOf,
  status,
} from '../memory/clerk.ts'
import { credit, turnIntoCredit } from '../memory/clerk-invoices.ts'
import { underPolicy } from '../memory/clerk-policy.ts'
import { textOf } from '../memory/ledger.ts'

test('a manual credit lowers the balance at once and the next invoice, not what is owed now', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['10'])
  expect(eventsOf(credit(clerk, '0.000005'))).toEqual(['credit_booked 0.000005 charge:2'])
  credit(clerk, '4', { creditKind: 'promotional' })
  expect(figures(clerk, 'customer', 'credited', 'unbilled', 'balance', 'outstanding')).toEqual({
    credited: '4.000005',
    unbilled: '-4.000005',
    balance: '5.999995',
    outstanding: '10.00',
  })
  charge(clerk, '9')
  issue(clerk, 'I2', [], { charges: 'unbilled' })
  expect(figures(clerk, 'invoice I2', 'total')).toEqual({ total: '5.00' })
})

test('a credit is above 0 and in the currency of the customer', () => {
  const clerk = opened()
  expect(refusalOf(credit(clerk, '0'))).toBe('amount_must_be_positive')
  expect(refusalOf(credit(clerk, '-1'))).toBe('amount_must_be_positive')
  expect(refusalOf(credit(clerk, '1', { currency: 'EUR' }))).toBe('currency_differs')
})

test('booked once more it is another credit', () => {
  const clerk = opened()
  credit(clerk, '4')
  expect(eventsOf(credit(clerk, '4'))).toEqual(['credit_booked 4.00 charge:2'])
  expect(figures(clerk, 'customer', 'balance')).toEqual({ balance: '-8.00' })
})

test('an invoice takes a credit by its xDR id as it takes a charge', () => {
  const clerk = opened()
  credit(clerk, '4', { xdrId: 5n })
  credit(clerk, '1', { xdrId: 6n })
  issue(clerk, 'I1', ['10'], { charges: [5n] })
  expect(figures(clerk, 'invoice I1', 'total')).toEqual({ total: '6.00' })
  expect(refusalOf(issue(clerk, 'I2', [], { charges: [5n] }))).toBe('charge_already_invoiced')
})

test('a closed customer is charged nothing more, and still gets his last invoice', () => {
  const clerk = opened()
  charge(clerk, '10')
  act(clerk, { op: 'set_customer_status', set: 'closed', reason: textOf(clerk.ledger, 'moved away') })
  expect(refusalOf(charge(clerk, '1'))).toBe('customer_is_closed')
  expect(refusalOf(credit(clerk, '1'))).toBe('accepted')
  expect(refusalOf(issue(clerk, 'I1', [], { charges: 'unbilled' }))).toBe('accepted')
  expect(figures(clerk, 'invoice I1', 'total')).toEqual({ total: '9.00' })
})

/** The policy keeps negative totals, and I1 has one of −5. */
function keeping(): Clerk {
  const clerk = opened()
  underPolicy(clerk, { negative_invoice: 'keep' })
  issue(clerk, 'I1', ['-5'])
  return clerk
}

test('a negative total is kept where the policy says so', () => {
  const clerk = keeping()
  expect(figures(clerk, 'invoice I1', 'outstanding', 'to_credit', 'amount_due_at_issue')).toEqual({
    outstanding: '-5.00',
    to_credit: '0.00',
    amount_due_at_issue: '-5.00',
  })
  expect(figures(clerk, 'customer', 'outstanding', 'balance')).toEqual({ outstanding: '-5.00', balance: '-5.00' })
})

test('what is kept negative is turned into a credit by hand, once', () => {
  const clerk = keeping()
  expect(eventsOf(turnIntoCredit(clerk, 'I1'))).toEqual(['credit_made 5.00 credit:1 invoice:1'])
  expect(figures(clerk, 'invoice I1', 'outstanding')).toEqual({ outstanding: '0.00' })
  expect(figures(clerk, 'credit CR-I1', 'remaining')).toEqual({ remaining: '5.00' })
  expect(refusalOf(turnIntoCredit(clerk, 'I1'))).toBe('invoice_not_negative')
  expect(refusalOf(turnIntoCredit(clerk, 'I9'))).toBe('invoice_unknown')
})

test('turned into a credit, it pays what is open', () => {
  const clerk = opened()
  underPolicy(clerk, { negative_invoice: 'keep' })
  issue(clerk, 'I1', ['3'])
  issue(clerk, 'I2', ['-5'])
  expect(eventsOf(turnIntoCredit(clerk, 'I2'))).toEqual([
    'credit_made 5.00 credit:1 invoice:2',
    'credit_allocated 3.00 credit:1 invoice:1 allocation:1 by automatic',
  ])
  expect(status(clerk, 'invoice I1')).toBe('paid')
})

test('the next issue turns what is kept negative into credits first, and uses them', () => {
  const clerk = keeping()
  expect(eventsOf(issue(clerk, 'I2', ['-2']))).toEqual([
    'credit_made 5.00 credit:1 invoice:1',
    'charge_booked -2.00 charge:2',
    'invoice_issued -2.00 invoice:2',
  ])
  expect(eventsOf(issue(clerk, 'I3', ['10']))).toEqual([
    'credit_made 2.00 credit:2 invoice:2',
    'charge_booked 10.00 charge:3',
    'invoice_issued 10.00 invoice:3',
    'credit_allocated 5.00 credit:1 invoice:3 allocation:1 by automatic',
    'credit_allocated 2.00 credit:2 invoice:3 allocation:2 by automatic',
  ])
  expect(figures(clerk, 'invoice I3', 'amount_due_at_issue')).toEqual({ amount_due_at_issue: '3.00' })
})

test('the amount due at issue counts earlier invoices and what this issue allocates, and stays', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'])
  pay(clerk, 'P1', '50', 'none')
  issue(clerk, 'I2', ['20'])
  expect(figures(clerk, 'invoice I2', 'amount_due_at_issue')).toEqual({ amount_due_at_issue: '10.00' })
  adjust(clerk, 'I1', '-5')
  expect(figures(clerk, 'invoice I2', 'amount_due_at_issue')).toEqual({ amount_due_at_issue: '10.00' })
  underPolicy(clerk, { amount_due: 'simple' })
  issue(clerk, 'I3', ['8'])
  expect(figures(clerk, 'invoice I3', 'amount_due_at_issue')).toEqual({ amount_due_at_issue: '8.00' })
})

test('a total is rounded as the policy says', () => {
  const clerk = opened()
  const total = (id: string) => figures(clerk, `invoice ${id}`, 'total').total
  underPolicy(clerk, { rounding: 'half_even' })
  issue(clerk, 'I1', ['0.125'])
  underPolicy(clerk, { rounding: 'half_away' })
  issue(clerk, 'I2', ['0.125', '0.0001'])
  issue(clerk, 'I3', ['0.122'])
  expect([total('I1'), total('I2'), total('I3')]).toEqual(['0.12', '0.13', '0.12'])
})
