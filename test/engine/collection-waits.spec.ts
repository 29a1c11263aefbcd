import { expect, test } from 'vitest'
import { why } from '../../src/engine/explain/why/why.ts'
import { theCustomer } from '../../src/engine/figures/base.ts'
import { textFromDay } from '../../src/engine/time.ts'
import { act, type Clerk, customerOf, day, issue, opened, pass, pay, recordsOf, status } from '../memory/clerk.ts'
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

test('a termination whose cause is gone by hand ends as terms that end it by themselves are adopted', () => {
  const clerk = debtor({ termination_after: 10, reinstate: 'by_hand' })
  pass(clerk, '2026-02-22')
  const clears = () => why(customerOf(clerk), 'customer.status', theCustomer, day('2026-02-23'), 2).clears
  expect(clears()).toBe('Setting the customer active, by hand.')
  pay(clerk, 'P1', '80')
  expect(status(clerk, 'customer')).toBe('provisionally_terminated')
  underPolicy(clerk, { collection: { termination_after: 10 } })
  expect(status(clerk, 'customer')).toBe('active')
  expect(daysOf(clerk, 'customer_reinstated')).toEqual(['2026-02-22'])
})

test('who still owes stays terminated under terms that would end it, and is told what ends it', () => {
  const clerk = debtor({ termination_after: 10, reinstate: 'by_hand' })
  pass(clerk, '2026-02-22')
  underPolicy(clerk, { collection: { termination_after: 10 } })
  expect(status(clerk, 'customer')).toBe('provisionally_terminated')
  const customer = customerOf(clerk)
  const { clears } = why(customer, 'customer.status', theCustomer, day('2026-02-22'), 2)
  expect(clears).toBe('80.00 paid, credited, adjusted, disputed or written off.')
  // where its cause is gone and it stands all the same, no payment ends it
  const lowered = { ...customer, policy: { ...customer.policy, collectMinimum: 100_000_000n } }
  expect(why(lowered, 'customer.status', theCustomer, day('2026-02-22'), 2).clears).toBe(
    'Setting the customer active, by hand.',
  )
})

test('who was terminated by rules 2 and has paid since is reinstated as he adopts rules 3', () => {
  const clerk = debtor({ termination_after: 10 })
  pass(clerk, '2026-02-22')
  const { customers } = clerk.ledger
  const terminated = customerOf(clerk)
  customers.set(clerk.id, { ...terminated, rules: 2 })
  pay(clerk, 'P1', '80')
  if (status(clerk, 'customer') !== 'provisionally_terminated') throw new Error('he is to be terminated still')
  act(clerk, { op: 'adopt_rules', rules: 3 })
  expect(status(clerk, 'customer')).toBe('active')
})
