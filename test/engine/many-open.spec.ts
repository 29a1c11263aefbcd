import { expect, test } from 'vitest'
import { refKey } from '../../src/engine/figures/base.ts'
import type { Customer, Subject } from '../../src/engine/state/customer.ts'
import { type Clerk, charge, customerOf, issue, note, pass, pay } from '../memory/clerk.ts'
import { debtor } from './debtor.ts'

/**
 * What an operation costs grows with the number of open invoices, not with its square: counted in looks at the figures of
 * a subject.
 */

let looks = 0

/** A subject that counts how often its figures are looked at. */
function counted({ cells, ...subject }: Subject): Subject {
  return {
    ...subject,
    get cells() {
      looks += 1
      return cells
    },
  }
}

const OF_ALL = ['customer.charged', 'customer.invoiced', 'customer.outstanding'] as const

/** Owes so many invoices of 80.00 that are due on 12 February. */
function owing(invoices: number): Clerk {
  const clerk = debtor({
    suspension_after: 20,
    warning_before: 4,
    late_fee: { amount: '1.00', percent: '0', on: 'next_invoice' },
  })
  const customer = customerOf(clerk)
  const one = customer.subjects.get('invoice:1')
  if (one === undefined) throw new Error('there is an invoice')
  const all = Array.from({ length: invoices }, (_, at): Subject => {
    const ref = { kind: 'invoice', no: at + 1 } as const
    return counted({ ...one, ref, id: `I${at + 1}` })
  })
  const sums = OF_ALL.map((figure) => {
    const cell = customer.cells[figure]
    return [figure, { ...cell, value: (cell?.value ?? 0n) * BigInt(invoices), seq: cell?.seq ?? 0 }]
  })
  clerk.ledger.customers.set(clerk.id, {
    ...customer,
    counts: { ...customer.counts, invoice: invoices },
    cells: { ...customer.cells, ...(Object.fromEntries(sums) as Customer['cells']) },
    subjects: new Map(all.map((invoice) => [refKey(invoice.ref), invoice])),
  })
  return clerk
}

/** Looks that some work takes on so many invoices. */
function looksOf(invoices: number, work: (clerk: Clerk) => unknown): number {
  const clerk = owing(invoices)
  looks = 0
  work(clerk)
  return looks
}

const works: Record<string, (clerk: Clerk, invoices: number) => unknown> = {
  'a payment over all of them': (clerk, invoices) => pay(clerk, 'P1', String(80 * invoices)),
  'the days on which all of them become overdue and are collected': (clerk) => pass(clerk, '2026-02-20'),
  'twenty payments for one each': (clerk) => {
    for (let n = 1; n <= 20; n += 1) pay(clerk, `P${n}`, '80')
  },
  'another invoice': (clerk) => issue(clerk, 'Another', ['5'], { due: '2026-03-01' }),
}

test.each(Object.entries(works))('%s', (_name, work) => {
  const [fewer, more] = [100, 200].map((invoices) => looksOf(invoices, (clerk) => work(clerk, invoices)))
  expect(more).toBeLessThan(2.5 * (fewer ?? 0) + 200)
})

test('an operation that moves nothing of an invoice looks at it a few times', () => {
  expect(looksOf(1000, (clerk) => issue(clerk, 'Another', ['5'], { due: '2026-03-01' }))).toBeLessThan(1000 * 60)
})

test.each([
  ['a charge', (clerk: Clerk) => charge(clerk, '5')],
  ['a note', (clerk: Clerk) => note(clerk)],
])('%s looks at no invoice, once its customer was looked at on that day', (_, deed) => {
  const twice = looksOf(100, (clerk) => {
    deed(clerk)
    looks = 0
    deed(clerk)
  })
  expect(twice).toBe(0)
})

test.each([
  ['a payment for one of them', (clerk: Clerk, id: string) => pay(clerk, id, '80')],
  ['a payment for a part of one', (clerk: Clerk, id: string) => pay(clerk, id, '5')],
  ['another invoice', (clerk: Clerk, id: string) => issue(clerk, id, ['5'], { due: '2026-03-01' })],
])('%s looks at those that it moves, once its customer was looked at on that day', (_, deed) => {
  const [fewer, more] = [100, 800].map((invoices) =>
    looksOf(invoices, (clerk) => {
      deed(clerk, 'P1')
      looks = 0
      deed(clerk, 'P2')
    }),
  )
  expect(more).toBe(fewer)
  expect(fewer).toBeLessThan(100)
})
