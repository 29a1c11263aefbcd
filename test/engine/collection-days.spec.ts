import { expect, test } from 'vitest'
import { act, adjust, type Clerk, charge, day, issue, opened, pass, pay, recordsOf, status } from '../memory/clerk.ts'
import { chargeBack } from '../memory/clerk-payments.ts'
import { collectionOf, dispute, lift, underPolicy } from '../memory/clerk-policy.ts'
import { textOf } from '../memory/ledger.ts'

/** Which days collection looks at: none on a state that was not so on that day, and none twice. */

type Collection = NonNullable<Parameters<typeof underPolicy>[1]['collection']>

function customer(collection: Collection): Clerk {
  const clerk = opened('2026-08-01')
  clerk.ledger.mail = 'send'
  underPolicy(clerk, { collection })
  return clerk
}

const fee = { amount: '5', percent: '0', on: 'next_invoice' as const }
const typesSince = (clerk: Clerk, seq: number): string[] =>
  recordsOf(clerk)
    .slice(seq)
    .map((record) => `${new Date(Number(record.effectiveAt / 1000n)).toISOString().slice(0, 10)} ${record.type}`)

test('debt that a chargeback reopens is collected from then on, not for days on which it was paid', () => {
  const clerk = customer({ late_fee: fee, suspension_after: 10, termination_after: 30 })
  pass(clerk, '2026-09-01')
  issue(clerk, 'I1', ['100'], { due: '2026-09-08' })
  pay(clerk, 'P1', '100')
  pass(clerk, '2026-09-20')
  const before = recordsOf(clerk).length
  chargeBack(clerk, 'P1')
  pass(clerk, '2026-09-21')
  const since = typesSince(clerk, before)
  expect(since.filter((line) => line < '2026-09-20')).toEqual([])
  expect(since.filter((line) => /late_fee|terminated/.test(line))).toEqual(['2026-09-21 late_fee_charged'])
  expect(status(clerk, 'customer')).toBe('active')
  pass(clerk, '2026-10-19')
  expect(collectionOf(clerk).filter((line) => line.includes('suspension_notice'))).toEqual([
    '2026-09-30 suspension_notice queued',
  ])
  expect(status(clerk, 'customer')).toBe('suspended')
  pass(clerk, '2026-10-20')
  expect(status(clerk, 'customer')).toBe('provisionally_terminated')
})

test('new terms act from their adoption on', () => {
  const clerk = customer({})
  issue(clerk, 'I1', ['100'], { due: '2026-08-08' })
  pass(clerk, '2026-09-20')
  underPolicy(clerk, { collection: { late_fee: fee, grace_days: 10, termination_after: 20, reminders_before: [1] } })
  const before = recordsOf(clerk).length
  pass(clerk, '2026-09-25')
  expect(typesSince(clerk, before).filter((line) => line < '2026-09-20')).toEqual([])
})

test('days in dispute are left out of the count of a termination', () => {
  const clerk = customer({ termination_after: 30 })
  issue(clerk, 'I1', ['100'], { due: '2026-08-15' })
  dispute(clerk, 'I1')
  pass(clerk, '2026-09-20')
  expect(status(clerk, 'customer')).toBe('active')
  act(clerk, {
    op: 'resolve_dispute',
    disputeId: 'D-I1',
    outcome: 'rejected',
    amount: null,
    reason: textOf(clerk.ledger, 'the meter was right'),
  })
  pass(clerk, '2026-10-18')
  expect(status(clerk, 'customer')).toBe('active')
  pass(clerk, '2026-10-19')
  expect(status(clerk, 'customer')).toBe('provisionally_terminated')
})

test('who was set active by hand is not terminated again for the same, but for what comes later', () => {
  const clerk = customer({ termination_after: 10 })
  issue(clerk, 'I1', ['100'], { due: '2026-08-15' })
  pass(clerk, '2026-08-26')
  expect(status(clerk, 'customer')).toBe('provisionally_terminated')
  act(clerk, { op: 'set_customer_status', set: 'active', reason: textOf(clerk.ledger, 'he promised') })
  issue(clerk, 'I2', ['10'], { due: '2026-09-10' })
  pass(clerk, '2026-09-15')
  expect(status(clerk, 'customer')).toBe('active')
  pass(clerk, '2026-09-20')
  expect(status(clerk, 'customer')).toBe('provisionally_terminated')
})

test('an installment that is paid is neither reminded of nor counted for a stage', () => {
  const clerk = customer({ reminders_before: [10], resend_after: [0], suspension_after: 40, warning_before: 5 })
  const installments = [
    { dueOn: day('2026-09-01'), amount: 30_000_000n },
    { dueOn: day('2026-10-01'), amount: 70_000_000n },
  ]
  issue(clerk, 'I1', ['100'], { installments })
  pay(clerk, 'P1', '30')
  for (let at = day('2026-08-02'); at <= day('2026-10-20'); at += 1)
    pass(clerk, new Date(at * 86_400_000).toISOString().slice(0, 10))
  expect(collectionOf(clerk)).toEqual([
    '2026-09-21 reminder queued',
    '2026-10-01 invoice_copy queued',
    '2026-10-02 overdue_notice queued',
  ])
})

test('while collection is lifted, or a fee is nothing, no day leaves a record', () => {
  const lifted = customer({ late_fee: fee })
  issue(lifted, 'I1', ['100'], { due: '2026-08-15' })
  pass(lifted, '2026-08-10')
  lift(lifted, day('2026-12-31'))
  const nothing = customer({ late_fee: { ...fee, amount: '0' } })
  issue(nothing, 'I1', ['100'], { due: '2026-08-15' })
  for (const clerk of [lifted, nothing]) {
    pass(clerk, '2026-12-20')
    expect(recordsOf(clerk).filter((record) => record.type === 'day_evaluated').length).toBeLessThan(4)
  }
})

test('a fee that no figure could hold is left out, and the day is evaluated', () => {
  const clerk = customer({ late_fee: fee })
  issue(clerk, 'I1', ['999999999998'], { due: '2026-08-15' })
  pass(clerk, '2026-08-20')
  expect(status(clerk, 'invoice I1')).toBe('overdue')
  expect(adjust(clerk, 'I1', '-1').ok).toBe(true)
})

test('the customer is warned of his limit when it falls to what he owes', () => {
  const clerk = opened('2026-08-01', { creditLimit: 1_000_000_000n })
  clerk.ledger.mail = 'send'
  underPolicy(clerk, { credit_limit_warning: 80 })
  charge(clerk, '90')
  expect(collectionOf(clerk)).toEqual([])
  const limit = { until: null, reason: textOf(clerk.ledger, 'less') }
  act(clerk, { op: 'change_credit_limit', limit: 100_000_000n, ...limit })
  charge(clerk, '5')
  expect(collectionOf(clerk)).toEqual(['2026-08-01 credit_limit_warning queued'])
})
