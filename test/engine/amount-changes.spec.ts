import { expect, test } from 'vitest'
import type { ChangeRecord } from '../../src/engine/events/record.ts'
import { formatAmount } from '../../src/engine/money/amount.ts'
import {
  act,
  adjust,
  type Clerk,
  charge,
  customerOf,
  day,
  issue,
  opened,
  pass,
  pay,
  recordsOf,
  refusalOf,
} from '../memory/clerk.ts'
import { credit, openDispute } from '../memory/clerk-invoices.ts'
import { authorise, settle } from '../memory/clerk-payments.ts'
import type { Outcome } from '../memory/ledger.ts'

/** Which amounts have records of their own when they change, what these say, and how large an amount may be. */

const changesOf = (outcome: Outcome): ChangeRecord[] =>
  outcome.ok
    ? outcome.records.filter((record) => record.kind === 'change').filter((one) => one.type === 'amount_changed')
    : []

/** "customer.pending 0.00 → 30.00 by payment.pending 30.00" */
const told = ({ figure, before, after, operands }: ChangeRecord): string =>
  [
    `${figure} ${formatAmount(before ?? 0n, 2)} → ${formatAmount(after, 2)} by`,
    ...operands.map((operand) => `${operand.figure} ${formatAmount(operand.value, 2)}`),
  ].join(' ')

test('what an invoice owes has a record of its own, of money only the sums over all of it', () => {
  const clerk = opened()
  credit(clerk, '5')
  issue(clerk, 'I1', ['-20'])
  pay(clerk, 'P1', '30')
  issue(clerk, 'I2', ['100'])
  const figures = recordsOf(clerk).flatMap((record) => (record.type === 'amount_changed' ? [record.figure] : []))
  expect([...new Set(figures)].sort()).toEqual([
    'customer.outstanding',
    'customer.unallocated_credits',
    'customer.unallocated_payments',
    'invoice.outstanding',
  ])
})

test('an event that leaves the amounts as they were has no such record', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['50'])
  expect(changesOf(openDispute(clerk, 'D1', 'I1', '10'))).toEqual([])
})

test('the change of an invoice states all its terms that were ever moved, each by the record that moved it last', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['50'])
  adjust(clerk, 'I1', '-20')
  const [change] = changesOf(pay(clerk, 'P1', '10'))
    .filter((one) => one.figure === 'invoice.outstanding')
    .slice(-1)
  const seqOf = (type: string): number => recordsOf(clerk).findLast((record) => record.type === type)?.seq ?? 0
  expect(change?.operands).toEqual(
    [
      { figure: 'invoice.total', value: 50_000_000n, seq: seqOf('invoice_issued') },
      { figure: 'invoice.adjusted', value: -20_000_000n, seq: seqOf('invoice_adjusted') },
      { figure: 'invoice.paid', value: 10_000_000n, seq: seqOf('payment_allocated') },
    ].map((operand) => ({ ...operand, subject: { kind: 'invoice', no: 1 } })),
  )
})

/** A payment of 30.00 that is pending, and the customer's second one of 20.00, which ends as the 5th begins. */
function awaiting(): Clerk {
  const clerk = opened('2026-09-01')
  authorise(clerk, 'P1', '30', 'none')
  authorise(clerk, 'P2', '20', 'none', { until: '2026-09-05' })
  return clerk
}

const pendingOf = (clerk: Clerk): ChangeRecord[] =>
  recordsOf(clerk).filter(
    (record): record is ChangeRecord => 'figure' in record && record.figure === 'customer.pending',
  )

test('the sum of pending payments moves by what is authorised and what is settled, and names the payment', () => {
  const clerk = awaiting()
  settle(clerk, 'P1', '25')
  expect(pendingOf(clerk).map(told)).toEqual([
    'customer.pending 0.00 → 30.00 by payment.pending 30.00',
    'customer.pending 30.00 → 50.00 by customer.pending 30.00 payment.pending 20.00',
    'customer.pending 50.00 → 20.00 by customer.pending 50.00 payment.pending -30.00',
  ])
  const [first, second] = pendingOf(clerk)
  const [, authorised] = recordsOf(clerk).filter((record) => record.type === 'payment_authorised')
  expect(second).toMatchObject({
    parentSeq: authorised?.seq,
    beforeSeq: first?.seq,
    operands: [
      { subject: { kind: 'customer', no: 0 }, seq: first?.seq },
      { subject: { kind: 'payment', no: 2 }, seq: authorised?.seq },
    ],
  })
})

test('it moves by the clock, too: the day on which an authorisation has ended leads to it, and no payment', () => {
  const clerk = awaiting()
  pass(clerk, '2026-09-05')
  const ended = pendingOf(clerk).at(-1)
  expect(ended && told(ended)).toBe('customer.pending 50.00 → 30.00 by customer.pending 50.00')
  expect(recordsOf(clerk).find((record) => record.seq === ended?.parentSeq)?.type).toBe('day_evaluated')
  expect(customerOf(clerk).cells['customer.pending']).toEqual({ value: 30_000_000n, seq: ended?.seq })
})

test('a day on which no authorisation ended, and an event about other money, leave it alone', () => {
  const clerk = awaiting()
  const before = pendingOf(clerk).length
  pay(clerk, 'P3', '10')
  issue(clerk, 'I1', ['50'], { due: '2026-09-02' })
  act(clerk, { op: 'evaluate_day', day: day('2026-09-01') })
  pass(clerk, '2026-09-04')
  expect(recordsOf(clerk).some((record) => record.type === 'day_evaluated')).toBe(true)
  expect(pendingOf(clerk).length).toBe(before)
})

const sumOwed = (clerk: Clerk): bigint => customerOf(clerk).cells['customer.outstanding']?.value ?? 0n

test('a sum that follows may come to 10^12, not beyond, though nothing that the event moves is beyond', () => {
  const clerk = opened()
  pay(clerk, 'P1', '10', 'hold')
  issue(clerk, 'I1', ['1000000000000'])
  expect(sumOwed(clerk)).toBe(10n ** 18n)
  const outcome = adjust(clerk, 'I1', '5')
  expect(outcome.ok || outcome.refusal).toEqual({ code: 'amount_too_large', facts: { at_most: '1000000000000' } })
})

test('what an event moves may come to 10^12, not beyond', () => {
  const clerk = opened()
  expect(refusalOf(charge(clerk, '1000000000000'))).toBe('accepted')
  pay(clerk, 'P1', '1000000000000', 'hold')
  // the balance is 0 again: what was charged in sum is not
  expect(refusalOf(charge(clerk, '0.000001'))).toBe('amount_too_large')
  expect(refusalOf(pay(clerk, 'P2', '0.01', 'hold'))).toBe('amount_too_large')
})

test('an authorisation that ends in the middle of a day is pending no more once that day is over, whatever is booked', () => {
  const clerk = opened('2026-09-01')
  const plain = { method: null, xdrId: null, currency: null }
  const noon = clerk.ledger.now + 43_200_000_000n
  const expires = { at: noon, on: day('2026-09-01') }
  act(clerk, { op: 'authorise_payment', paymentId: 'P1', amount: 30_000_000n, allocate: 'hold', expires, ...plain })
  clerk.ledger.now = noon + 1n
  expect(changesOf(charge(clerk, '5'))).toEqual([])
  const from = recordsOf(clerk).length
  pass(clerk, '2026-09-02')
  const changes = recordsOf(clerk).slice(from)
  expect(changes.flatMap((one) => (one.kind === 'change' && one.type === 'amount_changed' ? [told(one)] : []))).toEqual(
    ['customer.pending 30.00 → 0.00 by customer.pending 30.00'],
  )
})

test('a balance is as limited as any figure, where each of its terms is within the limit', () => {
  const clerk = opened()
  charge(clerk, '900000000000')
  issue(clerk, 'I1', ['100000000000'])
  expect(refusalOf(adjust(clerk, 'I1', '0.01'))).toBe('amount_too_large')
  pay(clerk, 'P1', '0.01')
  expect(refusalOf(adjust(clerk, 'I1', '0.01'))).toBe('accepted')
})
