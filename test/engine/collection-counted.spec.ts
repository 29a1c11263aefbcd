import { expect, test } from 'vitest'
import { textFromDay } from '../../src/engine/time.ts'
import { act, day, figures, issue, opened, pass, pay, recordsOf, status } from '../memory/clerk.ts'
import { openDispute, resolve } from '../memory/clerk-invoices.ts'
import { authorise, chargeBack, fail } from '../memory/clerk-payments.ts'
import { collectionOf, jump, underPolicy } from '../memory/clerk-policy.ts'
import { textOf } from '../memory/ledger.ts'
import { daysIn, debtor, stages, typesOf } from './debtor.ts'

/** What collection counts from, what it announces, and what ends (docs/decisions/0023). */

test('a chargeback ten weeks after a payment in time counts from its day, and the stage is announced first', () => {
  const clerk = debtor()
  pass(clerk, '2026-02-10')
  pay(clerk, 'P1', '80')
  pass(clerk, '2026-04-28')
  chargeBack(clerk, 'P1')
  pass(clerk, '2026-05-05')
  expect(typesOf(clerk, 'collection_counted')).toEqual(['collection_counted 2026-04-28 owed_again'])
  expect(typesOf(clerk, 'stage_announced')).toEqual([])
  expect(status(clerk, 'customer')).toBe('active')
  pass(clerk, '2026-05-06')
  expect(typesOf(clerk, 'stage_announced')).toEqual(['stage_announced limitation 2026-05-10'])
  expect(collectionOf(clerk).at(-1)).toBe('2026-05-06 limitation_warning queued')
  pass(clerk, '2026-05-09')
  expect(status(clerk, 'customer')).toBe('active')
  pass(clerk, '2026-05-10')
  expect(status(clerk, 'customer')).toBe('service_limited')
})

test('an old invoice that is entered late cuts nobody off for a past of which he never heard', () => {
  const clerk = opened('2026-01-01')
  clerk.ledger.mail = 'send'
  underPolicy(clerk, { collection: { ...stages, late_fee: { amount: '3', percent: '0', on: 'next_invoice' } } })
  pass(clerk, '2026-04-20')
  issue(clerk, 'I1', ['80'], { on: '2026-01-03', due: '2026-01-13' })
  pass(clerk, '2026-04-21')
  expect(status(clerk, 'invoice I1')).toBe('overdue')
  expect(status(clerk, 'customer')).toBe('active')
  expect(typesOf(clerk, 'stage_announced').map((line) => line.slice(-10))).toEqual(Array(3).fill('2026-04-25'))
  expect(typesOf(clerk, 'customer_terminated')).toEqual([])
  const fee = recordsOf(clerk).find((record) => record.type === 'late_fee_charged')
  expect(fee?.kind === 'event' && textFromDay(fee.facts.day ?? 0)).toBe('2026-04-21')
  pass(clerk, '2026-04-25')
  expect(status(clerk, 'customer')).toBe('provisionally_terminated')
})

test('days in dispute are left out: the count goes on where it stood', () => {
  const clerk = debtor()
  pass(clerk, '2026-02-15')
  openDispute(clerk, 'D1', 'I1')
  expect(daysIn(clerk)).toBe(0)
  pass(clerk, '2026-03-07')
  resolve(clerk, 'D1', 'rejected')
  expect(typesOf(clerk, 'collection_spared', 'collection_counted')).toEqual([
    'collection_spared 2026-02-15 in_dispute',
    'collection_counted 2026-03-04 sparing_over',
  ])
  expect(recordsOf(clerk).at(-1)?.type).not.toBe('customer_terminated')
})

test('pending money spares its chosen invoice first, and one that fails begins nothing anew', () => {
  const clerk = debtor()
  issue(clerk, 'I2', ['50'], { due: '2026-02-20' })
  pass(clerk, '2026-02-10')
  authorise(clerk, 'P1', '60', { I2: '50' })
  pass(clerk, '2026-02-21')
  expect(figures(clerk, 'invoice I2', 'awaited', 'collectible_overdue')).toEqual({
    awaited: '50.00',
    collectible_overdue: '0.00',
  })
  expect(figures(clerk, 'invoice I1', 'awaited', 'collectible_overdue')).toEqual({
    awaited: '10.00',
    collectible_overdue: '70.00',
  })
  expect(collectionOf(clerk)).toContain('2026-02-21 overdue_notice withheld covered_by_pending_money')
  pass(clerk, '2026-02-25')
  fail(clerk, 'P1')
  expect(typesOf(clerk, 'collection_spared', 'collection_counted')).toEqual([
    'collection_spared 2026-02-21 covered_by_pending_money',
    'collection_counted 2026-02-24 sparing_over',
  ])
})

test('where the policy says so, pending money spares nothing', () => {
  const clerk = debtor({ ...stages, spare_pending: false })
  authorise(clerk, 'P1', '80')
  pass(clerk, '2026-02-13')
  expect(collectionOf(clerk)).toEqual(['2026-02-13 overdue_notice queued'])
})

test('what stops collection ends the announcement; afterwards it is made anew', () => {
  const clerk = debtor()
  pass(clerk, '2026-02-21')
  openDispute(clerk, 'D1', 'I1')
  pass(clerk, '2026-02-26')
  expect(status(clerk, 'customer')).toBe('active')
  resolve(clerk, 'D1', 'rejected')
  pass(clerk, '2026-03-03')
  expect(typesOf(clerk, 'stage_announced', 'announcement_ended')).toEqual([
    'stage_announced limitation 2026-02-24',
    'announcement_ended limitation in_dispute',
    'stage_announced limitation 2026-03-03',
  ])
  expect(status(clerk, 'customer')).toBe('service_limited')
})

test.each([
  ['no address', { email: null }, {}, 'no_address'],
  ['a letter switched off', {}, { messages: ['overdue_notice' as const] }, 'not_wanted'],
])('with %s a stage is announced all the same, and the record says so', (_what, rest, terms, because) => {
  const clerk = opened('2026-02-01', rest)
  clerk.ledger.mail = 'send'
  underPolicy(clerk, { collection: stages, ...terms })
  issue(clerk, 'I1', ['80'], { due: '2026-02-12' })
  pass(clerk, '2026-02-24')
  expect(typesOf(clerk, 'stage_announced')).toEqual(['stage_announced limitation 2026-02-24'])
  expect(collectionOf(clerk)).toContain(`2026-02-20 limitation_warning withheld ${because}`)
  expect(status(clerk, 'customer')).toBe('service_limited')
})

test('a step that the terms did not have counts from their adoption, one that they had keeps its count', () => {
  const clerk = debtor({ suspension_after: 28 })
  pass(clerk, '2026-03-01')
  underPolicy(clerk, { collection: { suspension_after: 20, termination_after: 15 } })
  expect(status(clerk, 'customer')).toBe('active')
  pass(clerk, '2026-03-04')
  expect(status(clerk, 'customer')).toBe('suspended')
  pass(clerk, '2026-03-15')
  expect(status(clerk, 'customer')).toBe('suspended')
  pass(clerk, '2026-03-16')
  expect(status(clerk, 'customer')).toBe('provisionally_terminated')
})

test('who is suspended when the terms begin to ask for an announcement stays so', () => {
  const clerk = debtor({ suspension_after: 10 })
  pass(clerk, '2026-02-25')
  underPolicy(clerk, { collection: { suspension_after: 10, warning_before: 5 } })
  expect(status(clerk, 'customer')).toBe('suspended')
  expect(typesOf(clerk, 'stage_announced')).toEqual(['stage_announced suspension 2026-02-22 in_force'])
  expect(collectionOf(clerk).filter((line) => line.includes('warning'))).toEqual([])
  pay(clerk, 'P1', '80')
  expect(status(clerk, 'customer')).toBe('active')
})

test('what a clock tells with collection off is history; from the join on it is collected', () => {
  const clerk = opened('2026-02-01', { clock: 'old', collection: 'off' })
  clerk.ledger.mail = 'send'
  const late_fee = { amount: '3', percent: '0', on: 'this_invoice' as const }
  underPolicy(clerk, { collection: { ...stages, reminders_before: [1], late_fee } })
  issue(clerk, 'I1', ['80'], { due: '2026-02-12' })
  issue(clerk, 'I2', ['20'], { due: '2026-02-12', collectionSince: day('2026-02-20') })
  pass(clerk, '2026-06-01')
  expect([status(clerk, 'invoice I1'), status(clerk, 'customer')]).toEqual(['overdue', 'active'])
  expect(collectionOf(clerk)).toEqual([])
  act(clerk, { op: 'join_clock', clock: 'old' })
  expect(figures(clerk, 'customer', 'balance')).toEqual({ balance: '100.00' })
  expect(daysIn(clerk)).toBe(101)
  pass(clerk, '2026-06-02')
  // what the old biller collected has had its fee
  expect(figures(clerk, 'invoice I1', 'outstanding')).toEqual({ outstanding: '83.00' })
  expect(figures(clerk, 'invoice I2', 'outstanding')).toEqual({ outstanding: '20.00' })
  expect(typesOf(clerk, 'customer_terminated')).toEqual([])
})

test('a termination by the run ends in the operation that takes away its cause', () => {
  const clerk = debtor({ termination_after: 20 })
  pass(clerk, '2026-03-04')
  expect(status(clerk, 'customer')).toBe('provisionally_terminated')
  openDispute(clerk, 'D1', 'I1')
  expect(status(clerk, 'customer')).toBe('active')
  expect(typesOf(clerk, 'customer_reinstated')).toEqual(['customer_reinstated'])
})

test('nothing is booked for a day that is past', () => {
  const clerk = debtor({ ...stages, late_fee: { amount: '3', percent: '0', on: 'next_invoice' } })
  jump(clerk, '2026-04-30')
  const booked = recordsOf(clerk).filter(({ type }) => /late_fee_charged|announced|terminated/.test(type))
  expect(booked.map(({ effectiveAt }) => new Date(Number(effectiveAt / 1000n)).toISOString().slice(0, 10))).toEqual(
    Array(4).fill('2026-04-30'),
  )
})

test('a stop by hand spares, and a lift only puts off', () => {
  const clerk = debtor({ suspension_after: 10 })
  pass(clerk, '2026-02-14')
  const reason = textOf(clerk.ledger, 'he is in hospital')
  act(clerk, { op: 'set_collection', invoice: 'I1', collect: false, reason })
  pass(clerk, '2026-02-20')
  act(clerk, { op: 'set_collection', invoice: 'I1', collect: true, reason })
  act(clerk, { op: 'lift_collection', until: day('2026-03-02'), reason })
  pass(clerk, '2026-03-02')
  expect(status(clerk, 'customer')).toBe('suspension_delayed')
  expect(daysIn(clerk)).toBe(12)
  pass(clerk, '2026-03-03')
  expect(status(clerk, 'customer')).toBe('suspended')
})

test('a notice that nobody wants leaves no day to be evaluated', () => {
  const clerk = opened('2026-02-01')
  clerk.ledger.mail = 'send'
  underPolicy(clerk, { messages: [] })
  issue(clerk, 'I1', ['80'], { due: '2026-02-12' })
  pass(clerk, '2026-05-01')
  expect(recordsOf(clerk).filter(({ type }) => type === 'day_evaluated')).toHaveLength(1)
})
