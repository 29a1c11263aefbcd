import { expect, test } from 'vitest'
import type { MessageRecord } from '../../src/engine/events/record.ts'
import { act, type Clerk, charge, customerOf, day, issue, note, opened, pass, pay, recordsOf } from '../memory/clerk.ts'
import { authorise, settle } from '../memory/clerk-payments.ts'
import { underPolicy } from '../memory/clerk-policy.ts'
import { textOf } from '../memory/ledger.ts'
import { debtor } from './debtor.ts'

/** Which letters follow from what is booked, what they state, and what caused them. */

const letters = (clerk: Clerk): MessageRecord[] => recordsOf(clerk).filter((record) => record.kind === 'message')

/** A letter with what it states, and the type of the record that caused it; the address is the customer's. */
const told = (clerk: Clerk) =>
  letters(clerk).map(({ facts: { template, to, day: _, ...facts }, subject, parentSeq }) => {
    expect(to).toEqual(customerOf(clerk).email)
    const cause = recordsOf(clerk).find((record) => record.seq === parentSeq)
    return { template, about: `${subject.kind}:${subject.no}`, after: cause?.type, ...facts }
  })

const wanting = (...messages: readonly string[]): Clerk => {
  const clerk = opened('2026-09-01')
  clerk.ledger.mail = 'send'
  underPolicy(clerk, { messages })
  return clerk
}

test('an invoice says what it comes to, what is owed of it at once, and when', () => {
  const clerk = wanting('invoice_notice')
  pay(clerk, 'P0', '10')
  issue(clerk, 'I1', ['30'], { due: '2026-09-15' })
  issue(clerk, 'I2', ['7'])
  const shared = { template: 'invoice_notice', after: 'invoice_issued' }
  const [first, second] = [1, 2].map((no) => ({ kind: 'invoice', no }))
  expect(told(clerk)).toEqual([
    {
      ...shared,
      about: 'invoice:1',
      invoice: first,
      stated: 20_000_000n,
      statedSum: 30_000_000n,
      statedDueOn: day('2026-09-15'),
    },
    { ...shared, about: 'invoice:2', invoice: second, stated: 7_000_000n, statedSum: 7_000_000n },
  ])
})

test('money that came in is receipted, when it is received or settled, with what came', () => {
  const clerk = wanting('payment_receipt')
  issue(clerk, 'I1', ['30'])
  pay(clerk, 'P1', '20')
  authorise(clerk, 'P2', '50')
  settle(clerk, 'P2', '45')
  const [first, second] = [1, 2].map((no) => ({ kind: 'payment', no }))
  expect(told(clerk)).toEqual([
    {
      template: 'payment_receipt',
      about: 'payment:1',
      after: 'payment_received',
      payment: first,
      stated: 20_000_000n,
    },
    {
      template: 'payment_receipt',
      about: 'payment:2',
      after: 'payment_settled',
      payment: second,
      stated: 45_000_000n,
    },
  ])
})

test('what the terms do not want is not written', () => {
  const clerk = wanting()
  issue(clerk, 'I1', ['30'], { due: '2026-09-15' })
  pay(clerk, 'P1', '20')
  pass(clerk, '2026-09-20')
  expect(letters(clerk)).toEqual([])
})

test('a stage is warned of with its day and what is collected, and told when it has come; not on the way back', () => {
  const clerk = debtor()
  pass(clerk, '2026-03-13')
  expect(told(clerk).slice(1)).toEqual(
    [
      { template: 'limitation_warning', after: 'stage_announced', on: '2026-02-24' },
      { template: 'limitation_notice', after: 'status_changed', on: '2026-02-24' },
      { template: 'suspension_warning', after: 'stage_announced', on: '2026-03-12' },
      { template: 'suspension_notice', after: 'status_changed', on: '2026-03-12' },
    ].map(({ on, ...letter }) => ({
      ...letter,
      ...(letter.after === 'stage_announced' ? { invoice: { kind: 'invoice', no: 1 } } : {}),
      about: 'customer:0',
      statedSum: 80_000_000n,
      statedOn: day(on),
    })),
  )
  const before = letters(clerk).length
  act(clerk, { op: 'adjust_invoice', invoice: 'I1', amount: -80_000_000n, ...plain(clerk) })
  expect(letters(clerk).length).toBe(before)
})

const plain = (clerk: Clerk) => ({
  reason: textOf(clerk.ledger, 'let off'),
  dispute: null,
  xdrId: null,
  currency: null,
})

/** Has a limit of 100 and is warned at 80 %. */
function limited(): Clerk {
  const clerk = opened('2026-08-01', { creditLimit: 100_000_000n })
  clerk.ledger.mail = 'send'
  underPolicy(clerk, { credit_limit_warning: 80, messages: ['credit_limit_warning'] })
  return clerk
}

test('the limit is warned of once the balance comes to the percentage, and again only after it was below', () => {
  const clerk = limited()
  charge(clerk, '79.99')
  expect(letters(clerk)).toEqual([])
  charge(clerk, '0.01')
  expect(told(clerk)).toEqual([
    {
      template: 'credit_limit_warning',
      about: 'customer:0',
      after: 'charge_booked',
      stated: 80_000_000n,
      statedSum: 100_000_000n,
    },
  ])
  charge(clerk, '5')
  expect(letters(clerk).length).toBe(1)
  pay(clerk, 'P1', '30', 'hold')
  pass(clerk, '2026-08-02')
  charge(clerk, '40')
  expect(letters(clerk).map((one) => one.type)).toEqual(['message_queued', 'message_queued'])
})

test('a second warning on one day is withheld: it was sent already', () => {
  const clerk = limited()
  charge(clerk, '80')
  pay(clerk, 'P1', '30', 'hold')
  charge(clerk, '40')
  expect(letters(clerk).map(({ type, facts }) => [type, facts.because])).toEqual([
    ['message_queued', undefined],
    ['message_withheld', 'already_sent'],
  ])
})

test('without a limit, with a limit of nothing, or without that term nobody is warned', () => {
  const none = opened('2026-08-01')
  underPolicy(none, { credit_limit_warning: 80, messages: ['credit_limit_warning'] })
  charge(none, '500')
  const nothing = opened('2026-08-01', { creditLimit: 0n })
  underPolicy(nothing, { credit_limit_warning: 80, messages: ['credit_limit_warning'] })
  charge(nothing, '500')
  const silent = opened('2026-08-01', { creditLimit: 100_000_000n })
  underPolicy(silent, { messages: ['credit_limit_warning'] })
  charge(silent, '500')
  note(silent)
  expect([none, nothing, silent].flatMap(letters)).toEqual([])
})
