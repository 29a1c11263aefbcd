import { expect, test } from 'vitest'
import type { ChangeRecord } from '../../src/engine/events/record.ts'
import { statuses } from '../../src/engine/figures/statuses.ts'
import { type Clerk, customerOf, issue, opened, pass, pay, recordsOf } from '../memory/clerk.ts'
import { creditNote, openDispute } from '../memory/clerk-invoices.ts'
import { collectionOf } from '../memory/clerk-policy.ts'
import { debtor } from './debtor.ts'

/** What the record of a status that changed says: what led to it, and by which records each fact came to be. */

const isOfStatus = (record: object): record is ChangeRecord => 'type' in record && record.type === 'status_changed'
const changesOf = (clerk: Clerk, from = 0): ChangeRecord[] =>
  recordsOf(clerk)
    .slice(from)
    .filter((record) => isOfStatus(record))

const nameOf = (no: bigint | null): string =>
  Object.entries(statuses).find(([, one]) => BigInt(one) === no)?.[0] ?? 'none'

const typeOf = (clerk: Clerk, seq: number | null): string =>
  recordsOf(clerk).find((record) => record.seq === seq)?.type ?? 'nothing'

/** "unpaid → overdue after day_evaluated", then a line for each fact: "customer.today 20497 by day_evaluated". */
const told = (clerk: Clerk, change: ChangeRecord | undefined): string[] =>
  change === undefined
    ? []
    : [
        `${nameOf(change.before)} → ${nameOf(change.after)} after ${typeOf(clerk, change.parentSeq)}`,
        ...change.operands.map((one) => `${one.figure} ${one.value} by ${typeOf(clerk, one.seq)}`),
      ]

/** Owes 70 of 80 and 50, both due on 12 February, under terms with every stage. */
function owing(): Clerk {
  const clerk = debtor()
  issue(clerk, 'I2', ['50'], { due: '2026-02-12' })
  pay(clerk, 'P1', '10')
  return clerk
}

const lastOf = (clerk: Clerk, figure: string): string[] =>
  told(
    clerk,
    changesOf(clerk).findLast((one) => one.figure === figure),
  )

test('an invoice that is paid in part: the payment led to it, and what was never moved is no fact', () => {
  const clerk = owing()
  expect(told(clerk, changesOf(clerk).at(-2))).toEqual([
    'unpaid → partially_paid after amount_changed',
    'invoice.issued_on 20486 by invoice_issued',
    'invoice.outstanding 70000000 by amount_changed',
    'invoice.total 80000000 by invoice_issued',
    'invoice.paid 10000000 by payment_allocated',
    'invoice.due_on 20496 by invoice_issued',
    'customer.today 20486 by payment_received',
    'invoice.overdue 0 by amount_changed',
  ])
  expect(lastOf(clerk, 'payment.status')).toEqual([
    'none → allocated after payment_allocated',
    'payment.allocated 10000000 by payment_allocated',
    'payment.unallocated 0 by payment_allocated',
  ])
})

test('an invoice that is overdue: the day led to it', () => {
  const clerk = owing()
  pass(clerk, '2026-02-13')
  expect(lastOf(clerk, 'invoice.status')).toEqual([
    'unpaid → overdue after day_evaluated',
    'invoice.issued_on 20486 by invoice_issued',
    'invoice.outstanding 50000000 by amount_changed',
    'invoice.total 50000000 by invoice_issued',
    'invoice.due_on 20496 by invoice_issued',
    'customer.today 20497 by day_evaluated',
  ])
})

test('a customer who is limited, and one who is active again: of his invoices the last that was moved speaks', () => {
  const clerk = owing()
  pass(clerk, '2026-02-24')
  expect(lastOf(clerk, 'customer.status')).toEqual([
    'active → service_limited after day_evaluated',
    'customer.days_in_collection 12 by day_evaluated',
    'customer.today 20508 by day_evaluated',
    'customer.policy 1 by policy_adopted',
    'customer.limitation_on 20508 by day_evaluated',
  ])
  pay(clerk, 'P2', '130')
  expect(lastOf(clerk, 'customer.status')).toEqual([
    'service_limited → active after amount_changed',
    'customer.days_in_collection 0 by amount_changed',
    'customer.today 20508 by day_evaluated',
    'customer.policy 1 by policy_adopted',
    'customer.balance -10000000 by payment_received',
  ])
})

test('statuses are written by kind and number: invoices, payments, credits, disputes, the customer at the end', () => {
  const clerk = owing()
  openDispute(clerk, 'D1', 'I2', '5')
  pass(clerk, '2026-02-24')
  const from = recordsOf(clerk).length
  pay(clerk, 'P2', '130')
  expect(changesOf(clerk, from).map(({ subject }) => `${subject.kind}:${subject.no}`)).toEqual([
    'invoice:1',
    'invoice:2',
    'payment:2',
    'customer:0',
  ])
  const noted = recordsOf(clerk).length
  issue(clerk, 'I3', ['20'])
  creditNote(clerk, 'CN1', null, '15')
  expect(changesOf(clerk, noted).map(({ subject }) => `${subject.kind}:${subject.no}`)).toEqual([
    'invoice:3',
    'payment:2',
    'invoice:3',
    'credit:1',
  ])
})

test('a status that stays has no record, and a change says which record set the one before', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['30'])
  pay(clerk, 'P1', '10')
  pay(clerk, 'P2', '10')
  pay(clerk, 'P3', '10')
  const ofInvoice = changesOf(clerk).filter((one) => one.figure === 'invoice.status')
  expect(ofInvoice.map((one) => nameOf(one.after))).toEqual(['unpaid', 'partially_paid', 'paid'])
  expect(ofInvoice.map((one) => one.beforeSeq)).toEqual([0, ofInvoice[0]?.seq, ofInvoice[1]?.seq])
  expect(customerOf(clerk).subjects.get('invoice:1')?.cells['invoice.status']).toEqual({
    value: BigInt(statuses.paid),
    seq: ofInvoice[2]?.seq,
  })
})

test('a change counts from when what led to it counts', () => {
  const clerk = owing()
  pass(clerk, '2026-02-20')
  const from = recordsOf(clerk).length
  pay(clerk, 'P2', '70', 'oldest_first', { on: '2026-02-10' })
  const [paid] = changesOf(clerk, from)
  expect(paid?.effectiveAt).toBe(recordsOf(clerk)[from]?.effectiveAt)
  expect(paid && nameOf(paid.after)).toBe('paid')
})

test('one letter warns of a stage, however many invoices it is announced for on a day', () => {
  const clerk = owing()
  pass(clerk, '2026-02-20')
  expect(recordsOf(clerk).filter((record) => record.type === 'stage_announced').length).toBe(2)
  expect(collectionOf(clerk).filter((line) => line.includes('warning'))).toEqual([
    '2026-02-20 limitation_warning queued',
  ])
})
