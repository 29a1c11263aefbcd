import { expect, test } from 'vitest'
import type { ChangeRecord } from '../../src/engine/events/record.ts'
import { statuses } from '../../src/engine/figures/statuses.ts'
import { startOfDay } from '../../src/service/asked/days.ts'
import {
  act,
  adjust,
  type Clerk,
  charge,
  day,
  issue,
  micros,
  opened,
  pass,
  pay,
  recordsOf,
  takeBack,
} from '../memory/clerk.ts'
import { installments, issueByTerms } from '../memory/clerk-invoices.ts'
import { authorise } from '../memory/clerk-payments.ts'
import { debtor } from './debtor.ts'

/** Who is judged when, on which day, and which records speak for what a status says. */

const statusChange = (record: object): record is ChangeRecord => 'type' in record && record.type === 'status_changed'
const changed = (clerk: Clerk, from = 0): ChangeRecord[] => recordsOf(clerk).slice(from).filter(statusChange)

const nameOf = (no: bigint | null): string =>
  Object.entries(statuses).find(([, one]) => BigInt(one) === no)?.[0] ?? 'none'

/** "invoice:1 unpaid → overdue" for each status that an operation changed. */
const changes = (clerk: Clerk, doing: () => unknown): string[] => {
  const from = recordsOf(clerk).length
  doing()
  return changed(clerk, from).map(
    ({ subject, before, after }) => `${subject.kind}:${subject.no} ${nameOf(before)} → ${nameOf(after)}`,
  )
}

const typeOf = (clerk: Clerk, seq: number | null): string =>
  recordsOf(clerk).find((record) => record.seq === seq)?.type ?? 'nothing'

test('statuses of one kind are written by number, whichever the operation came to first', () => {
  const clerk = opened()
  for (const name of ['I1', 'I2']) issue(clerk, name, ['30'])
  expect(changes(clerk, () => pay(clerk, 'P1', '20', { I2: '10', I1: '10' }))).toEqual([
    'invoice:1 unpaid → partially_paid',
    'invoice:2 unpaid → partially_paid',
    'payment:1 none → allocated',
  ])
})

test('what is dated back judges its invoice on its own day, the customer on the last one', () => {
  const clerk = opened('2026-09-01', { creditLimit: micros('90') })
  issue(clerk, 'I1', ['80'], { due: '2026-09-30' })
  pass(clerk, '2026-09-12')
  charge(clerk, '1')
  pay(clerk, 'P1', '5', { I1: '5' }, { on: '2026-09-05' })
  const todayOf = (figure: string): unknown[] => {
    const today = changed(clerk)
      .findLast((one) => one.figure === figure)
      ?.operands.find((one) => one.figure === 'customer.today')
    return [Number(today?.value), typeOf(clerk, today?.seq ?? null)]
  }
  expect(todayOf('invoice.status')).toEqual([day('2026-09-05'), 'payment_received'])
  charge(clerk, '20', { on: '2026-09-05' })
  expect(todayOf('customer.status')).toEqual([day('2026-09-12'), 'status_changed'])
})

test('an invoice of installments that was found overdue stays so where money is dated before', () => {
  const clerk = opened('2026-09-01')
  issueByTerms(clerk, 'I1', '100', { installments: installments({ '2026-09-10': '30', '2026-10-10': '70' }) })
  pass(clerk, '2026-09-11')
  expect(changes(clerk, () => pay(clerk, 'P1', '10', 'oldest_first', { on: '2026-09-08' }))).toEqual([
    'payment:1 none → allocated',
  ])
})

test('what the end of an authorisation does is led to by the day', () => {
  const clerk = opened('2026-09-01')
  authorise(clerk, 'P1', '10', 'hold', { until: '2026-09-04' })
  pass(clerk, '2026-09-04')
  const last = changed(clerk).at(-1)
  expect(last && [nameOf(last.after), typeOf(clerk, last.parentSeq)]).toEqual(['expired', 'day_evaluated'])
})

test('a change hangs from the record that moved its facts, not from the first of the operation', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['30'])
  pay(clerk, 'P1', '30')
  const from = recordsOf(clerk).length
  adjust(clerk, 'I1', '-10')
  expect(changed(clerk, from).map((one) => [one.subject.kind, typeOf(clerk, one.parentSeq)])).toEqual([
    ['payment', 'payment_deallocated'],
  ])
})

test('a change counts from when the operation counts, also where that is later than its date', () => {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['80'])
  pay(clerk, 'P1', '60')
  pass(clerk, '2026-09-12')
  takeBack(clerk, 'P1', 'I1', null)
  pass(clerk, '2026-09-20')
  const from = recordsOf(clerk).length
  adjust(clerk, 'I1', '-80', { on: '2026-09-04' })
  expect(changed(clerk, from).map((one) => [nameOf(one.after), one.effectiveAt])).toEqual([
    ['do_not_pay', startOfDay(day('2026-09-12'), 'UTC')],
  ])
})

/**
 * Owes what was due two days ago; after what else happens a charge exceeds his limit: the record that speaks for his days
 * in collection, and the one that moved his invoice last.
 */
function lastMoved(...after: readonly ((clerk: Clerk) => unknown)[]): { clerk: Clerk; fact: number; moved: number } {
  const clerk = debtor()
  act(clerk, { op: 'change_credit_limit', limit: micros('100'), until: null, reason: null })
  pass(clerk, '2026-02-14')
  adjust(clerk, 'I1', '-5')
  const moved = lastOutstanding(clerk, 1)
  for (const one of after) one(clerk)
  expect(changes(clerk, () => charge(clerk, '50'))).toEqual(['customer:0 active → credit_exceeded'])
  const used = changed(clerk)
    .at(-1)
    ?.operands.find((one) => one.figure === 'customer.days_in_collection')
  return { clerk, fact: used?.seq ?? 0, moved }
}

const lastOutstanding = (clerk: Clerk, no: number): number =>
  recordsOf(clerk).findLast(
    (one) => one.kind === 'change' && one.figure === 'invoice.outstanding' && one.subject.no === no,
  )?.seq ?? 0

test('for what follows from his invoices the last that was moved speaks', () => {
  const { fact, moved } = lastMoved()
  expect(fact).toBe(moved)
})

test('of those that are open: what is settled, and happens to be loaded, says nothing', () => {
  const { clerk, fact, moved } = lastMoved(
    (to) => issue(to, 'I2', ['7']),
    (to) => adjust(to, 'I2', '-7'),
  )
  expect(lastOutstanding(clerk, 2)).toBeGreaterThan(moved)
  expect(fact).toBe(moved)
})

test('for what follows from one invoice that one speaks, not another that moved after it', () => {
  const clerk = opened()
  for (const name of ['I1', 'I2']) issue(clerk, name, ['30'])
  pay(clerk, 'P1', '20', { I1: '10', I2: '10' })
  const judged = changed(clerk).find((one) => one.subject.no === 1 && nameOf(one.after) === 'partially_paid')
  expect(judged?.operands.find((one) => one.figure === 'invoice.overdue')?.seq).toBe(lastOutstanding(clerk, 1))
})
