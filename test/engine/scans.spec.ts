import { expect, test } from 'vitest'
import { why } from '../../src/engine/explain/why/why.ts'
import { baseFigures, type Ref, theCustomer } from '../../src/engine/figures/base.ts'
import { formulas } from '../../src/engine/figures/formulas.ts'
import type { Customer, Subject } from '../../src/engine/state/customer.ts'
import { dayInUtc } from '../../src/engine/time.ts'
import { evaluate, isFigure } from '../../src/engine/values/evaluate.ts'
import { customerOf, issue, opened, pass, pay } from '../memory/clerk.ts'
import { authorise } from '../memory/clerk-payments.ts'
import { underPolicy } from '../memory/clerk-policy.ts'

/** What a question costs grows with the number of open invoices, not with its square: counted in looks at a subject. */

let looks = 0

/** Subjects that count how often one of them is looked at on a way over all of them. */
class Counted extends Map<string, Subject> {
  override *values(): MapIterator<Subject> {
    for (const subject of super.values()) {
      looks += 1
      yield subject
    }
    return undefined
  }
}

/** Owes so many overdue invoices, with 5.00 that are held and 7.00 that are pending. */
function debtor(invoices: number): Customer {
  const clerk = opened('2026-05-01')
  underPolicy(clerk, { collection: { suspension_after: 20, warning_before: 3 } })
  for (let n = 1; n <= invoices; n += 1) issue(clerk, `I${n}`, ['10'], { due: '2026-05-05' })
  pay(clerk, 'P1', '5', 'hold')
  authorise(clerk, 'P2', '7')
  pass(clerk, '2026-05-08')
  return customerOf(clerk)
}

const figures = [...Object.keys(baseFigures), ...Object.keys(formulas)].filter(isFigure)

/** Looks at subjects that some work on a state of so many invoices takes. */
function looksOf(invoices: number, work: (state: Customer, today: number) => unknown): number {
  const customer = debtor(invoices)
  const state = { ...customer, subjects: new Counted(customer.subjects) }
  looks = 0
  work(state, dayInUtc(customer.now))
  return looks
}

const invoice = (no: number): Ref => ({ kind: 'invoice', no })

test.each(figures.filter((figure) => figure.startsWith('customer.')))(
  '%s is explained in a few ways over all',
  (figure) => {
    const explain = (state: Customer, today: number) => why(state, figure, theCustomer, today, 2)
    expect(looksOf(60, explain)).toBeLessThan(2.5 * looksOf(30, explain) + 100)
  },
)

test('what covers each invoice is worked out for all of them at once', () => {
  const cover = (state: Customer, today: number) => {
    for (let no = 1; no <= 30; no += 1) evaluate(state, 'invoice.awaited', invoice(no), today)
  }
  expect(looksOf(60, cover)).toBeLessThan(2.5 * looksOf(30, cover) + 100)
  expect(looksOf(60, cover)).toBeLessThan(60 * 20)
})
