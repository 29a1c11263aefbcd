import { expect, test } from 'vitest'
import { equation } from '../../src/engine/explain/why/equation.ts'
import { basesOf, type Why, why } from '../../src/engine/explain/why/why.ts'
import { baseFigures, theCustomer } from '../../src/engine/figures/base.ts'
import { formulas } from '../../src/engine/figures/formulas.ts'
import type { FigureName } from '../../src/engine/figures/names.ts'
import { cellsOf } from '../../src/engine/state/subjects.ts'
import { isFigure, unitOf } from '../../src/engine/values/evaluate.ts'
import {
  adjust,
  type Clerk,
  charge,
  customerOf,
  day,
  issue,
  opened,
  pass,
  pay,
  refOf,
  refusalOf,
} from '../memory/clerk.ts'
import { installments, turnIntoCredit, voidInvoice, writeOff } from '../memory/clerk-invoices.ts'
import { authorise, chargeBack, refund } from '../memory/clerk-payments.ts'
import { dispute, lift, type Terms, underPolicy } from '../memory/clerk-policy.ts'

/** A customer with something of each kind: disputed, in installments, written off, voided, pending, held. */
function busy(terms: Terms = {}): Clerk {
  const clerk = opened('2026-09-01', { creditLimit: 150_000_000n })
  underPolicy(clerk, terms)
  const outcomes = [
    issue(clerk, 'I1', ['100'], { due: '2026-09-15' }),
    issue(clerk, 'I2', ['90'], { installments: installments({ '2026-09-10': '30', '2026-10-10': '60' }) }),
    issue(clerk, 'I3', ['40']),
    issue(clerk, 'I4', ['50'], { due: '2026-09-05' }),
    issue(clerk, 'I5', ['7'], { due: '2026-09-05' }),
    issue(clerk, 'N1', ['-20']),
    charge(clerk, '12.5'),
    dispute(clerk, 'I1', '90'),
    dispute(clerk, 'I2', '10'),
    adjust(clerk, 'I1', '-30'),
    adjust(clerk, 'I3', '5'),
    pay(clerk, 'P1', '25', 'hold'),
    pay(clerk, 'P2', '20', { I3: '20' }),
    chargeBack(clerk, 'P2'),
    pay(clerk, 'P3', '15', { I2: '10' }, { rest: 'hold' }),
    refund(clerk, 'P3', '2'),
    authorise(clerk, 'P4', '30', 'oldest_first', { until: '2026-09-20' }),
    authorise(clerk, 'P5', '11'),
    writeOff(clerk, 'I4', '10'),
    voidInvoice(clerk, 'I5'),
    lift(clerk, day('2026-09-25')),
  ]
  expect(outcomes.map(refusalOf).filter((code) => code !== 'accepted')).toEqual([])
  return clerk
}

const all = [...Object.keys(baseFigures), ...Object.keys(formulas)].filter(isFigure)
const explained = (clerk: Clerk, figure: FigureName, name: string, on: string, recorded?: bigint): Why =>
  why(customerOf(clerk), figure, refOf(customerOf(clerk), name), day(on), 2, recorded)

const told = (clerk: Clerk, figure: FigureName, name: string, on: string): string =>
  equation(explained(clerk, figure, name, on), 2)

const strict: Terms = {
  amount_due: 'simple',
  adjustment_counts_as_payment: true,
  negative_invoice: 'keep',
  collect_minimum: '10',
  collection: { limitation_after: 5, suspension_after: 20, termination_after: 40, threshold: '5' },
}

test.each([
  ['the default terms', {}],
  ['terms with every rule', strict],
] as const)('under %s each figure of each subject is the sum of its terms, on any day', (_name, terms) => {
  const clerk = busy(terms)
  const wrong: string[] = []
  for (const on of ['2026-09-01', '2026-09-12', '2026-09-30', '2026-11-01']) {
    pass(clerk, on)
    const customer = customerOf(clerk)
    for (const ref of [theCustomer, ...[...customer.subjects.values()].map((subject) => subject.ref)])
      for (const figure of all.filter((one) => one.startsWith(`${ref.kind}.`))) {
        const recorded = unitOf(figure) === 'amount' ? cellsOf(customer, ref)[figure]?.value : undefined
        const { residual } = why(customer, figure, ref, day(on), 2, recorded)
        if (residual !== 0n) wrong.push(`${on} ${figure} of ${ref.kind} ${ref.no}: ${residual}`)
      }
  }
  expect(wrong).toEqual([])
})

test.each([
  ['invoice.overdue', 'invoice I2', '80.00 outstanding − 60.00 installments not past due = 20.00'],
  ['invoice.overdue', 'invoice I3', '45.00 outstanding − 45.00 not past due = 0.00'],
  ['invoice.days_overdue', 'invoice I2', '20 days from 10 Sep 2026 to 30 Sep 2026 = 20'],
  [
    'invoice.disputed',
    'invoice I1',
    '90.00 claimed in open disputes − 20.00 claimed above what is outstanding = 70.00',
  ],
  ['invoice.collectible', 'invoice I1', '70.00 outstanding − 70.00 disputed = 0.00'],
  ['invoice.counted_adjustment', 'invoice I1', '30.00 adjusted − 30.00 not counted, policy version 1 = 0.00'],
  ['payment.pending', 'payment P4', '30.00 authorised − 30.00 authorisation has ended = 0.00'],
  ['payment.pending', 'payment P5', '11.00 authorised = 11.00'],
  ['customer.credit_limit', 'customer', '150.00 permanent credit limit = 150.00'],
  ['customer.collect_minimum', 'customer', '0.00 = 0.00'],
  ['customer.limitation_after', 'customer', 'none'],
] as const satisfies readonly (readonly [FigureName, string, string])[])(
  '%s of %s is an equation',
  (figure, name, words) => {
    const clerk = busy()
    pass(clerk, '2026-09-30')
    expect(told(clerk, figure, name, '2026-09-30')).toBe(words)
  },
)

test('what comes from the policy names its version, and the record that adopted it', () => {
  const clerk = busy(strict)
  const { terms } = explained(clerk, 'customer.suspension_after', 'customer', '2026-09-01')
  expect(terms).toEqual([
    expect.objectContaining({
      value: 20n,
      label: 'by policy version 1',
      seq: customerOf(clerk).cells['customer.policy']?.seq,
    }),
  ])
  expect(told(clerk, 'invoice.counted_adjustment', 'invoice I1', '2026-09-01')).toBe('30.00 adjusted = 30.00')
  expect(told(clerk, 'invoice.counted_adjustment', 'invoice I3', '2026-09-01')).toBe(
    '−5.00 adjusted + 5.00 what raised it does not count = 0.00',
  )
})

test('the days in collection are those of the oldest invoice that is collected', () => {
  const clerk = opened()
  underPolicy(clerk, strict)
  issue(clerk, 'I1', ['100'], { due: '2026-09-10' })
  issue(clerk, 'I2', ['50'], { due: '2026-09-15' })
  dispute(clerk, 'I1')
  pass(clerk, '2026-09-30')
  expect(told(clerk, 'customer.days_in_collection', 'customer', '2026-09-30')).toBe(
    '15 days of invoice I2 from 15 Sep 2026 to 30 Sep 2026 = 15',
  )
})

test('a negative invoice that is kept owes less than nothing, and nothing of it is overdue', () => {
  const clerk = busy(strict)
  const on = '2026-09-30'
  expect(told(clerk, 'invoice.outstanding', 'invoice N1', on)).toBe('−20.00 invoiced = −20.00')
  expect(explained(clerk, 'invoice.overdue', 'invoice N1', on).residual).toBe(0n)
  turnIntoCredit(clerk, 'N1')
  expect(told(clerk, 'invoice.outstanding', 'invoice N1', on)).toBe(
    '−20.00 invoiced + 20.00 passed on as credit = 0.00',
  )
})

test('a residual is what the books hold beyond the terms', () => {
  const one = explained(busy(), 'invoice.outstanding', 'invoice I3', '2026-09-01', 46_000_000n)
  expect([one.residual, equation(one, 2)]).toEqual([
    1_000_000n,
    '40.00 invoiced + 5.00 adjusted + 1.00 not explained = 46.00',
  ])
})

test('what looks at all invoices has the records of all of them behind it', () => {
  const looking = all.filter((figure) =>
    basesOf(figure, { kind: 'invoice', no: 1 }).some((base) => base.subject === null),
  )
  expect(looking.filter((figure) => figure.startsWith('invoice.'))).toEqual([
    'invoice.amount_due',
    'invoice.collectible',
    'invoice.collectible_overdue',
    'invoice.awaited',
    'invoice.collection_status',
  ])
  expect(looking).toEqual(
    expect.arrayContaining(['customer.days_in_collection', 'customer.status', 'customer.overdue']),
  )
})
