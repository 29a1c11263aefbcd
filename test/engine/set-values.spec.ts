import { expect, test } from 'vitest'
import type { Command } from '../../src/engine/asked/command.ts'
import { theCustomer } from '../../src/engine/figures/base.ts'
import { defaultTerms } from '../../src/engine/policy/policy.ts'
import { stateAt } from '../../src/engine/replay/as-of.ts'
import { blankCustomer } from '../../src/engine/state/customer.ts'
import { evaluate } from '../../src/engine/values/evaluate.ts'
import { startOfDay } from '../../src/service/asked/days.ts'
import {
  act,
  adjust,
  type Clerk,
  customerOf,
  day,
  figures,
  issue,
  micros,
  opened,
  pass,
  pay,
  recordsOf,
  status,
} from '../memory/clerk.ts'
import { addLine, draftOf, dueOn, installments } from '../memory/clerk-invoices.ts'
import { chargeBack, reverse } from '../memory/clerk-payments.ts'
import { underPolicy } from '../memory/clerk-policy.ts'
import { textOf } from '../memory/ledger.ts'

const limitOf = (amount: string): Command => ({
  op: 'change_credit_limit',
  limit: micros(amount),
  until: null,
  reason: null,
})

/** The customer as of the end of a day, by what is known now. */
const asOf = (clerk: Clerk, on: string) =>
  stateAt(blankCustomer(clerk.id), recordsOf(clerk), { effectiveAt: startOfDay(day(on) + 1, 'UTC') - 1n })

const limitOn = (clerk: Clerk, on: string): bigint | null =>
  evaluate(asOf(clerk, on), 'customer.credit_limit', theCustomer, day(on))

const said = (clerk: Clerk, type: string) => recordsOf(clerk).findLast((record) => record.type === type)

test('a late set value that a later one overrides leaves the head as it is, and counts in between', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-20')
  act(clerk, limitOf('500'), { on: '2026-09-10' })
  act(clerk, limitOf('300'), { on: '2026-09-05' })
  expect(figures(clerk, 'customer', 'credit_limit')).toEqual({ credit_limit: '500.00' })
  expect(limitOn(clerk, '2026-09-07')).toBe(micros('300'))
  expect(limitOn(clerk, '2026-09-12')).toBe(micros('500'))
  const late = said(clerk, 'credit_limit_changed')
  expect(late).toMatchObject({ facts: { creditLimit: micros('300') }, effects: [] })
})

test('a late set value that nothing overrides is what the head says', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-20')
  issue(clerk, 'I1', ['100'], { on: '2026-09-15', issued: '2026-09-15', due: '2026-10-15' })
  act(clerk, limitOf('300'), { on: '2026-09-05' })
  expect(figures(clerk, 'customer', 'credit_limit')).toEqual({ credit_limit: '300.00' })
})

test('terms that count from an earlier day do not replace those that count from a later one', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-20')
  underPolicy(clerk, { overpay: 'reject' })
  const { policy } = customerOf(clerk)
  const other = JSON.stringify({ ...defaultTerms, void_paid: 'reject' })
  act(clerk, { op: 'adopt_policy', version: 7, policy: other }, { on: '2026-09-05' })
  expect(customerOf(clerk).policy).toEqual(policy)
  expect(asOf(clerk, '2026-09-06').policy.version).toBe(7)
})

test('a due date that was set for a later day stands', () => {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['100'], { due: '2026-10-01' })
  pass(clerk, '2026-09-20')
  dueOn(clerk, 'I1', '2026-11-30')
  const reason = textOf(clerk.ledger, 'as he asked')
  act(clerk, { op: 'change_due_date', invoice: 'I1', dueOn: day('2026-10-31'), reason }, { on: '2026-09-10' })
  expect(customerOf(clerk).subjects.get('invoice:1')?.cells['invoice.due_on']?.value).toBe(BigInt(day('2026-11-30')))
})

test('who is set active again was blocked before: it counts from then at the earliest', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-20')
  const reason = textOf(clerk.ledger, 'as he asked')
  act(clerk, { op: 'set_customer_status', set: 'blocked', reason }, { on: '2026-09-10' })
  act(clerk, { op: 'set_customer_status', set: 'active', reason }, { on: '2026-09-05' })
  expect(status(clerk, 'customer')).toBe('active')
  expect(said(clerk, 'customer_reopened')?.effectiveAt).toBe(startOfDay(day('2026-09-10'), 'UTC'))
})

test('a chargeback is reversed from its own time at the earliest', () => {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['100'])
  pay(clerk, 'P1', '100')
  pass(clerk, '2026-09-20')
  chargeBack(clerk, 'P1')
  reverse(clerk, 'P1', { on: '2026-09-05' })
  expect(said(clerk, 'chargeback_reversed')?.effectiveAt).toBe(clerk.ledger.now)
  expect(figures(clerk, 'invoice I1', 'paid')).toEqual({ paid: '100.00' })
})

test('a draft is issued with all its lines, so from the last of them at the earliest', () => {
  const clerk = opened('2026-09-01')
  draftOf(clerk, 'I1', ['10'])
  pass(clerk, '2026-09-20')
  addLine(clerk, 'I1', '5')
  const on = day('2026-09-05')
  act(clerk, { op: 'issue_draft', draft: 'I1', invoice: 'I1', issuedOn: on }, { on: '2026-09-05' })
  expect(said(clerk, 'invoice_issued')?.effectiveAt).toBe(clerk.ledger.now)
  expect(asOf(clerk, '2026-09-20').subjects.size).toBe(1)
})

test('a late fee does not count from before its invoice was issued', () => {
  const clerk = opened('2026-09-01')
  underPolicy(clerk, { collection: { late_fee: { amount: '5', percent: '0', on: 'this_invoice' } } })
  pass(clerk, '2026-09-20')
  issue(clerk, 'I1', ['100'], { issued: '2026-09-02', due: '2026-09-03' })
  pass(clerk, '2026-09-21')
  expect(figures(clerk, 'invoice I1', 'adjusted')).toEqual({ adjusted: '5.00' })
  expect(asOf(clerk, '2026-09-20').subjects.size).toBe(1)
})

test('what was raised beyond the installments is not overdue before the first of them', () => {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['100'], { installments: installments({ '2026-09-10': '40', '2026-09-20': '60' }) })
  adjust(clerk, 'I1', '50')
  expect(figures(clerk, 'invoice I1', 'overdue')).toEqual({ overdue: '0.00' })
  pass(clerk, '2026-09-11')
  expect(figures(clerk, 'invoice I1', 'overdue')).toEqual({ overdue: '90.00' })
})

test('nobody is limited of whom nothing is overdue, though the step is 0 days after the due date', () => {
  const clerk = opened('2026-09-01')
  underPolicy(clerk, { collection: { limitation_after: 0 } })
  expect(status(clerk, 'customer')).toBe('active')
  issue(clerk, 'I1', ['100'], { due: '2026-09-10' })
  pass(clerk, '2026-09-11')
  expect(status(clerk, 'customer')).toBe('service_limited')
})
