import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type RefusalCode, refusals } from '../../src/engine/asked/refusals.ts'
import { startOfDay } from '../../src/service/asked/days.ts'
import {
  act,
  adjust,
  type Clerk,
  charge,
  customerOf,
  day,
  give,
  issue,
  note,
  opened,
  openingCommand,
  pay,
  recordsOf,
  refusalOf,
  takeBack,
} from '../memory/clerk.ts'
import { type Outcome, textOf } from '../memory/ledger.ts'

/** A customer in USD with an invoice of 100 due on the 15th, of which a payment of 30 has paid 30, and a held 20. */
function john(): Clerk {
  const clerk = opened('2026-09-01')
  issue(clerk, 'I1', ['100'], { due: '2026-09-15' })
  pay(clerk, 'P1', '30')
  pay(clerk, 'P2', '20', 'hold')
  return clerk
}

const nobody = (): Clerk => ({ ...opened(), id: 'nobody' })

/** Each refusal that the engine raises, and an operation that breaks this rule alone. */
const broken: Partial<Record<RefusalCode, () => Outcome>> = {
  customer_unknown: () => charge(nobody(), '1'),
  invoice_unknown: () => adjust(john(), 'I9', '-1'),
  payment_unknown: () => give(john(), 'P9', 'I1', '1'),
  credit_unknown: () => give(john(), 'CR-I9', 'I1', '1'),
  charge_unknown: () => issue(john(), 'I2', [], { charges: [77n] }),
  customer_taken: () => {
    const clerk = john()
    return act(clerk, openingCommand(clerk))
  },
  customer_id_reserved: () => act({ ...nobody(), id: '~me' }, openingCommand({ ...nobody(), id: '~me' })),
  invoice_taken: () => issue(john(), 'I1', ['5']),
  payment_taken: () => pay(john(), 'P1', '5'),
  currency_unknown: () => act(nobody(), openingCommand(nobody(), { currency: 'XXX' })),
  currency_differs: () => charge(john(), '1', { currency: 'EUR' }),
  effective_before_opening: () =>
    act(john(), { op: 'change_credit_limit', limit: 5n, until: null, reason: null }, { on: '2026-08-31' }),
  opening_not_earlier: () => {
    const clerk = john()
    return act(clerk, { op: 'move_opening', reason: textOf(clerk.ledger, 'older papers') })
  },
  effective_in_future: () => charge(john(), '1', { on: '2026-09-02' }),
  amount_finer_than_currency: () => pay(john(), 'P3', '0.001'),
  amount_too_large: () => {
    const clerk = opened()
    charge(clerk, '999999999999')
    return charge(clerk, '1.000001')
  },
  amount_must_be_positive: () => pay(john(), 'P3', '0'),
  amount_must_not_be_negative: () => charge(john(), '-0.000001'),
  amount_must_not_be_zero: () => adjust(john(), 'I1', '0'),
  reason_required: () => adjust(john(), 'I1', '-1', { reason: null }),
  due_before_issue: () => issue(john(), 'I2', ['1'], { due: '2026-08-31' }),
  period_ends_before_start: () =>
    issue(john(), 'I2', ['1'], { period: { from: day('2026-08-31'), to: day('2026-08-30') } }),
  charge_already_invoiced: () => {
    const clerk = john()
    charge(clerk, '5', { xdrId: 77n })
    issue(clerk, 'I2', [], { charges: [77n] })
    return issue(clerk, 'I3', [], { charges: [77n] })
  },
  adjustment_must_not_exceed_invoice: () => adjust(john(), 'I1', '-100.01'),
  allocation_repeats_invoice: () => {
    const twice = { invoice: 'I1', amount: 1_000_000n }
    return pay(john(), 'P3', '5', 'none', { allocate: [twice, twice] })
  },
  allocation_exceeds_payment: () => pay(john(), 'P3', '5', { I1: '5.01' }),
  allocation_exceeds_unallocated: () => give(john(), 'P2', 'I1', '20.01'),
  allocation_exceeds_outstanding: () => {
    const clerk = john()
    adjust(clerk, 'I1', '-69.99')
    return give(clerk, 'P2', 'I1', '0.02')
  },
  deallocation_exceeds_allocation: () => takeBack(john(), 'P1', 'I1', '30.01'),
  agreed_needs_dispute: () => note(john(), { about: { kind: 'invoice', id: 'I1' }, agreed: 1_000_000n }),
  rules_not_newer: () => act(john(), { op: 'adopt_rules', rules: 2 }),
}

test.each(Object.entries(broken))('%s is refused', (code, operate) => {
  expect(refusalOf(operate())).toBe(code)
})

test('each refusal that the engine raises is among these, or is answered in the test of its command', () => {
  const textOf = (pattern: string, besides: string): string =>
    globSync(pattern)
      .filter((file) => !file.endsWith(besides))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n')
  const [source, tests] = [
    textOf('src/engine/{asked,booking,commands,evaluation,planning,state}/**/*.ts', 'refusals.ts'),
    textOf('test/engine/*.spec.ts', 'refusals.spec.ts'),
  ]
  const raised = Object.keys(refusals).filter((code) => source.includes(`'${code}'`))
  const seen = (code: string): boolean => Object.hasOwn(broken, code) || new RegExp(`\\b${code}\\b`).test(tests)
  expect(raised.filter((code) => !seen(code))).toEqual([])
  expect(Object.keys(broken).filter((code) => !raised.includes(code))).toEqual([])
})

test.each([
  ['of an unknown invoice, an amount too fine and no reason: the invoice', 'invoice_unknown', 'I9', '0.001'],
  ['of an amount too fine and too much and no reason: too fine', 'amount_finer_than_currency', 'I1', '-100.001'],
  ['of an amount of 0 and no reason: the amount', 'amount_must_not_be_zero', 'I1', '0'],
  ['of no reason and too much: the reason', 'reason_required', 'I1', '-101'],
] as const)('the rule that stands first is answered: %s', (_, code, invoice, amount) => {
  expect(refusalOf(adjust(john(), invoice, amount, { reason: null }))).toBe(code)
})

test.each<[RefusalCode, () => Outcome]>([
  ['invoice_unknown', () => pay(john(), 'P1', '0.001', { I9: '1' })],
  ['payment_taken', () => pay(john(), 'P1', '0', { I1: '1' })],
  ['charge_unknown', () => issue(john(), 'I1', ['1'], { charges: [77n], currency: 'EUR' })],
  ['currency_differs', () => issue(john(), 'I2', ['1'], { due: '2026-08-01', currency: 'EUR' })],
  ['customer_unknown', () => pay(nobody(), 'P1', '0', { I9: '1' })],
])('of several broken rules %s is answered, in whatever order they were looked at', (code, operate) => {
  expect(refusalOf(operate())).toBe(code)
})

test('the catalogue is in order: who and what, whose, when, how much, then the rules of the operation', () => {
  const statuses = Object.values(refusals).map((row) => row.status)
  expect(statuses).toEqual([...statuses].sort((a, b) => a - b))
})

test('a refusal names the facts that broke the rule', () => {
  const outcome = adjust(john(), 'I1', '-100.01')
  expect(outcome).toEqual({
    ok: false,
    refusal: {
      code: 'adjustment_must_not_exceed_invoice',
      facts: { invoice: 'I1', amount: '-100.01', at_most: '-100.00' },
    },
  })
})

test('what is refused changes nothing', () => {
  const clerk = john()
  const [before, records] = [customerOf(clerk), recordsOf(clerk).length]
  const copy = structuredClone({ ...before, subjects: [...before.subjects], charges: [...before.charges] })
  adjust(clerk, 'I1', '-100.01')
  pay(clerk, 'P3', '5', { I1: '5.01' })
  charge(clerk, '999999999999.5')
  charge(clerk, '999999999999.5')
  const after = customerOf(clerk)
  expect(recordsOf(clerk).length).toBe(records)
  expect({ ...after, subjects: [...after.subjects], charges: [...after.charges] }).toEqual(copy)
})

test('amounts up to 10^12 are taken, and figures that would go beyond are refused', () => {
  const clerk = opened()
  expect(refusalOf(charge(clerk, '1000000000000'))).toBe('accepted')
  expect(refusalOf(charge(clerk, '0.000001'))).toBe('amount_too_large')
  expect(refusalOf(issue(opened(), 'I1', ['600000000000', '400000000000.01']))).toBe('amount_too_large')
  const settled = opened()
  charge(settled, '1000000000000')
  pay(settled, 'P1', '1000000000000')
  expect(refusalOf(charge(settled, '0.01'))).toBe('amount_too_large')
  const large = opened()
  expect(refusalOf(issue(large, 'I1', ['600000000000', '400000000000']))).toBe('accepted')
  expect(refusalOf(adjust(large, 'I1', '0.01'))).toBe('amount_too_large')
  expect(refusalOf(adjust(large, 'I1', '-0.01'))).toBe('accepted')
})

test('the last moment of the clock and the first of the customer are taken', () => {
  const clerk = john()
  expect(refusalOf(charge(clerk, '1', { on: '2026-09-01' }))).toBe('accepted')
  clerk.ledger.now = startOfDay(day('2026-09-05'), 'UTC')
  expect(refusalOf(charge(clerk, '1', { on: '2026-09-05' }))).toBe('accepted')
})
