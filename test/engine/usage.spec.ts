import { expect, test } from 'vitest'
import type { CommandOf } from '../../src/engine/asked/command.ts'
import { startOfDay } from '../../src/service/asked/days.ts'
import { act, type Clerk, day, eventsOf, figures, micros, opened, pass, recordsOf, refusalOf } from '../memory/clerk.ts'

/** A bundle of usage: many charges, one operation. */

type Charges = CommandOf<'book_usage'>['usage']
type Rest = Partial<CommandOf<'book_usage'>>

const charge = (amount: string, rest: Partial<Charges[number]> = {}): Charges[number] => ({
  amount: micros(amount),
  service: 'calls',
  ...rest,
})

const bring = (clerk: Clerk, usage: Charges, rest: Rest = {}) =>
  act(clerk, { op: 'book_usage', usage, left: [], currency: null, ...rest })

const at = (on: string): bigint => startOfDay(day(on), 'UTC')

test('each charge of a bundle is an xDR of its own, with its own date; all are one operation', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-10')
  const outcome = bring(clerk, [
    charge('0.10', { at: at('2026-09-03') }),
    charge('0.02', { service: 'data', xdrId: 7000n }),
    charge('0'),
  ])
  expect(eventsOf(outcome)).toEqual([
    'charge_booked 0.10 charge:1',
    'charge_booked 0.02 charge:2',
    'charge_booked 0.00 charge:3',
  ])
  const [first, second, third] = recordsOf(clerk).slice(-3)
  expect(first).toMatchObject({ effectiveAt: at('2026-09-03'), parentSeq: null, facts: { service: 'calls' } })
  expect(second).toMatchObject({
    effectiveAt: at('2026-09-10'),
    parentSeq: first?.seq,
    facts: { xdrId: 7000n, service: 'data' },
  })
  expect([first, second, third].map((one) => one?.digest !== null)).toEqual([true, false, false])
  expect(new Set([first, second, third].map((one) => one?.rootSeq))).toEqual(new Set([first?.seq]))
  expect(figures(clerk, 'customer', 'charged', 'unbilled', 'balance')).toEqual({
    charged: '0.12',
    unbilled: '0.12',
    balance: '0.12',
  })
})

test('a charge that breaks a rule is not booked by whoever did not leave it out', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-10')
  const codes = [
    bring(clerk, [charge('1'), charge('-1')]),
    bring(clerk, [charge('1', { at: at('2026-08-31') })]),
    bring(clerk, [charge('1', { at: at('2026-09-11') })]),
    bring(clerk, [charge('1')], { currency: 'EUR' }),
    bring(clerk, [], { left: [{ line: 1, field: 'amount', code: 'amount_malformed' }] }),
  ].map(refusalOf)
  expect(codes).toEqual([
    'amount_must_not_be_negative',
    'effective_before_opening',
    'effective_in_future',
    'currency_differs',
    'usage_all_rejected',
  ])
  expect(figures(clerk, 'customer', 'charged')).toEqual({ charged: '0.00' })
})
