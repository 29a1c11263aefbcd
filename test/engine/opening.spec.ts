import { expect, test } from 'vitest'
import { decide } from '../../src/engine/commands/decide.ts'
import { blankCustomer } from '../../src/engine/state/customer.ts'
import {
  act,
  charge,
  circumstancesOf,
  customerOf,
  eventsOf,
  figures,
  opened,
  openingCommand,
  pay,
  recordsOf,
  refusalOf,
  status,
} from '../memory/clerk.ts'

test('a customer is opened in one currency, with what he is', () => {
  const clerk = opened(
    '2026-09-01',
    { currency: 'KWD', billing: 'prepaid', class: 'business', clock: 'tale' },
    'Asia/Kuwait',
  )
  const [record] = recordsOf(clerk)
  expect(record).toMatchObject({
    kind: 'event',
    type: 'customer_opened',
    seq: 1,
    late: false,
    facts: {
      id: 'C1',
      currency: 'KWD',
      timeZone: 'Asia/Kuwait',
      billing: 'prepaid',
      class: 'business',
      clock: 'tale',
      rules: 3n,
    },
  })
  expect(customerOf(clerk)).toMatchObject({
    currency: 'KWD',
    billing: 'prepaid',
    class: 'business',
    clock: 'tale',
    rules: 3,
  })
  expect(status(clerk, 'customer')).toBe('active')
  expect(figures(clerk, 'customer', 'balance', 'credit_limit', 'available_credit')).toEqual({
    balance: '0.000',
    credit_limit: '0.000',
    available_credit: '0.000',
  })
})

test('a customer without e-mail, clock and limit has none, and no available credit is told', () => {
  const clerk = opened('2026-09-01', { email: null })
  const [record] = recordsOf(clerk)
  expect(record?.kind === 'event' && Object.keys(record.facts).sort()).toEqual(
    ['billing', 'class', 'currency', 'id', 'name', 'rules', 'timeZone'].sort(),
  )
  expect(figures(clerk, 'customer', 'available_credit')).toEqual({ available_credit: null })
})

test('what he owes beyond his credit limit makes him exceed it', () => {
  const clerk = opened('2026-09-01', { creditLimit: 50_000_000n })
  charge(clerk, '50')
  expect(status(clerk, 'customer')).toBe('active')
  expect(figures(clerk, 'customer', 'available_credit')).toEqual({ available_credit: '0.00' })
  charge(clerk, '0.000001')
  expect(status(clerk, 'customer')).toBe('credit_exceeded')
  expect(figures(clerk, 'customer', 'available_credit')).toEqual({ available_credit: '-0.000001' })
})

test('who pays in advance has available what he paid and has not used, whatever his limit', () => {
  const clerk = opened('2026-09-01', { billing: 'prepaid', creditLimit: 50_000_000n })
  pay(clerk, 'P1', '20')
  charge(clerk, '5')
  expect(figures(clerk, 'customer', 'balance', 'available_credit')).toEqual({
    balance: '-15.00',
    available_credit: '15.00',
  })
})

test('a credit limit has at most the digits of the currency', () => {
  const clerk = { ...opened(), id: 'C2' }
  expect(refusalOf(act(clerk, openingCommand(clerk, { currency: 'JPY', creditLimit: 100n })))).toBe(
    'amount_finer_than_currency',
  )
  expect(refusalOf(act(clerk, openingCommand(clerk, { creditLimit: 10n ** 18n + 10_000n })))).toBe('amount_too_large')
})

test('opened again he is refused, and stays as he was', () => {
  const clerk = opened()
  const before = customerOf(clerk)
  expect(eventsOf(act(clerk, openingCommand(clerk, { currency: 'EUR' })))).toEqual(['refused customer_taken'])
  expect(customerOf(clerk)).toBe(before)
})

test('a customer may have been opened before 1970, and his first record is not late', () => {
  const clerk = opened('1962-05-01')
  expect(recordsOf(clerk).every((record) => !record.late)).toBe(true)
  expect(refusalOf(charge(clerk, '1'))).toBe('accepted')
  expect(recordsOf(clerk).every((record) => !record.late)).toBe(true)
})

test('no customer is opened later than now on his clock', () => {
  const clerk = { ...opened(), id: 'C2' }
  expect(refusalOf(act(clerk, openingCommand(clerk), { on: '2026-09-02' }))).toBe('effective_in_future')
})

test('the same call gives the same answer', () => {
  const clerk = opened()
  const command = openingCommand(clerk)
  const circumstances = circumstancesOf(clerk)
  expect(decide(blankCustomer('C2'), command, circumstances)).toEqual(
    decide(blankCustomer('C2'), command, circumstances),
  )
})
