import { describe, expect, test } from 'vitest'
import { assertBooks, identitiesOf } from '../../src/engine/booking/identities.ts'
import type { FigureName } from '../../src/engine/figures/names.ts'
import { blankCustomer, type Customer, type Subject } from '../../src/engine/state/customer.ts'
import { adjust, customerOf, issue, opened, pay } from '../memory/clerk.ts'
import { creditNote } from '../memory/clerk-invoices.ts'
import { onTerms } from '../memory/clerk-payments.ts'

/** What holds of a customer after every booking, and what each identity would find. */

/** Owes 40 of 100; 10 of a payment of 70 and a credit of 15 are free. */
function booked(): Customer {
  const clerk = opened()
  onTerms(clerk, { auto_apply: false })
  issue(clerk, 'I1', ['100'])
  creditNote(clerk, 'CN1', null, '15', { apply: 'none' })
  pay(clerk, 'P1', '70', { I1: '60' })
  return customerOf(clerk)
}

/** The same state, a figure of a subject (or of the customer) set to a value that nothing booked. */
function forged(customer: Customer, key: string, figure: FigureName, value: bigint): Customer {
  const subject = customer.subjects.get(key)
  const cell = { value, seq: 1 }
  if (subject === undefined) return { ...customer, cells: { ...customer.cells, [figure]: cell } }
  const next = { ...subject, cells: { ...subject.cells, [figure]: cell } }
  return { ...customer, subjects: new Map(customer.subjects).set(key, next) }
}

const touched = (customer: Customer, key: string): Subject[] => [customer.subjects.get(key)].filter((one) => !!one)

const broken = (customer: Customer): string[] =>
  identitiesOf(customer).flatMap((one) => (one.holds ? [] : [one.words.split(' = ')[0] ?? '']))

describe('the identities', () => {
  test('hold of what was booked, each by two roads', () => {
    const sides = identitiesOf(booked()).map(({ words, left, right, holds }) => [words, left, right, holds])
    expect(sides).toEqual([
      ['balance = unbilled + outstanding − unallocated payments − unallocated credits', ...both(15), true],
      ['received = allocated + refunded + charged back + voided + moved + unallocated, each ≥ 0', ...both(70), true],
      ['credited = allocated + refunded + voided + moved + remaining, each ≥ 0', ...both(15), true],
      ['outstanding = sum over the invoices', ...both(40), true],
      ['unallocated payments = sum over the payments', ...both(10), true],
      ['unallocated credits = sum over the credits', ...both(15), true],
    ])
  })

  test.each<[string, FigureName, bigint, readonly string[]]>([
    ['customer', 'customer.paid', 1n, ['balance']],
    ['customer', 'customer.outstanding', 1n, ['outstanding']],
    ['customer', 'customer.unallocated_payments', 1n, ['unallocated payments']],
    ['customer', 'customer.unallocated_credits', 1n, ['unallocated credits']],
    ['invoice:1', 'invoice.paid', 1n, ['balance', 'outstanding']],
    ['payment:1', 'payment.refunded', -1n, ['balance', 'received', 'unallocated payments']],
    ['payment:1', 'payment.allocated', 71_000_000n, ['balance', 'received', 'unallocated payments']],
    ['credit:1', 'credit.moved', -1n, ['balance', 'credited', 'unallocated credits']],
  ])('find what is wrong in %s: %s at %s', (key, figure, value, found) => {
    expect(broken(forged(booked(), key, figure, value))).toEqual(found)
  })

  test('take the sums over all money where the state holds the open ones only', () => {
    const right = { amount: 70n, spent: 70n, least: 0n }
    const holds = (payment: typeof right, credit: typeof right): boolean[] =>
      identitiesOf(booked(), { payment, credit })
        .slice(1, 3)
        .map((one) => one.holds)
    expect(holds(right, right)).toEqual([true, true])
    expect(holds({ ...right, spent: 69n }, { ...right, least: -1n })).toEqual([false, false])
    expect(identitiesOf(booked(), { payment: right, credit: right })[1]).toMatchObject({ left: 70n, right: 70n })
  })
})

const both = (units: number): readonly [bigint, bigint] => [BigInt(units) * 1_000_000n, BigInt(units) * 1_000_000n]

describe('no figure of what was touched falls below 0', () => {
  test.each<[string, FigureName, FigureName, bigint]>([
    ['invoice:1', 'invoice.outstanding', 'invoice.paid', 100_000_001n],
    ['invoice:1', 'invoice.paid', 'invoice.paid', -1n],
    ['invoice:1', 'invoice.credited', 'invoice.credited', -1n],
    ['invoice:1', 'invoice.written_off', 'invoice.written_off', -1n],
    ['invoice:1', 'invoice.claimed', 'invoice.claimed', -1n],
    ['payment:1', 'payment.unallocated', 'payment.allocated', 70_000_001n],
    ['payment:1', 'payment.allocated', 'payment.allocated', -1n],
    ['payment:1', 'payment.refunded', 'payment.refunded', -1n],
    ['payment:1', 'payment.charged_back', 'payment.charged_back', -1n],
    ['payment:1', 'payment.authorised', 'payment.authorised', -1n],
    ['credit:1', 'credit.remaining', 'credit.allocated', 15_000_001n],
    ['credit:1', 'credit.allocated', 'credit.allocated', -1n],
    ['credit:1', 'credit.refunded', 'credit.refunded', -1n],
    ['credit:1', 'credit.voided', 'credit.voided', -1n],
    ['allocation:1', 'allocation.amount', 'allocation.amount', -1n],
    ['allocation:1', 'allocation.charged_back', 'allocation.charged_back', -1n],
  ])('%s: %s', (key, below, figure, value) => {
    const customer = forged(booked(), key, figure, value)
    expect(() => assertBooks(customer, touched(customer, key))).toThrow(`Bug: ${below} of `)
    expect(() => assertBooks(customer, [])).not.toThrow()
  })

  test('a figure may come to 0', () => {
    const customer = forged(booked(), 'invoice:1', 'invoice.paid', 100_000_000n)
    expect(() => assertBooks(customer, touched(customer, 'invoice:1'))).not.toThrow()
  })

  test('but what a negative total left on its invoice, where the policy keeps it', () => {
    const clerk = opened()
    onTerms(clerk, { negative_invoice: 'keep' })
    issue(clerk, 'I1', ['-20'])
    const customer = customerOf(clerk)
    expect(() => assertBooks(customer, touched(customer, 'invoice:1'))).not.toThrow()
    const paid = forged(customer, 'invoice:1', 'invoice.paid', -1n)
    expect(() => assertBooks(paid, touched(paid, 'invoice:1'))).toThrow('invoice.paid')
    // a total of nothing is none that is below it
    issue(clerk, 'I2', ['5'])
    adjust(clerk, 'I2', '-5')
    const none = forged(customerOf(clerk), 'invoice:2', 'invoice.total', 0n)
    expect(() => assertBooks(none, touched(none, 'invoice:2'))).toThrow('invoice.outstanding')
  })
})

test.each<[FigureName, bigint]>([
  ['customer.paid', 1n],
  ['customer.invoiced', 1n],
  ['customer.outstanding', 1n],
  ['customer.unallocated_payments', 1n],
  ['customer.unallocated_credits', 1n],
])('a balance that is not what the stored sums say is a bug: %s', (figure, value) => {
  const customer = forged(booked(), 'customer', figure, value)
  expect(() => assertBooks(customer, [])).toThrow('Bug: the balance of C1 is not what his subjects say')
})

test('of the stream that is no customer nothing is asserted', () => {
  const nobody = forged(blankCustomer('~operator'), 'customer', 'customer.paid', 1n)
  expect(() => assertBooks(nobody, [])).not.toThrow()
})
