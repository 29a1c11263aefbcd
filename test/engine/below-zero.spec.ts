import { expect, test } from 'vitest'
import type { EventRecord } from '../../src/engine/events/record.ts'
import { belowNow, belowZeroWords, lookBack, neverBelow } from '../../src/engine/explain/sentences/below-zero.ts'
import { stateAt } from '../../src/engine/replay/as-of.ts'
import { blankCustomer } from '../../src/engine/state/customer.ts'
import { evaluate } from '../../src/engine/values/evaluate.ts'
import { dayAt, endOfDay } from '../../src/service/asked/days.ts'
import {
  type Clerk,
  customerOf,
  day,
  give,
  issue,
  opened,
  pass,
  pay,
  recordsOf,
  refOf,
  takeBack,
} from '../memory/clerk.ts'
import { voidInvoice } from '../memory/clerk-invoices.ts'
import { chargeBack } from '../memory/clerk-payments.ts'

/** What is said of a subject as of the end of a day, and what it is then, in whole units. */
function said(clerk: Clerk, name: string, on: string): { readonly words: string; readonly value: bigint } {
  const effectiveAt = endOfDay(day(on), 'UTC')
  const ref = refOf(customerOf(clerk), name)
  const figure = neverBelow[ref.kind]
  if (figure === undefined) throw new Error(`${name} is never below 0`)
  const then = stateAt(blankCustomer(clerk.id), recordsOf(clerk), { effectiveAt })
  const value = evaluate(then, figure, ref, day(on)) ?? 0n
  const events = recordsOf(clerk).filter(
    (record): record is EventRecord => record.kind === 'event' && record.effectiveAt <= effectiveAt,
  )
  const nameOf = () => name.split(' ')[1] ?? ''
  const told = { digits: 2, nameOf, calledOf: () => ref.kind, dayOf: (at: bigint) => dayAt(at, 'UTC') }
  const newestFirst = events.toSorted((a, b) => Number(b.effectiveAt - a.effectiveAt) || b.seq - a.seq)
  const atOnce = belowZeroWords(lookBack(belowNow({ ref, value }), newestFirst), told)
  const oneByOne = newestFirst.reduce((since, event) => lookBack(since, [event]), belowNow({ ref, value }))
  expect(belowZeroWords(oneByOne, told)).toBe(atOnce)
  return { words: atOnce, value: value / 1_000_000n }
}

/** 30.00 of the 1st are given on the 5th and taken back on the 8th. */
function lent(): Clerk {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['30'])
  pay(clerk, 'P1', '30', 'hold')
  pass(clerk, '2026-09-05')
  give(clerk, 'P1', 'I1', '30')
  pass(clerk, '2026-09-08')
  takeBack(clerk, 'P1', 'I1', null)
  return clerk
}

test('a chargeback that is dated back is said to have left less than nothing, since its day', () => {
  const clerk = lent()
  chargeBack(clerk, 'P1', { on: '2026-09-06' })
  expect(said(clerk, 'payment P1', '2026-09-07')).toEqual({
    words: 'Payment P1 is below 0 since 6 Sep 2026, because the chargeback of payment P1 was dated back.',
    value: -30n,
  })
})

test('less than nothing begins where it last began', () => {
  const clerk = lent()
  pass(clerk, '2026-09-09')
  give(clerk, 'P1', 'I1', '30')
  pass(clerk, '2026-09-11')
  takeBack(clerk, 'P1', 'I1', null)
  chargeBack(clerk, 'P1', { on: '2026-09-06' })
  expect(said(clerk, 'payment P1', '2026-09-10').words).toMatch(/^Payment P1 is below 0 since 9 Sep 2026, because/)
})

test('an invoice whose void is dated back owes less than nothing while money stood on it', () => {
  const clerk = lent()
  voidInvoice(clerk, 'I1', { on: '2026-09-06' })
  expect(said(clerk, 'invoice I1', '2026-09-06')).toEqual({
    words: 'Invoice I1 is below 0 since 6 Sep 2026, because the void of invoice I1 was dated back.',
    value: -30n,
  })
})
