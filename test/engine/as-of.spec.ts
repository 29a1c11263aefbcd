import { expect, test } from 'vitest'
import { type Dials, fold, isWithin, stateAt } from '../../src/engine/replay/as-of.ts'
import { blankCustomer, type Customer } from '../../src/engine/state/customer.ts'
import { own } from '../../src/engine/state/own.ts'
import { cellValue } from '../../src/engine/state/subjects.ts'
import { evaluate, statusAt } from '../../src/engine/values/evaluate.ts'
import { startOfDay } from '../../src/service/asked/days.ts'
import {
  type Clerk,
  charge,
  customerOf,
  day,
  give,
  issue,
  opened,
  pass,
  pay,
  recordsOf,
  takeBack,
} from '../memory/clerk.ts'
import { voidInvoice } from '../memory/clerk-invoices.ts'
import { chargeBack } from '../memory/clerk-payments.ts'

const at = (on: string): bigint => startOfDay(day(on), 'UTC')
const I1 = { kind: 'invoice', no: 1 } as const

const state = (clerk: Clerk, dials: Dials): Customer => stateAt(blankCustomer(clerk.id), recordsOf(clerk), dials)
const outstanding = (clerk: Clerk, dials: Dials): bigint | null =>
  evaluate(state(clerk, dials), 'invoice.outstanding', I1, 0)

/** Issued on the 1st, due on the 15th; a payment of the 10th is entered on the 20th. */
function late(): Clerk {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  pass(clerk, '2026-09-20')
  pay(clerk, 'P1', '60', 'oldest_first', { on: '2026-09-10' })
  return clerk
}

test('as of a day counts what is effective by then, that moment included', () => {
  const clerk = late()
  expect(outstanding(clerk, { effectiveAt: at('2026-09-10') })).toBe(40_000_000n)
  expect(outstanding(clerk, { effectiveAt: at('2026-09-10') - 1n })).toBe(100_000_000n)
})

test('known at a time counts what was recorded by then, that moment included', () => {
  const clerk = late()
  const recordedAt = recordsOf(clerk).find((record) => record.type === 'payment_received')?.recordedAt ?? 0n
  const effectiveAt = at('2026-09-16')
  expect(outstanding(clerk, { effectiveAt, knownAt: recordedAt })).toBe(40_000_000n)
  expect(outstanding(clerk, { effectiveAt, knownAt: recordedAt - 1n })).toBe(100_000_000n)
})

test('known at a record counts up to that record, itself included', () => {
  const clerk = late()
  const seq = recordsOf(clerk).find((record) => record.type === 'payment_allocated')?.seq ?? 0
  const effectiveAt = at('2026-09-16')
  expect(outstanding(clerk, { effectiveAt, knownSeq: seq })).toBe(40_000_000n)
  expect(outstanding(clerk, { effectiveAt, knownSeq: seq - 1 })).toBe(100_000_000n)
})

test('a backdated fact changes what is known now of a day, never what was known then', () => {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  pass(clerk, '2026-09-16')
  const then = { effectiveAt: at('2026-09-16'), knownAt: at('2026-09-17') }
  const before = state(clerk, then)
  pass(clerk, '2026-09-20')
  pay(clerk, 'P1', '100', 'oldest_first', { on: '2026-09-10' })
  expect(statusAt(state(clerk, then), 'invoice.status', I1, day('2026-09-16'))).toBe('overdue')
  expect(state(clerk, then)).toEqual(before)
  expect(statusAt(state(clerk, { effectiveAt: then.effectiveAt }), 'invoice.status', I1, day('2026-09-16'))).toBe(
    'paid',
  )
})

test('before the first fact all is 0, not an error', () => {
  const before = state(late(), { effectiveAt: at('2020-01-01') })
  expect(evaluate(before, 'customer.balance', { kind: 'customer', no: 0 }, 0)).toBe(0n)
  expect(before.subjects.size).toBe(0)
})

test('a snapshot and what comes after it give the same as all records', () => {
  const clerk = late()
  const records = recordsOf(clerk)
  const half = Math.floor(records.length / 2)
  const snapshot = records.slice(0, half).reduce(fold, own(blankCustomer(clerk.id)))
  const dials = { effectiveAt: at('2026-09-30') }
  expect(stateAt(snapshot, records.slice(half), dials)).toEqual(state(clerk, dials))
})

test('folding does not move the state that it starts from', () => {
  const clerk = late()
  const start = blankCustomer(clerk.id)
  stateAt(start, recordsOf(clerk), { effectiveAt: at('2026-09-30') })
  expect(start).toEqual(blankCustomer(clerk.id))
})

test('a change moves nothing by itself: only events are folded', () => {
  const clerk = late()
  const events = recordsOf(clerk).filter((record) => record.kind === 'event')
  const dials = { effectiveAt: at('2026-09-30') }
  expect(stateAt(blankCustomer(clerk.id), events, dials)).toEqual(state(clerk, dials))
})

test('of two set values the one that counts last holds, whenever it was recorded', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-10')
  const [opening] = recordsOf(clerk)
  if (opening?.kind !== 'event') throw new Error('no opening')
  const limit = (seq: number, effectiveAt: bigint, value: bigint) =>
    ({
      ...opening,
      seq,
      effectiveAt,
      type: 'credit_limit_changed',
      facts: { creditLimit: value },
      effects: [
        {
          figure: 'customer.permanent_limit',
          subject: { kind: 'customer', no: 0 },
          before: 1n,
          after: value,
          beforeSeq: 1,
        },
      ],
    }) as const
  const records = [...recordsOf(clerk), limit(10, at('2026-09-08'), 4n), limit(11, at('2026-09-05'), 3n)]
  const limitOn = (on: string): bigint =>
    cellValue(
      stateAt(blankCustomer('C1'), records, { effectiveAt: at(on) }),
      { kind: 'customer', no: 0 },
      'customer.permanent_limit',
    )
  expect([limitOn('2026-09-04'), limitOn('2026-09-06'), limitOn('2026-09-09')]).toEqual([0n, 3n, 4n])
})

test('as of a day on which a chargeback dated back leaves more given than there was, figures add up all the same', () => {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['30'], { due: '2026-09-15' })
  pay(clerk, 'P1', '30', 'hold')
  pass(clerk, '2026-09-05')
  give(clerk, 'P1', 'I1', '30')
  pass(clerk, '2026-09-08')
  takeBack(clerk, 'P1', 'I1', null)
  chargeBack(clerk, 'P1', { on: '2026-09-06' })
  const then = state(clerk, { effectiveAt: at('2026-09-06') })
  const value = (
    figure: 'payment.unallocated' | 'customer.balance',
    ref: { kind: 'payment' | 'customer'; no: number },
  ) => evaluate(then, figure, ref, day('2026-09-06'))
  expect(value('payment.unallocated', { kind: 'payment', no: 1 })).toBe(-30_000_000n)
  expect(value('customer.balance', { kind: 'customer', no: 0 })).toBe(30_000_000n)
})

test('as of a day on which a void dated back leaves less than nothing outstanding, it is shown so', () => {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  pay(clerk, 'P1', '100')
  pass(clerk, '2026-09-08')
  takeBack(clerk, 'P1', 'I1', null)
  voidInvoice(clerk, 'I1', { on: '2026-09-05' })
  const then = state(clerk, { effectiveAt: at('2026-09-06') })
  expect(evaluate(then, 'invoice.outstanding', I1, 0)).toBe(-100_000_000n)
  expect(statusAt(then, 'invoice.status', I1, day('2026-09-06'))).toBe('void')
})

test('free money below nothing is shared out to no invoice', () => {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['30'], { due: '2026-09-15' })
  issue(clerk, 'I2', ['30'], { due: '2026-09-20' })
  issue(clerk, 'I3', ['50'], { due: '2026-09-10' })
  pay(clerk, 'P1', '30', 'hold')
  pass(clerk, '2026-09-05')
  give(clerk, 'P1', 'I1', '30')
  pass(clerk, '2026-09-08')
  takeBack(clerk, 'P1', 'I1', null)
  give(clerk, 'P1', 'I2', '30', { on: '2026-09-03' })
  const then = state(clerk, { effectiveAt: at('2026-09-06') })
  expect(evaluate(then, 'invoice.collectible', { kind: 'invoice', no: 3 }, day('2026-09-06'))).toBe(50_000_000n)
})

test('unbilled charges stand in order of their numbers, whatever their dates', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-10')
  charge(clerk, '1', { on: '2026-09-08' })
  charge(clerk, '2', { on: '2026-09-05' })
  charge(clerk, '3', { on: '2026-09-06' })
  expect(state(clerk, { effectiveAt: at('2026-09-06') }).unbilled).toEqual([[2, 3]])
  expect(state(clerk, { effectiveAt: at('2026-09-10') }).unbilled).toEqual(customerOf(clerk).unbilled)
})

test('both dials must let a record through', () => {
  const record = recordsOf(late()).at(-1)
  if (record === undefined) throw new Error('no record')
  const { effectiveAt, recordedAt: knownAt, seq: knownSeq } = record
  expect(isWithin(record, { effectiveAt, knownAt, knownSeq })).toBe(true)
  expect(isWithin(record, { effectiveAt: effectiveAt - 1n, knownAt, knownSeq })).toBe(false)
  expect(isWithin(record, { effectiveAt, knownAt: knownAt - 1n, knownSeq })).toBe(false)
  expect(isWithin(record, { effectiveAt, knownAt, knownSeq: knownSeq - 1 })).toBe(false)
})
