import { expect, test } from 'vitest'
import { type Clerk, eventsOf, figures, issue, opened, pass, pay, refusalOf, status } from '../memory/clerk.ts'
import { creditNote, draftOf, dueOn, installments, issueByTerms, voidInvoice } from '../memory/clerk-invoices.ts'
import { underPolicy } from '../memory/clerk-policy.ts'

const parts = installments({ '2026-10-01': '30', '2026-11-01': '70' })

/** An invoice of 100, 30 due on 1 October, 70 on 1 November. */
function inParts(): Clerk {
  const clerk = opened()
  issue(clerk, 'I1', ['100'], { installments: parts })
  return clerk
}

test('an invoice in installments is due with the last, and overdue by those that have passed', () => {
  const clerk = inParts()
  pass(clerk, '2026-10-01')
  expect(status(clerk, 'invoice I1')).toBe('unpaid')
  pass(clerk, '2026-10-02')
  expect(status(clerk, 'invoice I1')).toBe('overdue')
  expect(figures(clerk, 'invoice I1', 'overdue', 'days_overdue')).toEqual({
    overdue: '30.00',
    days_overdue: '0.000001',
  })
  pay(clerk, 'P1', '30')
  expect(status(clerk, 'invoice I1')).toBe('partially_paid')
  pass(clerk, '2026-11-02')
  expect(status(clerk, 'invoice I1')).toBe('overdue')
})

test('installments are above 0, one a day in order, as fine as the currency, and add up to the total', () => {
  const clerk = opened()
  const tried = (of: Readonly<Record<string, string>>) =>
    refusalOf(issue(clerk, 'I1', ['100'], { installments: installments(of) }))
  expect(tried({ '2026-10-01': '30', '2026-11-01': '60' })).toBe('installments_must_add_up')
  expect(tried({ '2026-10-01': '130', '2026-11-01': '-30' })).toBe('installments_must_add_up')
  expect(tried({ '2026-11-01': '30', '2026-10-01': '70' })).toBe('installments_must_add_up')
  expect(tried({ '2026-10-01': '30.001', '2026-11-01': '69.999' })).toBe('amount_finer_than_currency')
  expect(tried({ '2026-08-01': '30', '2026-11-01': '70' })).toBe('due_before_issue')
  expect(refusalOf(issue(clerk, 'I1', ['100'], { installments: parts, due: '2026-11-01' }))).toBe(
    'installments_exclude_due_date',
  )
})

test('money goes to the oldest uncovered installment of all invoices first', () => {
  const clerk = inParts()
  issue(clerk, 'I2', ['20'], { due: '2026-10-15' })
  pay(clerk, 'P1', '30')
  expect(eventsOf(pay(clerk, 'P2', '25'))).toEqual([
    'payment_received 25.00 payment:2 by oldest_first',
    'payment_allocated 20.00 payment:2 invoice:2 allocation:2 by oldest_first',
    'payment_allocated 5.00 payment:2 invoice:1 allocation:3 by oldest_first',
  ])
})

test('another due date stands in place of the installments, and takes the overdue away', () => {
  const clerk = inParts()
  pass(clerk, '2026-10-05')
  expect(eventsOf(dueOn(clerk, 'I1', '2026-12-01'))).toEqual(['due_date_changed invoice:1'])
  expect(status(clerk, 'invoice I1')).toBe('unpaid')
  expect(figures(clerk, 'invoice I1', 'overdue')).toEqual({ overdue: '0.00' })
})

test('a due date is changed with a reason, not to before the issue, not of a draft or a void invoice', () => {
  const clerk = inParts()
  draftOf(clerk, 'D1', [])
  expect(refusalOf(dueOn(clerk, 'I1', '2026-12-01', { reason: null }))).toBe('reason_required')
  expect(refusalOf(dueOn(clerk, 'I1', '2026-08-31'))).toBe('due_before_issue')
  expect(refusalOf(dueOn(clerk, 'D1', '2026-12-01'))).toBe('invoice_is_draft')
  expect(refusalOf(dueOn(clerk, 'I9', '2026-12-01'))).toBe('invoice_unknown')
  voidInvoice(clerk, 'I1')
  expect(refusalOf(dueOn(clerk, 'I1', '2026-12-01'))).toBe('invoice_is_void')
})

test('the due date that holds already is left alone', () => {
  const clerk = inParts()
  dueOn(clerk, 'I1', '2026-11-01')
  expect(eventsOf(dueOn(clerk, 'I1', '2026-11-01'))).toEqual([])
})

test('left out, the due date follows from the payment terms of the policy', () => {
  const clerk = opened()
  const due = (id: string) => figures(clerk, `invoice ${id}`, 'due_on').due_on
  issueByTerms(clerk, 'I1', '1')
  underPolicy(clerk, { payment_terms: 15 })
  issueByTerms(clerk, 'I2', '1')
  issue(clerk, 'I3', ['1'])
  issueByTerms(clerk, 'I4', '100', { installments: parts })
  dueOn(clerk, 'I3', '2026-09-16')
  expect(due('I1')).toBeNull()
  expect(due('I2')).toBe(due('I3'))
  dueOn(clerk, 'I2', '2026-11-01')
  expect(due('I2')).toBe(due('I4'))
})

test('a credit note that covers the first installment ends that it is overdue', () => {
  const clerk = inParts()
  pass(clerk, '2026-10-02')
  creditNote(clerk, 'CN1', 'I1', '30')
  expect(status(clerk, 'invoice I1')).toBe('partially_paid')
})
