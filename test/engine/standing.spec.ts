import { expect, test } from 'vitest'
import type { CommandOf } from '../../src/engine/asked/command.ts'
import { defaultTerms } from '../../src/engine/policy/policy.ts'
import { startOfDay } from '../../src/service/asked/days.ts'
import {
  act,
  type Clerk,
  customerOf,
  day,
  eventsOf,
  figures,
  issue,
  micros,
  opened,
  pass,
  recordsOf,
  refusalOf,
  status,
} from '../memory/clerk.ts'
import { textOf } from '../memory/ledger.ts'

/** What stands of a customer beside his money: terms, what waits, limit, status, collection, who he is. */

const why = (clerk: Clerk) => textOf(clerk.ledger, 'as agreed')

const adopt = (clerk: Clerk, version: number, terms: object = {}, on?: string) =>
  act(
    clerk,
    { op: 'adopt_policy', version, policy: JSON.stringify({ ...defaultTerms, ...terms }) },
    on === undefined ? {} : { on },
  )

test('a policy is adopted with all its terms, and counts from then on', () => {
  const clerk = opened()
  expect(eventsOf(adopt(clerk, 3, { overpay: 'reject' }))).toEqual(['policy_adopted'])
  expect(customerOf(clerk).policy).toMatchObject({ version: 3, overpay: 'reject', voidPaid: 'allow' })
  expect(customerOf(clerk).cells['customer.policy']?.value).toBe(3n)
})

test('the terms that the customer is on already are adopted in silence; other terms of that version are not', () => {
  const clerk = opened()
  adopt(clerk, 3, { overpay: 'reject' })
  expect(eventsOf(adopt(clerk, 3, { overpay: 'reject' }))).toEqual([])
  expect(eventsOf(adopt(clerk, 3, { overpay: 'unallocated' }))).toEqual(['policy_adopted'])
})

test('no policy is adopted from before the opening', () => {
  expect(refusalOf(adopt(opened(), 1, {}, '2026-08-31'))).toBe('effective_before_opening')
})

const schedule = (clerk: Clerk, id: string, on: string) =>
  act(clerk, {
    op: 'schedule_operation',
    id,
    of: 'book_charge',
    dueAt: startOfDay(day(on), 'UTC'),
    dueOn: day(on),
  })
const end = (clerk: Clerk, id: string, rest: Partial<CommandOf<'end_scheduled'>> = {}) =>
  act(clerk, { op: 'end_scheduled', id, outcome: 'done', refusal: null, reason: null, ...rest })

test('what waits for its day is kept in the order of the days', () => {
  const clerk = opened()
  schedule(clerk, 'S1', '2026-10-02')
  expect(eventsOf(schedule(clerk, 'S2', '2026-10-01'))).toEqual(['operation_scheduled'])
  expect(customerOf(clerk).scheduled.map((one) => [one.id, one.op, one.day])).toEqual([
    ['S2', 'book_charge', day('2026-10-01')],
    ['S1', 'book_charge', day('2026-10-02')],
  ])
})

test('what waited ends once: booked, refused with its rule, or cancelled', () => {
  const clerk = opened()
  schedule(clerk, 'S1', '2026-10-02')
  end(clerk, 'S1', { outcome: 'failed', refusal: 'invoice_unknown' })
  expect(recordsOf(clerk).at(-1)).toMatchObject({ facts: { id: 'S1', outcome: 'failed', refusal: 'invoice_unknown' } })
  expect(customerOf(clerk).scheduled).toEqual([])
  expect(refusalOf(end(clerk, 'S1'))).toBe('scheduled_unknown')
})

test('what does not wait cannot end', () => {
  expect(refusalOf(end(opened(), 'S9', { outcome: 'cancelled' }))).toBe('scheduled_unknown')
})

const limit = (clerk: Clerk, amount: string, until: string | null = null) =>
  act(clerk, {
    op: 'change_credit_limit',
    limit: micros(amount),
    until: until === null ? null : day(until),
    reason: null,
  })

test('a credit limit is set from now on; a temporary one holds to the end of its last day', () => {
  const clerk = opened()
  limit(clerk, '50')
  expect(eventsOf(limit(clerk, '200', '2026-09-10'))).toEqual(['credit_limit_changed'])
  expect(figures(clerk, 'customer', 'credit_limit')).toEqual({ credit_limit: '200.00' })
  pass(clerk, '2026-09-10')
  expect(figures(clerk, 'customer', 'credit_limit')).toEqual({ credit_limit: '200.00' })
  pass(clerk, '2026-09-11')
  expect(figures(clerk, 'customer', 'credit_limit')).toEqual({ credit_limit: '50.00' })
})

test('a credit limit is not below 0, not finer than the currency', () => {
  const clerk = opened()
  expect(refusalOf(limit(clerk, '-1'))).toBe('amount_must_not_be_negative')
  expect(refusalOf(limit(clerk, '1.001'))).toBe('amount_finer_than_currency')
  expect(refusalOf(limit(clerk, '0'))).toBe('accepted')
})

test('a temporary limit does not end before it begins', () => {
  const clerk = opened()
  expect(refusalOf(limit(clerk, '10', '2026-08-31'))).toBe('until_has_passed')
  expect(refusalOf(limit(clerk, '10', '2026-09-01'))).toBe('accepted')
})

const set = (clerk: Clerk, wished: 'blocked' | 'closed' | 'active', because = true) =>
  act(clerk, { op: 'set_customer_status', set: wished, reason: because ? why(clerk) : null })

test('a customer is blocked, closed and made active again by hand', () => {
  const clerk = opened()
  expect(eventsOf(set(clerk, 'blocked'))).toEqual(['customer_blocked'])
  expect(status(clerk, 'customer')).toBe('blocked')
  set(clerk, 'closed')
  expect(status(clerk, 'customer')).toBe('closed')
  expect(eventsOf(set(clerk, 'active'))).toEqual(['customer_reopened'])
  expect(status(clerk, 'customer')).toBe('active')
})

test('a status that stands already is refused; one who is closed is not blocked', () => {
  const clerk = opened()
  expect(refusalOf(set(clerk, 'active'))).toBe('status_is_set_already')
  set(clerk, 'closed')
  expect(refusalOf(set(clerk, 'closed'))).toBe('status_is_set_already')
  expect(refusalOf(set(clerk, 'blocked'))).toBe('customer_is_closed')
})

test('a status is not set without a reason', () => {
  expect(refusalOf(set(opened(), 'blocked', false))).toBe('reason_required')
})

const lift = (clerk: Clerk, until: string, because = true) =>
  act(clerk, { op: 'lift_collection', until: day(until), reason: because ? why(clerk) : null })

test('collection is lifted to the end of a day', () => {
  const clerk = opened()
  expect(eventsOf(lift(clerk, '2026-09-30'))).toEqual(['collection_lifted'])
  expect(customerOf(clerk).cells['customer.lifted_until']?.value).toBe(BigInt(day('2026-09-30')))
})

test('collection is not lifted until a day that has passed', () => {
  const clerk = opened()
  expect(refusalOf(lift(clerk, '2026-08-31'))).toBe('until_has_passed')
  expect(refusalOf(lift(clerk, '2026-09-01'))).toBe('accepted')
})

test('collection is not lifted without a reason', () => {
  expect(refusalOf(lift(opened(), '2026-09-30', false))).toBe('reason_required')
})

const collect = (clerk: Clerk, invoice: string, wished: boolean, because = true) =>
  act(clerk, { op: 'set_collection', invoice, collect: wished, reason: because ? why(clerk) : null })

test('an invoice is not collected by hand, and then is again', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['10'])
  expect(eventsOf(collect(clerk, 'I1', false))).toEqual(['collection_stopped invoice:1'])
  expect(eventsOf(collect(clerk, 'I1', true))).toEqual(['collection_resumed invoice:1'])
})

test('collection that is so already is refused', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['10'])
  expect(refusalOf(collect(clerk, 'I1', true))).toBe('collection_is_so_already')
  collect(clerk, 'I1', false)
  expect(refusalOf(collect(clerk, 'I1', false))).toBe('collection_is_so_already')
})

test('collection of an unknown invoice, or without a reason, is refused', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['10'])
  expect(refusalOf(collect(clerk, 'I2', false))).toBe('invoice_unknown')
  expect(refusalOf(collect(clerk, 'I1', false, false))).toBe('reason_required')
})

const change = (clerk: Clerk, rest: Partial<CommandOf<'change_details'>>) =>
  act(clerk, { op: 'change_details', name: null, email: null, class: null, timeZone: null, ...rest })

test('name, address, class and zone of a customer are changed', () => {
  const clerk = opened()
  const email = textOf(clerk.ledger, 'new@example.org')
  expect(eventsOf(change(clerk, { email, class: 'gold' }))).toEqual(['customer_changed'])
  expect(customerOf(clerk)).toMatchObject({ email, class: 'gold', timeZone: 'UTC' })
})

test('a change of nothing is refused', () => {
  expect(refusalOf(change(opened(), {}))).toBe('nothing_to_change')
})

test('what is so already is no change, and is left out beside one', () => {
  const clerk = opened()
  expect(refusalOf(change(clerk, { class: 'default', timeZone: 'UTC' }))).toBe('nothing_to_change')
  change(clerk, { class: 'default', timeZone: 'Asia/Tokyo' })
  expect(recordsOf(clerk).findLast((record) => record.kind === 'event')).toMatchObject({
    facts: { timeZone: 'Asia/Tokyo' },
  })
  expect(customerOf(clerk)).toMatchObject({ class: 'default', timeZone: 'Asia/Tokyo' })
})
