import { expect, test } from 'vitest'
import { act, type Clerk, day, issue, pass, pay, recordsOf, status } from '../memory/clerk.ts'
import { openDispute } from '../memory/clerk-invoices.ts'
import { chargeBack } from '../memory/clerk-payments.ts'
import { collectionOf, lift } from '../memory/clerk-policy.ts'
import { textOf } from '../memory/ledger.ts'
import { debtor, stages, typesOf } from './debtor.ts'

/** What the record says of a day on which something speaks against collection, and what it leaves out. */

const fee = { amount: '5', percent: '0', on: 'next_invoice' as const }

const letterOf = (clerk: Clerk, template: string) =>
  recordsOf(clerk)
    .filter((one) => one.kind === 'message')
    .findLast((one) => one.facts.template === template)

test('only what the terms have is said to be withheld: without a fee none is', () => {
  const said = (clerk: Clerk): string[] => {
    openDispute(clerk, 'D1', 'I1')
    pass(clerk, '2026-02-24')
    return collectionOf(clerk)
  }
  const notice = '2026-02-13 overdue_notice withheld in_dispute'
  const stage = ['2026-02-20 announcement_withheld in_dispute', '2026-02-24 limitation_withheld in_dispute']
  expect(said(debtor())).toEqual([notice, ...stage])
  const withFee = debtor({ ...stages, late_fee: fee })
  expect(said(withFee)).toEqual([notice, '2026-02-13 late_fee_withheld in_dispute', ...stage])
  expect(typesOf(withFee, 'announcement_withheld')).toEqual(['announcement_withheld limitation in_dispute'])
})

test('of a closed customer no fee and no stage is said to be withheld', () => {
  const clerk = debtor({ ...stages, late_fee: fee })
  openDispute(clerk, 'D1', 'I1')
  act(clerk, { op: 'set_customer_status', set: 'closed', reason: textOf(clerk.ledger, 'he moved away') })
  pass(clerk, '2026-04-10')
  expect(collectionOf(clerk)).toEqual(['2026-02-13 overdue_notice withheld in_dispute'])
})

test('who is terminated is not said to be spared from that for another invoice', () => {
  const clerk = debtor({ termination_after: 20, suspension_after: 10 })
  issue(clerk, 'I2', ['50'], { due: '2026-03-01' })
  openDispute(clerk, 'D2', 'I2')
  pass(clerk, '2026-03-25')
  expect(status(clerk, 'customer')).toBe('provisionally_terminated')
  expect(typesOf(clerk, 'termination_withheld', 'suspension_withheld')).toEqual(['suspension_withheld in_dispute'])
})

test('reminders and copies state what is owed and when it was due; none is written on the day of issue', () => {
  const clerk = debtor({ reminders_before: [10], resend_after: [3] })
  issue(clerk, 'I2', ['50'], { due: '2026-02-20', issued: '2026-02-10' })
  pass(clerk, '2026-02-15')
  expect(collectionOf(clerk)).toEqual(['2026-02-13 overdue_notice queued', '2026-02-15 invoice_copy queued'])
  expect(letterOf(clerk, 'invoice_copy')).toMatchObject({
    facts: { invoice: { kind: 'invoice', no: 1 }, stated: 80_000_000n, statedDueOn: day('2026-02-12') },
  })
})

test('a copy after the due date waits as collection does, a reminder before it does not', () => {
  const clerk = debtor({ reminders_before: [2], resend_after: [3] })
  lift(clerk, day('2026-02-28'))
  pass(clerk, '2026-02-16')
  expect(collectionOf(clerk)).toEqual([
    '2026-02-10 reminder queued',
    '2026-02-13 overdue_notice withheld lifted',
    '2026-02-15 invoice_copy withheld lifted',
  ])
})

test('a notice states the due date, also where the count began on another day', () => {
  const clerk = debtor({})
  pass(clerk, '2026-02-10')
  pay(clerk, 'P1', '80')
  pass(clerk, '2026-04-28')
  chargeBack(clerk, 'P1')
  pass(clerk, '2026-04-30')
  expect(letterOf(clerk, 'overdue_notice')?.facts).toMatchObject({ statedDueOn: day('2026-02-12') })
})
