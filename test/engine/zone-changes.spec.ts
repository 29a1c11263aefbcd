import { expect, test } from 'vitest'
import { nextEvaluationOn } from '../../src/engine/evaluation/evaluation.ts'
import { statuses } from '../../src/engine/figures/statuses.ts'
import { cellsOf } from '../../src/engine/state/subjects.ts'
import { type Instant, instantFromText, textFromDay } from '../../src/engine/time.ts'
import { latestOn } from '../../src/service/asked/days.ts'
import { act, type Clerk, customerOf, day, issue, opened, pay, recordsOf, refOf, status } from '../memory/clerk.ts'
import { collectionOf, underPolicy } from '../memory/clerk-policy.ts'
import { evaluateDue, textOf } from '../memory/ledger.ts'

/** A customer's zone is corrected: the day that he is judged by goes one back or forward, and nothing is done twice. */

const at = (text: string): Instant => instantFromText(text) ?? 0n

function clock({ ledger, id }: Clerk, text: string): void {
  ledger.now = at(text)
  evaluateDue(ledger, id)
}

function move(clerk: Clerk, timeZone: string, name: string | null = null) {
  const named = name === null ? null : textOf(clerk.ledger, name)
  return act(clerk, { op: 'change_details', name: named, email: null, class: null, timeZone })
}

const changesOf = (clerk: Clerk, figure: string) =>
  recordsOf(clerk).flatMap((record) => (record.kind === 'change' && record.figure === figure ? [record] : []))

const nextOf = (clerk: Clerk): string | null => {
  const next = nextEvaluationOn(customerOf(clerk), latestOn(customerOf(clerk)))
  return next === null ? null : textFromDay(next)
}

/** A status as it is on record, which has to be the one that his day gives. */
function said(clerk: Clerk, name: string): string {
  const customer = customerOf(clerk)
  const ref = refOf(customer, name)
  const number = cellsOf(customer, ref)[ref.kind === 'customer' ? 'customer.status' : 'invoice.status']?.value
  const onRecord = Object.entries(statuses).find(([, no]) => BigInt(no) === number)?.[0] ?? 'none'
  expect(onRecord).toBe(status(clerk, name))
  return onRecord
}

const fee = { amount: '5', percent: '0', on: 'this_invoice' as const }

function overdueInUtc(collection: NonNullable<Parameters<typeof underPolicy>[1]['collection']> = {}): Clerk {
  const clerk = opened('2026-03-01')
  clerk.ledger.mail = 'send'
  underPolicy(clerk, { collection })
  issue(clerk, 'I1', ['100'], { due: '2026-03-31' })
  clock(clerk, '2026-04-01T05:00:00Z')
  expect(said(clerk, 'invoice I1')).toBe('overdue')
  return clerk
}

test('westward what became overdue on that day is not overdue any more, from the change on, by a record of it', () => {
  const clerk = overdueInUtc()
  move(clerk, 'America/Los_Angeles')
  expect(said(clerk, 'invoice I1')).toBe('unpaid')
  const change = changesOf(clerk, 'invoice.status').at(-1)
  const cause = recordsOf(clerk).find((record) => record.seq === change?.parentSeq)
  expect([cause?.type, change?.effectiveAt]).toEqual(['customer_changed', at('2026-04-01T05:00:00Z')])
  expect(said(clerk, 'customer')).toBe('active')
})

test('the day that comes twice turns it again, and what was said on it is not said again', () => {
  const clerk = overdueInUtc()
  move(clerk, 'America/Los_Angeles')
  expect(nextOf(clerk)).toBe('2026-04-01')
  clock(clerk, '2026-04-01T06:59:59Z')
  expect(said(clerk, 'invoice I1')).toBe('unpaid')
  clock(clerk, '2026-04-01T07:00:00Z')
  expect(said(clerk, 'invoice I1')).toBe('overdue')
  expect(collectionOf(clerk).filter((line) => line.includes('overdue_notice'))).toEqual([
    '2026-04-01 overdue_notice queued',
    '2026-04-01 overdue_notice withheld already_sent',
  ])
  expect(nextOf(clerk)).toBe(null)
})

test('no step of collection is taken twice for a day that comes twice', () => {
  const clerk = overdueInUtc({ late_fee: fee, resend_after: [1], suspension_after: 1, warning_before: null })
  const before = collectionOf(clerk)
  expect(before).toContain('2026-04-01 invoice_copy queued')
  expect(said(clerk, 'customer')).toBe('suspended')
  move(clerk, 'America/Los_Angeles')
  expect(said(clerk, 'customer')).toBe('active')
  clock(clerk, '2026-04-02T12:00:00Z')
  expect(said(clerk, 'customer')).toBe('suspended')
  expect(recordsOf(clerk).filter((record) => record.type === 'late_fee_added')).toHaveLength(1)
  expect(collectionOf(clerk).slice(before.length)).toEqual([
    '2026-04-01 overdue_notice withheld already_sent',
    '2026-04-01 suspension_notice withheld already_sent',
  ])
})

test('what is issued on a day that comes again has the steps of that day', () => {
  const clerk = overdueInUtc({ reminders_before: [0] })
  move(clerk, 'America/Los_Angeles')
  issue(clerk, 'I2', ['10'], { due: '2026-04-01', issued: '2026-03-31' })
  clock(clerk, '2026-04-01T08:00:00Z')
  expect(collectionOf(clerk).filter((line) => line.includes('reminder'))).toEqual([
    '2026-03-31 reminder queued',
    '2026-04-01 reminder queued',
  ])
})

test('eastward it is overdue at once, and the steps of the new day are taken', () => {
  const clerk = opened('2026-03-01')
  clerk.ledger.mail = 'send'
  underPolicy(clerk, { collection: { late_fee: fee, resend_after: [1] } })
  issue(clerk, 'I1', ['100'], { due: '2026-03-31' })
  clock(clerk, '2026-03-31T16:00:00Z')
  move(clerk, 'Asia/Tokyo')
  expect(said(clerk, 'invoice I1')).toBe('overdue')
  expect(changesOf(clerk, 'invoice.status').at(-1)?.effectiveAt).toBe(at('2026-03-31T16:00:00Z'))
  expect(nextOf(clerk)).toBe('2026-04-01')
  clock(clerk, '2026-03-31T16:00:00Z')
  expect(collectionOf(clerk)).toContain('2026-04-01 invoice_copy queued')
  const fees = recordsOf(clerk).filter((record) => record.type === 'late_fee_added')
  expect(fees.map((record) => record.effectiveAt)).toEqual([at('2026-03-31T16:00:00Z')])
  clock(clerk, '2026-04-03T00:00:00Z')
  expect(recordsOf(clerk).filter((record) => record.type === 'late_fee_added')).toHaveLength(1)
})

test('a zone that shows the same day moves nothing', () => {
  const clerk = overdueInUtc()
  const before = recordsOf(clerk).length
  move(clerk, 'Europe/Berlin', 'Ann')
  expect(
    recordsOf(clerk)
      .slice(before)
      .map((record) => record.type),
  ).toEqual(['customer_changed'])
  expect(said(clerk, 'invoice I1')).toBe('overdue')
  expect(nextOf(clerk)).toBe(null)
})

test('there and back within a day is as if nothing had been', () => {
  const clerk = overdueInUtc({ late_fee: fee, resend_after: [1] })
  const before = collectionOf(clerk).length
  move(clerk, 'America/Los_Angeles')
  move(clerk, 'UTC')
  expect(said(clerk, 'invoice I1')).toBe('overdue')
  expect(nextOf(clerk)).toBe(null)
  expect(collectionOf(clerk).slice(before)).toEqual(['2026-04-01 overdue_notice withheld already_sent'])
})

test('what is dated back before the change is judged by the day that the new zone shows', () => {
  const clerk = overdueInUtc()
  move(clerk, 'America/Los_Angeles')
  pay(clerk, 'P1', '40', 'oldest_first', { on: '2026-03-20' })
  expect(said(clerk, 'invoice I1')).toBe('partially_paid')
  const reason = textOf(clerk.ledger, 'agreed')
  act(clerk, { op: 'change_due_date', invoice: 'I1', dueOn: day('2026-03-30'), reason }, { on: '2026-03-25' })
  expect(said(clerk, 'invoice I1')).toBe('overdue')
})
