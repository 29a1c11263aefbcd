import { expect, test } from 'vitest'
import { act, type Clerk, day, micros, pass } from '../memory/clerk.ts'
import { jump } from '../memory/clerk-policy.ts'
import { evaluateDue, textOf } from '../memory/ledger.ts'
import { daysIn, debtor, typesOf } from './debtor.ts'

/** What collection makes of a day to which the clock comes late, and of a customer who is closed (docs/decisions/0023). */

const fee = { amount: '3', percent: '0', on: 'next_invoice' as const }
const NOON = 12n * 3_600_000_000n
/** Announces all that he owes until noon of a day. */
const promiseUntilNoon = (clerk: Clerk, on: string) =>
  act(clerk, {
    op: 'authorise_payment',
    paymentId: 'P1',
    amount: micros('80'),
    method: null,
    xdrId: null,
    allocate: 'oldest_first',
    expires: { at: BigInt(day(on)) * 86_400_000_000n + NOON, on: day(on) },
    currency: null,
  })

test('a day is judged as it begins, however late on it the clock comes to it', () => {
  const of = (lateBy: bigint) => {
    const clerk = debtor({ late_fee: fee })
    promiseUntilNoon(clerk, '2026-02-13')
    clerk.ledger.now = BigInt(day('2026-02-13')) * 86_400_000_000n + lateBy
    evaluateDue(clerk.ledger, clerk.id)
    const first = typesOf(clerk, 'late_fee_charged', 'late_fee_withheld', 'collection_spared', 'collection_counted')
    pass(clerk, '2026-02-14')
    return [first, typesOf(clerk, 'late_fee_charged', 'collection_counted'), daysIn(clerk)]
  }
  expect(of(0n)).toEqual([
    ['collection_spared 2026-02-13 covered_by_pending_money', 'late_fee_withheld covered_by_pending_money'],
    ['collection_counted 2026-02-13 sparing_over', 'late_fee_charged'],
    1,
  ])
  expect(of(18n * 3_600_000_000n)).toEqual(of(0n))
})

test('days on which it was spared are left out, also where nobody looked meanwhile', () => {
  const of = (go: (clerk: Clerk, to: string) => void) => {
    const clerk = debtor({ suspension_after: 10 })
    promiseUntilNoon(clerk, '2026-02-16')
    go(clerk, '2026-02-20')
    return [typesOf(clerk, 'collection_spared', 'collection_counted'), daysIn(clerk)]
  }
  const spared = ['collection_spared 2026-02-13 covered_by_pending_money']
  expect(of(pass)).toEqual([[...spared, 'collection_counted 2026-02-16 sparing_over'], 4])
  expect(of(jump)).toEqual(of(pass))
})

test('closing the customer ends what was announced, and who is opened again is told anew', () => {
  const clerk = debtor()
  pass(clerk, '2026-02-21')
  const setTo = (set: 'closed' | 'active') =>
    act(clerk, { op: 'set_customer_status', set, reason: textOf(clerk.ledger, 'so it is') })
  setTo('closed')
  expect(typesOf(clerk, 'announcement_ended')).toEqual(['announcement_ended limitation customer_closed'])
  pass(clerk, '2026-03-01')
  expect(typesOf(clerk, 'stage_announced')).toHaveLength(1)
  setTo('active')
  pass(clerk, '2026-03-02')
  expect(typesOf(clerk, 'stage_announced').slice(1)).toEqual(['stage_announced limitation 2026-03-06'])
})
