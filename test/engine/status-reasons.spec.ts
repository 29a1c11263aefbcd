import { expect, test } from 'vitest'
import type { ChangeRecord } from '../../src/engine/events/record.ts'
import { statusReason } from '../../src/engine/explain/sentences/sentence.ts'
import { why } from '../../src/engine/explain/why/why.ts'
import type { FigureName } from '../../src/engine/figures/names.ts'
import { statuses } from '../../src/engine/figures/statuses.ts'
import {
  act,
  adjust,
  type Clerk,
  customerOf,
  day,
  issue,
  opened,
  pass,
  pay,
  recordsOf,
  refOf,
} from '../memory/clerk.ts'
import { draftOf, installments, issueDraft, openDispute, resolve, voidInvoice } from '../memory/clerk-invoices.ts'
import { authorise } from '../memory/clerk-payments.ts'
import { lift, underPolicy } from '../memory/clerk-policy.ts'
import { textOf } from '../memory/ledger.ts'

const codes = new Map(Object.entries(statuses).map(([name, no]) => [BigInt(no), name]))

/** What a kind of subject became, each time with the reason: "overdue: due 15 Sep 2026, outstanding 30.00 > 0". */
const reasons = (clerk: Clerk, kind: string): string[] =>
  recordsOf(clerk)
    .filter((record): record is ChangeRecord => record.type === 'status_changed' && record.subject.kind === kind)
    .map((change) => `${codes.get(change.after)}: ${statusReason(change, { digits: 2 })}`)

/** What each rule that was looked at says of a status now, up to the one that holds. */
const verdicts = (clerk: Clerk, figure: FigureName, name: string, on: string): string[] =>
  why(customerOf(clerk), figure, refOf(customerOf(clerk), name), day(on), 2).verdicts.map(
    ({ words, holds }) => `${holds ? 'yes' : 'no'}: ${words}`,
  )

const clears = (clerk: Clerk, figure: FigureName, name: string, on: string): string | null =>
  why(customerOf(clerk), figure, refOf(customerOf(clerk), name), day(on), 2).clears

test('an invoice says since when it is overdue, and what it owes', () => {
  const clerk = opened()
  draftOf(clerk, 'I1', ['30'], { dueOn: day('2026-09-15') })
  expect(clears(clerk, 'invoice.status', 'invoice I1', '2026-09-01')).toBe('Its issue.')
  issueDraft(clerk, 'I1')
  pay(clerk, 'P1', '20')
  pass(clerk, '2026-09-16')
  expect(verdicts(clerk, 'invoice.status', 'invoice I1', '2026-09-16')).toEqual([
    'no: not voided',
    'no: issued',
    'no: outstanding 10.00 = 0',
    'no: written off 0.00 > 0',
    'no: invoiced + adjusted 30.00 ≤ 0',
    'no: outstanding 10.00 ≤ 0',
    'no: paid + credited 20.00 = 0',
    'no: outstanding 10.00 = 0',
    'no: outstanding 10.00 < 0',
    'yes: due 15 Sep 2026 is before today, 16 Sep 2026',
    'yes: outstanding 10.00 > 0',
  ])
  voidInvoice(clerk, 'I1')
  expect(reasons(clerk, 'invoice')).toEqual([
    'draft: not issued',
    'unpaid: nothing paid or credited, not past due',
    'partially_paid: paid + credited 20.00 > 0',
    'overdue: due 15 Sep 2026, outstanding 10.00 > 0',
    'void: voided on 16 Sep 2026',
  ])
})

test('of two cases with the same status the one that held speaks', () => {
  const clerk = opened()
  underPolicy(clerk, { adjustment_counts_as_payment: true })
  issue(clerk, 'I1', ['30'], { due: '2026-09-20' })
  adjust(clerk, 'I1', '-10')
  issue(clerk, 'I2', ['90'], { installments: installments({ '2026-09-10': '30', '2026-10-10': '60' }) })
  pass(clerk, '2026-09-11')
  expect(reasons(clerk, 'invoice').slice(1)).toEqual([
    'partially_paid: adjustment counted as payment 10.00 > 0',
    'unpaid: nothing paid or credited, not past due',
    'overdue: overdue 30.00 > 0',
  ])
  expect(clears(clerk, 'invoice.status', 'invoice I2', '2026-09-11')).toBe(
    '30.00 paid, credited, adjusted or written off.',
  )
})

test('a customer says how long he is in collection, and by which policy that is too long', () => {
  const clerk = opened()
  underPolicy(clerk, { collection: { limitation_after: 10, suspension_after: 30 } })
  issue(clerk, 'I1', ['30'], { due: '2026-09-15' })
  pass(clerk, '2026-09-26')
  lift(clerk, day('2026-10-20'))
  pass(clerk, '2026-10-16')
  expect(verdicts(clerk, 'customer.status', 'customer', '2026-10-16').slice(3, 5)).toEqual([
    'yes: 31 days in collection, suspension on 15 Oct 2026 by policy version 1 has come',
    'no: collection lifted until 20 Oct 2026, which has passed',
  ])
  pass(clerk, '2026-10-21')
  expect(clears(clerk, 'customer.status', 'customer', '2026-10-21')).toBe(
    '30.00 paid, credited, adjusted, disputed or written off.',
  )
  pay(clerk, 'P1', '30')
  expect(reasons(clerk, 'customer')).toEqual([
    'active: nothing stands against it',
    'service_limited: 10 days in collection, limitation on 25 Sep 2026 by policy version 1, not lifted',
    'limitation_delayed: 11 days in collection, limitation on 25 Sep 2026 by policy version 1, collection lifted until 20 Oct 2026',
    'suspension_delayed: 30 days in collection, suspension on 15 Oct 2026 by policy version 1, collection lifted until 20 Oct 2026',
    'suspended: 36 days in collection, suspension on 15 Oct 2026 by policy version 1, not lifted',
    'active: nothing stands against it',
  ])
})

test('a customer who was blocked by hand says since when, until he is set active', () => {
  const clerk = opened('2026-09-01', { creditLimit: 20_000_000n })
  const set = (to: 'blocked' | 'active') =>
    act(clerk, { op: 'set_customer_status', set: to, reason: textOf(clerk.ledger, 'fraud') })
  issue(clerk, 'I1', ['30'])
  set('blocked')
  expect(clears(clerk, 'customer.status', 'customer', '2026-09-01')).toBe('Setting the customer active, by hand.')
  set('active')
  expect(reasons(clerk, 'customer').slice(1)).toEqual([
    'credit_exceeded: balance 30.00 > credit limit 20.00',
    'blocked: blocked since 1 Sep 2026',
    'credit_exceeded: balance 30.00 > credit limit 20.00',
  ])
  expect(verdicts(clerk, 'customer.status', 'customer', '2026-09-01').slice(0, 4)).toEqual([
    'no: not closed',
    'no: not blocked',
    'no: not terminated',
    'no: no suspension so far by policy version 0',
  ])
})

test('a payment and a dispute say what became of them', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['30'], { due: '2026-09-20' })
  authorise(clerk, 'P1', '10', 'oldest_first', { until: '2026-09-03' })
  openDispute(clerk, 'D1', 'I1', '5')
  resolve(clerk, 'D1', 'rejected')
  pass(clerk, '2026-09-04')
  expect(reasons(clerk, 'payment')).toEqual(['pending: pending 10.00 > 0', 'expired: authorised 10.00 > 0'])
  expect(reasons(clerk, 'dispute')).toEqual(['open: neither resolved nor rejected', 'rejected: rejected on 1 Sep 2026'])
})

test('a status by older rules, whose cases had other numbers, still has its reason', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['30'], { due: '2026-09-15' })
  pass(clerk, '2026-09-16')
  const overdue = recordsOf(clerk).findLast((record): record is ChangeRecord => record.type === 'status_changed')
  const verdict = { case: 3, condition: 0, holds: true }
  const older = overdue && statusReason({ ...overdue, verdicts: [verdict] }, { digits: 2 })
  expect(older).toBe('due 15 Sep 2026, outstanding 30.00 > 0')
})
