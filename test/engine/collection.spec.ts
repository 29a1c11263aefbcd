import { expect, test } from 'vitest'
import {
  adjust,
  type Clerk,
  day,
  eventsOf,
  figures,
  issue,
  opened,
  pass,
  pay,
  recordsOf,
  status,
} from '../memory/clerk.ts'
import { collectionOf, dispute, jump, lift, underPolicy } from '../memory/clerk-policy.ts'

const steps = {
  reminders_before: [10, 1],
  resend_after: [0, 7],
  late_fee: { amount: '5', percent: '0', on: 'next_invoice' as const },
  limitation_after: 10,
  suspension_after: 20,
  termination_after: 30,
  warning_before: 2,
}

/** Owes 100 from 1 September, due on the 15th, under a policy with every step, on a clock that sends mail. */
function collected(collection: Parameters<typeof underPolicy>[1]['collection'] = steps): Clerk {
  const clerk = opened('2026-08-01')
  clerk.ledger.mail = 'send'
  underPolicy(clerk, { collection })
  pass(clerk, '2026-09-01')
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  return clerk
}

/** Lets each day pass by itself, as the wall clock does. */
function passDaily(clerk: Clerk, from: string, to: string): void {
  for (let at = day(from); at <= day(to); at += 1) pass(clerk, new Date(at * 86_400_000).toISOString().slice(0, 10))
}

const statusChanges = (clerk: Clerk): number =>
  recordsOf(clerk).filter((record) => record.kind === 'change' && record.figure === 'customer.status').length

test('every step is taken on its day, once', () => {
  const clerk = collected()
  passDaily(clerk, '2026-09-02', '2026-10-20')
  expect(collectionOf(clerk)).toEqual([
    '2026-09-05 reminder queued',
    '2026-09-14 reminder queued',
    '2026-09-15 invoice_copy queued',
    '2026-09-16 overdue_notice queued',
    '2026-09-22 invoice_copy queued',
    '2026-09-23 limitation_warning queued',
    '2026-09-25 limitation_notice queued',
    '2026-10-03 suspension_warning queued',
    '2026-10-05 suspension_notice queued',
    '2026-10-13 termination_warning queued',
    '2026-10-15 termination_notice queued',
  ])
  expect(figures(clerk, 'customer', 'unbilled', 'outstanding')).toEqual({ unbilled: '5.00', outstanding: '100.00' })
  expect(status(clerk, 'customer')).toBe('provisionally_terminated')
})

test('missed days are caught up one by one for statuses and mail; nobody is charged or cut off for them', () => {
  const late = collected()
  jump(late, '2026-10-20')
  expect(collectionOf(late)).toEqual([
    '2026-09-05 reminder withheld history',
    '2026-09-14 reminder withheld history',
    '2026-09-15 invoice_copy withheld history',
    '2026-09-16 overdue_notice withheld history',
    '2026-09-16 late_fee_withheld day_had_passed',
    '2026-09-22 invoice_copy withheld history',
    '2026-09-23 announcement_withheld day_had_passed',
    '2026-09-25 limitation_withheld day_had_passed',
    '2026-10-03 announcement_withheld day_had_passed',
    '2026-10-05 suspension_withheld day_had_passed',
    '2026-10-13 announcement_withheld day_had_passed',
    '2026-10-15 termination_withheld day_had_passed',
    '2026-10-20 limitation_warning queued',
    '2026-10-20 suspension_warning queued',
    '2026-10-20 termination_warning queued',
  ])
  expect([status(late, 'invoice I1'), status(late, 'customer')]).toEqual(['overdue', 'active'])
  expect(figures(late, 'customer', 'unbilled')).toEqual({ unbilled: '5.00' })
  const before = recordsOf(late).length
  jump(late, '2026-10-20')
  expect(recordsOf(late).length).toBe(before)
})

test('grace days put off the overdue notice and the late fee, not the status', () => {
  const clerk = collected({ grace_days: 3, late_fee: { amount: '0', percent: '1.5', on: 'this_invoice' } })
  passDaily(clerk, '2026-09-02', '2026-09-18')
  expect(status(clerk, 'invoice I1')).toBe('overdue')
  expect(collectionOf(clerk)).toEqual([])
  passDaily(clerk, '2026-09-19', '2026-09-30')
  expect(collectionOf(clerk)).toEqual(['2026-09-19 overdue_notice queued'])
  expect(figures(clerk, 'invoice I1', 'adjusted', 'outstanding')).toEqual({ adjusted: '1.50', outstanding: '101.50' })
})

test('what is in dispute is not collected, and the customer is active again at once', () => {
  const clerk = collected()
  passDaily(clerk, '2026-09-02', '2026-09-26')
  expect(status(clerk, 'customer')).toBe('service_limited')
  dispute(clerk, 'I1')
  expect([status(clerk, 'customer'), status(clerk, 'invoice I1')]).toEqual(['active', 'overdue'])
  const before = collectionOf(clerk).length
  passDaily(clerk, '2026-09-27', '2026-10-20')
  expect(collectionOf(clerk).slice(before)).toEqual([
    '2026-10-03 announcement_withheld in_dispute',
    '2026-10-05 suspension_withheld in_dispute',
    '2026-10-13 announcement_withheld in_dispute',
    '2026-10-15 termination_withheld in_dispute',
  ])
})

test('a lift puts a limitation that was announced off until its last day is over', () => {
  const clerk = collected()
  passDaily(clerk, '2026-09-02', '2026-09-24')
  lift(clerk, day('2026-09-27'))
  passDaily(clerk, '2026-09-25', '2026-09-26')
  expect(status(clerk, 'customer')).toBe('limitation_delayed')
  expect(collectionOf(clerk).at(-1)).toBe('2026-09-25 limitation_withheld lifted')
  passDaily(clerk, '2026-09-27', '2026-09-28')
  expect(status(clerk, 'customer')).toBe('service_limited')
})

test('nobody is dunned whose free money covers what is overdue, and the record says so', () => {
  const clerk = collected({ late_fee: steps.late_fee, limitation_after: 5 })
  pay(clerk, 'P1', '100', 'hold')
  passDaily(clerk, '2026-09-02', '2026-09-30')
  expect(status(clerk, 'invoice I1')).toBe('overdue')
  expect(status(clerk, 'customer')).toBe('active')
  expect(collectionOf(clerk)).toEqual([
    '2026-09-16 overdue_notice withheld covered_by_free_money',
    '2026-09-16 late_fee_withheld covered_by_free_money',
    '2026-09-20 limitation_withheld covered_by_free_money',
  ])
})

test('at the threshold nothing is collected, above it everything', () => {
  const clerk = collected({ limitation_after: 5, threshold: '100' })
  passDaily(clerk, '2026-09-02', '2026-09-21')
  expect(status(clerk, 'customer')).toBe('active')
  adjust(clerk, 'I1', '0.01')
  expect(status(clerk, 'customer')).toBe('service_limited')
})

test('a late fee that was withheld falls due when nothing speaks against it any more', () => {
  const clerk = collected({ late_fee: steps.late_fee, threshold: '120' })
  passDaily(clerk, '2026-09-02', '2026-09-20')
  expect(figures(clerk, 'customer', 'unbilled')).toEqual({ unbilled: '0.00' })
  issue(clerk, 'I2', ['30'], { due: '2026-09-20' })
  passDaily(clerk, '2026-09-21', '2026-09-22')
  expect(figures(clerk, 'customer', 'unbilled')).toEqual({ unbilled: '10.00' })
})

test.each([
  ['payment', (clerk: Clerk) => pay(clerk, 'P1', '100')],
  ['adjustment', (clerk: Clerk) => adjust(clerk, 'I1', '-100')],
])('a %s clears overdue and limitation in its own operation', (_name, clear) => {
  const clerk = collected()
  passDaily(clerk, '2026-09-02', '2026-09-26')
  expect(status(clerk, 'customer')).toBe('service_limited')
  const before = statusChanges(clerk)
  const outcome = clear(clerk)
  expect(eventsOf(outcome).length).toBeGreaterThan(0)
  expect([status(clerk, 'invoice I1') === 'overdue', status(clerk, 'customer')]).toEqual([false, 'active'])
  expect(statusChanges(clerk)).toBe(before + 1)
})
