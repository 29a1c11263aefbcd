import { expect, test } from 'vitest'
import { textFromDay } from '../../src/engine/time.ts'
import { act, type Clerk, day, issue, opened, pass, recordsOf, status } from '../memory/clerk.ts'
import { collectionOf, jump, type Terms, underPolicy } from '../memory/clerk-policy.ts'
import { textOf } from '../memory/ledger.ts'

/** What collection does not do on a day, and what it does about that afterwards (docs/decisions/0023, 0027). */

const stages = { limitation_after: 12, suspension_after: 28, termination_after: 45, warning_before: 4 }
const fee = { amount: '5', percent: '0', on: 'next_invoice' as const }

/** Owes 80 from 2 February, due on the 12th, on a clock that sends mail. */
function debtor(collection: Terms['collection'] = stages): Clerk {
  const clerk = opened('2026-02-01')
  clerk.ledger.mail = 'send'
  underPolicy(clerk, { collection })
  pass(clerk, '2026-02-02')
  issue(clerk, 'I1', ['80'], { due: '2026-02-12' })
  return clerk
}

const daysOf = (clerk: Clerk, type: string): string[] =>
  recordsOf(clerk).flatMap((record) =>
    record.type === type ? [new Date(Number(record.effectiveAt / 1000n)).toISOString().slice(0, 10)] : [],
  )

const set = (clerk: Clerk, status: 'closed' | 'active'): unknown =>
  act(clerk, { op: 'set_customer_status', set: status, reason: textOf(clerk.ledger, 'as he asked') })

test('in closed books nothing is booked by a day: it waits for the first day that is open', () => {
  const clerk = debtor({ ...stages, late_fee: fee })
  clerk.ledger.closedUntil = day('2026-02-28')
  pass(clerk, '2026-02-28')
  expect(daysOf(clerk, 'late_fee_charged')).toEqual([])
  expect(daysOf(clerk, 'stage_announced')).toEqual([])
  expect(collectionOf(clerk)).toContain('2026-02-13 late_fee_withheld books_closed')
  expect(status(clerk, 'customer')).toBe('active')
  pass(clerk, '2026-03-01')
  expect(daysOf(clerk, 'late_fee_charged')).toEqual(['2026-03-01'])
  expect(daysOf(clerk, 'stage_announced')).toEqual(['2026-03-01'])
})

test('nobody is terminated in closed books, but on the first day that is open', () => {
  const clerk = debtor({ termination_after: 10 })
  clerk.ledger.closedUntil = day('2026-02-28')
  pass(clerk, '2026-02-28')
  expect(status(clerk, 'customer')).toBe('active')
  pass(clerk, '2026-03-01')
  expect(daysOf(clerk, 'customer_terminated')).toEqual(['2026-03-01'])
})

test('what fell due on a day that nobody looked at says that the day had passed', () => {
  const clerk = debtor({ late_fee: fee })
  jump(clerk, '2026-02-14')
  expect(collectionOf(clerk)).toContain('2026-02-13 late_fee_withheld day_had_passed')
})

test('a customer who is closed hears of no stage that cannot come to him', () => {
  const clerk = debtor()
  pass(clerk, '2026-02-13')
  set(clerk, 'closed')
  const before = recordsOf(clerk).length
  pass(clerk, '2026-04-30')
  const told = recordsOf(clerk)
    .slice(before)
    .map((record) => record.type)
  expect(told.filter((type) => type !== 'day_evaluated' && type !== 'amount_changed')).toEqual([])
  // nor is he looked at day by day
  expect(told.filter((type) => type === 'day_evaluated').length).toBeLessThan(10)
  set(clerk, 'active')
  pass(clerk, '2026-05-01')
  const announced = recordsOf(clerk).filter((record) => record.type === 'stage_announced')
  expect(announced.map((one) => one.kind === 'event' && textFromDay(one.facts.limitation ?? 0))[0]).toBe('2026-05-05')
})
