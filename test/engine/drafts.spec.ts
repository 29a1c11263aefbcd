import { expect, test } from 'vitest'
import { type Clerk, charge, eventsOf, figures, issue, opened, pay, refusalOf, status } from '../memory/clerk.ts'
import { addLine, causesOf, draftOf, installments, issueDraft, voidInvoice } from '../memory/clerk-invoices.ts'
import { underPolicy } from '../memory/clerk-policy.ts'

/** 15 of usage, unbilled, and a draft with one line of 40. */
function drafted(): Clerk {
  const clerk = opened()
  charge(clerk, '15')
  draftOf(clerk, 'D1', ['40'])
  return clerk
}

test('a draft writes down lines and terms, and moves no money', () => {
  const clerk = opened()
  charge(clerk, '15')
  expect(eventsOf(draftOf(clerk, 'D1', ['40', '-5']))).toEqual([
    'invoice_drafted invoice:1',
    'draft_line_added 40.00 invoice:1',
    'draft_line_added -5.00 invoice:1',
  ])
  expect(status(clerk, 'invoice D1')).toBe('draft')
  expect(figures(clerk, 'customer', 'balance', 'unbilled', 'outstanding')).toEqual({
    balance: '15.00',
    unbilled: '15.00',
    outstanding: '0.00',
  })
  pay(clerk, 'P1', '10')
  expect(figures(clerk, 'payment P1', 'unallocated')).toEqual({ unallocated: '10.00' })
})

test('a draft is refused under a number in use, over an unknown charge, and with terms that cannot hold', () => {
  const clerk = drafted()
  expect(refusalOf(draftOf(clerk, 'D1', []))).toBe('invoice_taken')
  expect(refusalOf(draftOf(clerk, 'D2', [], { charges: [77n] }))).toBe('charge_unknown')
  expect(refusalOf(draftOf(clerk, 'D2', [], { period: { from: 20_701, to: 20_700 } }))).toBe('period_ends_before_start')
  const parts = installments({ '2026-10-01': '20', '2026-11-01': '20' })
  expect(refusalOf(draftOf(clerk, 'D2', ['40'], { installments: parts, dueOn: 20_800 }))).toBe(
    'installments_exclude_due_date',
  )
  expect(refusalOf(draftOf(clerk, 'D2', ['40'], { installments: [...parts].reverse() }))).toBe(
    'installments_must_add_up',
  )
})

test('a line is added; the same once more is another line', () => {
  const clerk = drafted()
  expect(eventsOf(addLine(clerk, 'D1', '7.5'))).toEqual(['draft_line_added 7.50 invoice:1'])
  addLine(clerk, 'D1', '7.5')
  issueDraft(clerk, 'D1')
  expect(figures(clerk, 'invoice D1', 'total')).toEqual({ total: '70.00' })
})

test('a line is refused for what is unknown, issued or void', () => {
  const clerk = drafted()
  draftOf(clerk, 'D2', [])
  voidInvoice(clerk, 'D2', { reason: null })
  issueDraft(clerk, 'D1')
  expect(['D1', 'D2', 'D3'].map((name) => refusalOf(addLine(clerk, name, '1')))).toEqual([
    'invoice_is_no_draft',
    'invoice_is_no_draft',
    'invoice_unknown',
  ])
})

test('issued, a draft takes its lines and charges under its number, and free money pays it', () => {
  const clerk = drafted()
  charge(clerk, '0.005')
  pay(clerk, 'P1', '30')
  expect(eventsOf(issueDraft(clerk, 'D1', { invoice: '2026-09-001' }))).toEqual([
    'charge_booked 40.00 charge:3',
    'charge_booked 0.005 charge:4',
    'invoice_issued 55.01 invoice:1',
    'payment_allocated 30.00 payment:1 invoice:1 allocation:1 by automatic',
  ])
  expect(causesOf(clerk, 'invoice_issued')).toEqual(['operand invoice_drafted'])
  expect(figures(clerk, 'invoice 2026-09-001', 'total', 'amount_due_at_issue', 'outstanding')).toEqual({
    total: '55.01',
    amount_due_at_issue: '25.01',
    outstanding: '25.01',
  })
  expect(status(clerk, 'invoice 2026-09-001')).toBe('partially_paid')
})

test('it is due as the draft says, else by the terms of the policy, unless the issue says otherwise', () => {
  const clerk = opened()
  underPolicy(clerk, { payment_terms: 14 })
  const due = (id: string) => figures(clerk, `invoice ${id}`, 'due_on').due_on
  draftOf(clerk, 'D1', ['1'], { dueOn: 20_720 })
  draftOf(clerk, 'D2', ['1'])
  draftOf(clerk, 'D3', ['1'])
  issueDraft(clerk, 'D1')
  issueDraft(clerk, 'D2', { issuedOn: 20_700 })
  issueDraft(clerk, 'D3', { dueOn: null })
  expect([due('D1'), due('D2'), due('D3')]).toEqual(['0.02072', '0.020714', null])
})

test('it is not issued twice, under the number of another, or before its due date is possible', () => {
  const clerk = drafted()
  issue(clerk, 'I1', ['1'])
  expect(refusalOf(issueDraft(clerk, 'D1', { invoice: 'I1' }))).toBe('invoice_taken')
  expect(refusalOf(issueDraft(clerk, 'D1', { dueOn: 1 }))).toBe('due_before_issue')
  expect(refusalOf(issueDraft(clerk, 'D1'))).toBe('accepted')
  expect(refusalOf(issueDraft(clerk, 'D1'))).toBe('invoice_is_no_draft')
})

test('a charge that it names may be taken by another invoice meanwhile', () => {
  const clerk = opened()
  charge(clerk, '15', { xdrId: 7n })
  charge(clerk, '5', { xdrId: 8n })
  draftOf(clerk, 'D1', [], { charges: [7n] })
  draftOf(clerk, 'D2', [], { charges: [8n] })
  issue(clerk, 'I1', [], { charges: [7n] })
  expect(refusalOf(issueDraft(clerk, 'D1'))).toBe('charge_already_invoiced')
  expect(eventsOf(issueDraft(clerk, 'D2'))).toEqual(['invoice_issued 5.00 invoice:2'])
})

test('its installments must add up to what it comes to', () => {
  const clerk = opened()
  const parts = installments({ '2026-10-01': '20', '2026-11-01': '30' })
  draftOf(clerk, 'D1', ['40'], { installments: parts })
  expect(refusalOf(issueDraft(clerk, 'D1'))).toBe('installments_must_add_up')
  addLine(clerk, 'D1', '10')
  expect(refusalOf(issueDraft(clerk, 'D1'))).toBe('accepted')
})

test('a draft is given up without a reason and without an xDR; its charges stay unbilled', () => {
  const clerk = drafted()
  expect(eventsOf(voidInvoice(clerk, 'D1', { reason: null }))).toEqual(['invoice_voided 0.00 invoice:1'])
  expect(status(clerk, 'invoice D1')).toBe('void')
  expect(figures(clerk, 'customer', 'unbilled')).toEqual({ unbilled: '15.00' })
  expect(refusalOf(voidInvoice(clerk, 'D1'))).toBe('invoice_is_void')
  expect(refusalOf(issueDraft(clerk, 'D1'))).toBe('invoice_is_no_draft')
})
