import { expect, test } from 'vitest'
import type { MessageRecord } from '../../src/engine/events/record.ts'
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
  status,
} from '../memory/clerk.ts'
import { underPolicy } from '../memory/clerk-policy.ts'
import { debtor } from './debtor.ts'

/** From what no letter follows, and from what no second one. */

const letters = (clerk: Clerk): string[] =>
  recordsOf(clerk)
    .filter((record): record is MessageRecord => record.kind === 'message')
    .map(({ type, facts, subject }) =>
      [facts.template, type.replace('message_', ''), `${subject.kind}:${subject.no}`, facts.because ?? '']
        .join(' ')
        .trim(),
    )

/** The letters that follow from what is done. */
function after(clerk: Clerk, ...doing: readonly ((clerk: Clerk) => unknown)[]): string[] {
  const before = letters(clerk).length
  for (const one of doing) one(clerk)
  return letters(clerk).slice(before)
}

test('an invoice is told of once: not when it is adjusted or paid; what is not due says no day', () => {
  const clerk = opened('2026-09-01')
  clerk.ledger.mail = 'send'
  underPolicy(clerk, { messages: ['invoice_notice'] })
  expect(after(clerk, (to) => issue(to, 'I1', ['30']))).toEqual(['invoice_notice queued invoice:1'])
  expect(Object.keys(recordsOf(clerk).findLast((one) => one.kind === 'message')?.facts ?? {})).not.toContain(
    'statedDueOn',
  )
  expect(
    after(
      clerk,
      (to) => adjust(to, 'I1', '-5'),
      (to) => pay(to, 'P1', '10'),
    ),
  ).toEqual([])
})

test('who has come to a stage by one invoice is not warned of it for another, and the record says so', () => {
  const clerk = debtor()
  issue(clerk, 'I2', ['50'], { due: '2026-02-20' })
  pass(clerk, '2026-02-24')
  expect(status(clerk, 'customer')).toBe('service_limited')
  expect(after(clerk, (to) => pass(to, '2026-03-04'))).toEqual(['limitation_warning withheld customer:0 stage_reached'])
})

test('a stage that is lighter than the one before has no notice', () => {
  const clerk = debtor()
  issue(clerk, 'I2', ['50'], { due: '2026-02-20' })
  pass(clerk, '2026-03-13')
  expect(status(clerk, 'customer')).toBe('suspended')
  expect(after(clerk, (to) => pay(to, 'P1', '80', { I1: '80' }))).toEqual([])
  expect(status(clerk, 'customer')).toBe('service_limited')
})

const limited = (creditLimit: bigint | null): Clerk => {
  const clerk = opened('2026-08-01', { creditLimit })
  clerk.ledger.mail = 'send'
  underPolicy(clerk, { credit_limit_warning: 80, messages: ['credit_limit_warning'] })
  return clerk
}

test('without a limit, or with a limit of nothing, nobody is warned where money of his is used up', () => {
  for (const clerk of [limited(null), limited(0n)]) {
    pay(clerk, 'P1', '5', 'hold')
    expect(after(clerk, (to) => charge(to, '50'))).toEqual([])
  }
})

test('the limit is warned of by the event that came to it, whatever follows from that', () => {
  const clerk = limited(micros('100'))
  issue(clerk, 'I1', ['85'])
  const letter = recordsOf(clerk).find((one) => one.kind === 'message')
  expect(recordsOf(clerk).find((one) => one.seq === letter?.parentSeq)?.type).toBe('invoice_issued')
})

test('the limit is the one of the last day that was evaluated, also where an operation is dated before', () => {
  const clerk = limited(micros('100'))
  act(clerk, { op: 'change_credit_limit', limit: micros('200'), until: day('2026-08-10'), reason: null })
  pass(clerk, '2026-08-12')
  expect(after(clerk, (to) => charge(to, '90', { on: '2026-08-10' }))).toEqual([
    'credit_limit_warning queued customer:0',
  ])
  expect(after(clerk, (to) => charge(to, '1', { on: '2026-08-10' }))).toEqual([])
})
