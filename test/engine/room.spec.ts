import { expect, test } from 'vitest'
import { textFromDay } from '../../src/engine/time.ts'
import { dayAt } from '../../src/service/asked/days.ts'
import {
  act,
  adjust,
  type Clerk,
  day,
  eventsOf,
  give,
  issue,
  micros,
  opened,
  pass,
  pay,
  recordsOf,
  takeBack,
} from '../memory/clerk.ts'
import { writeOff } from '../memory/clerk-invoices.ts'
import { chargeBack, refund, reverse } from '../memory/clerk-payments.ts'
import type { Outcome } from '../memory/ledger.ts'

/** The events of an outcome with the day from which each counts: "09-05 payment_allocated 20.00 …". */
const dated = (outcome: Outcome): string[] => {
  const lines = eventsOf(outcome)
  const events = outcome.ok ? outcome.records.filter((record) => record.kind === 'event') : []
  return lines.map((line, at) => `${textFromDay(dayAt(events[at]?.effectiveAt ?? 0n, 'UTC')).slice(5)} ${line}`)
}

/** An invoice of 80.00 of the 1st, of which payment 1 covers 60.00 from the 2nd until 45.00 are taken back on the 12th. */
function covered(): Clerk {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['80'])
  pass(clerk, '2026-09-02')
  pay(clerk, 'P1', '60')
  pass(clerk, '2026-09-12')
  takeBack(clerk, 'P1', 'I1', '45')
  pass(clerk, '2026-09-20')
  return clerk
}

test('an allocation takes what is owed from its date on, the rest from when it is owed', () => {
  const clerk = covered()
  pay(clerk, 'P2', '70', 'hold', { on: '2026-09-05' })
  expect(dated(give(clerk, 'P2', 'I1', '50', { on: '2026-09-06' }))).toEqual([
    '09-06 payment_allocated 20.00 payment:2 invoice:1 allocation:2 by by_hand',
    '09-12 payment_allocated 30.00 payment:2 invoice:1 allocation:3 by by_hand',
  ])
})

test('an allocation takes what is free from its date on, the rest from when it is free', () => {
  const clerk = opened('2026-09-01')
  for (const invoice of ['I1', 'I2']) issue(clerk, invoice, ['60'])
  pay(clerk, 'P1', '60', 'hold')
  pass(clerk, '2026-09-05')
  give(clerk, 'P1', 'I1', '45')
  pass(clerk, '2026-09-12')
  takeBack(clerk, 'P1', 'I1', null)
  expect(dated(give(clerk, 'P1', 'I2', '50', { on: '2026-09-03' }))).toEqual([
    '09-03 payment_allocated 15.00 payment:1 invoice:2 allocation:2 by by_hand',
    '09-12 payment_allocated 35.00 payment:1 invoice:2 allocation:3 by by_hand',
  ])
})

test('a release takes back what stands allocated from its date on', () => {
  const clerk = covered()
  expect(dated(takeBack(clerk, 'P1', 'I1', '15', { on: '2026-09-05' }))).toEqual([
    '09-05 payment_deallocated 15.00 payment:1 invoice:1 allocation:1 by by_hand',
  ])
})

test('what a reversed chargeback restored is released from its restoration on', () => {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['30'])
  pay(clerk, 'P1', '30')
  pass(clerk, '2026-09-05')
  chargeBack(clerk, 'P1')
  pass(clerk, '2026-09-10')
  reverse(clerk, 'P1')
  pass(clerk, '2026-09-20')
  expect(dated(takeBack(clerk, 'P1', 'I1', null, { on: '2026-09-03' }))).toEqual([
    '09-10 payment_deallocated 30.00 payment:1 invoice:1 allocation:1 by by_hand',
  ])
})

test('a write-off is undone from when so much is written off, in parts, each an xDR of its own', () => {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['50'])
  pass(clerk, '2026-09-05')
  writeOff(clerk, 'I1', '20')
  pass(clerk, '2026-09-10')
  writeOff(clerk, 'I1', '30')
  pass(clerk, '2026-09-20')
  const outcome = act(clerk, { op: 'undo_write_off', invoice: 'I1', amount: micros('50') }, { on: '2026-09-07' })
  expect(dated(outcome)).toEqual([
    '09-07 write_off_undone 20.00 invoice:1 by by_hand',
    '09-10 write_off_undone 30.00 invoice:1 by by_hand',
  ])
  const events = outcome.ok ? outcome.records.filter((record) => record.kind === 'event') : []
  expect(new Set(events.map((event) => event.facts.xdrId)).size).toBe(2)
})

test('what is lowered below what was owed on a day counts from when so much was owed, and says what made room', () => {
  const clerk = covered()
  const outcome = adjust(clerk, 'I1', '-50', { on: '2026-09-04' })
  const [adjusted] = outcome.ok ? outcome.records : []
  const facts = adjusted?.kind === 'event' ? adjusted.facts : {}
  expect(dated(outcome)).toEqual(['09-12 invoice_adjusted -50.00 invoice:1'])
  expect(facts).toMatchObject({ datedOn: day('2026-09-04'), countsOn: day('2026-09-12') })
  const room = recordsOf(clerk).find((record) => BigInt(record.seq) === facts.roomSeq)
  expect(room?.type).toBe('payment_deallocated')
})

test('what is given back only later makes no room before', () => {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['30'])
  pay(clerk, 'P1', '30')
  pass(clerk, '2026-09-05')
  chargeBack(clerk, 'P1')
  pass(clerk, '2026-09-10')
  reverse(clerk, 'P1')
  pass(clerk, '2026-09-20')
  expect(dated(adjust(clerk, 'I1', '-30', { on: '2026-09-03' }))).toEqual([
    '09-10 payment_deallocated 30.00 payment:1 invoice:1 allocation:1 by adjustment_release',
    '09-05 invoice_adjusted -30.00 invoice:1',
  ])
})

test('a refund of several payments counts as a whole, from when all of it was free', () => {
  const clerk = opened('2026-09-01')
  pay(clerk, 'P1', '30')
  pass(clerk, '2026-09-08')
  pay(clerk, 'P2', '30')
  pass(clerk, '2026-09-20')
  expect(dated(refund(clerk, 'customer', '50', { on: '2026-09-03' }))).toEqual([
    '09-08 payment_refunded 30.00 payment:1',
    '09-08 payment_refunded 20.00 payment:2',
  ])
})

test('what made room is named, not what else happened at that moment', () => {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['80'])
  pay(clerk, 'P1', '60')
  pass(clerk, '2026-09-12')
  takeBack(clerk, 'P1', 'I1', '45')
  pay(clerk, 'P2', '5', 'hold')
  const outcome = adjust(clerk, 'I1', '-50', { on: '2026-09-04' })
  const roomSeq = outcome.ok && outcome.records[0]?.kind === 'event' && outcome.records[0].facts.roomSeq
  expect(recordsOf(clerk).find((record) => BigInt(record.seq) === roomSeq)?.type).toBe('payment_deallocated')
})

test.each([1, 2, 3, 4, 5, 6])('of six moments the first at which all of it is free is taken: number %i', (which) => {
  const clerk = opened('2026-09-01')
  for (const no of [1, 2, 3, 4, 5, 6]) {
    pass(clerk, `2026-09-0${no}`)
    pay(clerk, `P${no}`, '10')
  }
  const lines = dated(refund(clerk, 'customer', `${10 * which}`, { on: '2026-09-01' }))
  expect(lines).toEqual(
    Array.from({ length: which }, (_, at) => `09-0${which} payment_refunded 10.00 payment:${at + 1}`),
  )
})

test('what has room at its date counts from it, and says nothing of room', () => {
  const clerk = covered()
  const outcome = adjust(clerk, 'I1', '-20', { on: '2026-09-04' })
  expect(dated(outcome)).toEqual(['09-04 invoice_adjusted -20.00 invoice:1'])
  expect(outcome.ok && outcome.records.some((one) => one.kind === 'event' && one.facts.roomSeq !== undefined)).toBe(
    false,
  )
})

test('older money pays first by its date, whenever it was entered', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-10')
  pay(clerk, 'P1', '30', 'none')
  pay(clerk, 'P2', '30', 'none', { on: '2026-09-05' })
  expect(dated(issue(clerk, 'I1', ['40'])).slice(-2)).toEqual([
    '09-10 payment_allocated 30.00 payment:2 invoice:1 allocation:1 by automatic',
    '09-10 payment_allocated 10.00 payment:1 invoice:1 allocation:2 by automatic',
  ])
})

test('the newest allocation is released first by its date, whenever it was entered', () => {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['60'])
  pass(clerk, '2026-09-10')
  pay(clerk, 'P1', '30')
  pay(clerk, 'P2', '30', 'oldest_first', { on: '2026-09-05' })
  expect(eventsOf(adjust(clerk, 'I1', '-10'))[0]).toMatch(/^payment_deallocated 10\.00 payment:1 /)
})
