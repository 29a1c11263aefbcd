import { describe, expect, test } from 'vitest'
import { allocate, applyFreeMoney } from '../../src/engine/planning/apply-money.ts'
import {
  heldAllocations,
  makeRoom,
  onInvoice,
  release,
  releaseNewest,
  undoWrittenOff,
} from '../../src/engine/planning/give-back.ts'
import { forkAt, inPlan, leftIn, openPlan, type Plan, roomKey } from '../../src/engine/planning/plan.ts'
import { takeMoney } from '../../src/engine/planning/take-money.ts'
import { blankCustomer, type Subject } from '../../src/engine/state/customer.ts'
import { type Clerk, circumstancesOf, customerOf, issue, opened, pay } from '../memory/clerk.ts'
import { draftOf } from '../memory/clerk-invoices.ts'
import { at, drafted, invoice, names, owing, paidTwice, payment, planOf } from '../memory/clerk-plans.ts'

/** The working paper of a decision: what is given and taken on it, and what must not be. */

function subjectIn(clerk: Clerk, key: string): Subject {
  const found = customerOf(clerk).subjects.get(key)
  if (found === undefined) throw new Error(`there is no ${key}`)
  return found
}

describe('what must not be is a bug and stops the decision', () => {
  const allocationIn = (clerk: Clerk): Subject => subjectIn(clerk, 'allocation:1')
  const paid = (): Clerk => {
    const clerk = owing()
    pay(clerk, 'P3', '20')
    return clerk
  }

  test('more is allocated, taken or given back than there is', () => {
    const plan = planOf(owing())
    const [fund, target] = [inPlan(plan.funds, { ref: payment(1) }), inPlan(plan.targets(), { ref: invoice(2) })]
    expect(() => allocate(plan, fund, target, 10_000_001n, 'by_hand')).toThrow('more is allocated than fits')
    const types = { payment: 'payment_refunded', credit: 'credit_refunded' } as const
    const other = planOf(owing())
    expect(() => takeMoney(other, other.funds, { amount: 25_000_001n, types, facts: {} })).toThrow(
      'more is taken than is free',
    )
    const clerk = paid()
    const third = planOf(clerk)
    expect(() => release(third, allocationIn(clerk), 100_000_000n, 'by_hand')).toThrow('more is given back')
    const debt = paidTwice()
    expect(() => makeRoom(planOf(debt), subjectIn(debt, 'invoice:2'), 40_000_001n, 'adjustment_release')).toThrow(
      'invoice I2 is settled beyond its allocations',
    )
  })

  test('what a plan does not know is asked of it', () => {
    const plan = planOf(owing())
    expect(() => inPlan(plan.funds, { ref: payment(7) })).toThrow('payment:7 is not in the plan')
    expect(() => roomKey('free', invoice(1))).toThrow('nothing is free of a invoice')
  })

  test('an allocation leads from nowhere, or to nowhere', () => {
    const clerk = paid()
    for (const lost of [{ source: null }, { target: null }])
      expect(() => release(planOf(clerk), { ...allocationIn(clerk), ...lost }, 1n, 'by_hand')).toThrow(
        'without source or target',
      )
  })

  test('a decision is dated back and was not handed in what counts later', () => {
    const clerk = owing()
    expect(() => openPlan(customerOf(clerk), circumstancesOf(clerk, at('2026-09-04')))).toThrow('what counts later')
    expect(() => planOf(clerk)).not.toThrow()
  })
})

test('of a customer who is not there a plan can have any date, and has nothing', () => {
  const plan = openPlan(blankCustomer('C9'), circumstancesOf(owing(), at('1969-12-31')))
  expect([...names(plan.funds), ...names(plan.targets())]).toEqual([])
})

test('what is tried on a plan is drafted behind what it had, and leaves it as it was', () => {
  const plan = planOf(owing())
  const tried = (on: Plan): number => {
    const [fund, target] = [inPlan(on.funds, { ref: payment(1) }), inPlan(on.targets(), { ref: invoice(2) })]
    allocate(on, fund, target, 4_000_000n, 'by_hand')
    return on.drafts.length
  }
  expect(tried(plan)).toBe(1)
  expect(tried(forkAt(plan, plan.effectiveAt))).toBe(2)
  expect(plan.drafts).toHaveLength(1)
  expect([leftIn(plan.free, payment(1)), leftIn(plan.outstanding, invoice(2))]).toEqual([6_000_000n, 41_000_000n])
})

test('of several allocations the newest is given back first, and no more than is asked for', () => {
  const plan = planOf(paidTwice())
  expect(releaseNewest(plan, heldAllocations(plan, onInvoice(invoice(1))), 25n, 'by_hand')).toBe(0n)
  expect(drafted(plan)).toEqual(['payment_deallocated 25 payment:2 invoice:1'])
  const more = planOf(paidTwice())
  expect(releaseNewest(more, heldAllocations(more, onInvoice(invoice(1))), 50_000_000n, 'by_hand')).toBe(10_000_000n)
  expect(drafted(more)).toEqual([
    'payment_deallocated 20000000 payment:2 invoice:1',
    'payment_deallocated 20000000 payment:1 invoice:1',
  ])
  expect(heldAllocations(more, onInvoice(invoice(1)))).toEqual([])
})

test('what was never written off is not undone, nor less than nothing', () => {
  const clerk = paidTwice()
  const plan = planOf(clerk)
  for (const amount of [5n, -5n])
    expect(undoWrittenOff(plan, subjectIn(clerk, 'invoice:2'), amount, 'by_hand')).toBe(0n)
  expect(plan.drafts).toEqual([])
})

test('to lower an invoice by what it owes gives nothing back, by more it does', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['40'])
  pay(clerk, 'P1', '15')
  const lowered = (amount: bigint): unknown => {
    const plan = planOf(clerk)
    return [makeRoom(plan, subjectIn(clerk, 'invoice:1'), amount, 'adjustment_release'), ...drafted(plan)]
  }
  expect(lowered(25_000_000n)).toEqual([false])
  expect(lowered(25_000_001n)).toEqual([true, 'payment_deallocated 1 payment:1 invoice:1'])
})

test('age decides, not the order in which money and allocations were loaded', () => {
  const clerk = paidTwice()
  pay(clerk, 'P5', '10', 'hold')
  const customer = customerOf(clerk)
  const turned = { ...customer, subjects: new Map([...customer.subjects].reverse()) }
  const plan = openPlan(turned, circumstancesOf(clerk))
  expect(names(plan.funds)).toEqual(['payment:1', 'payment:2', 'payment:3'])
  expect(names(heldAllocations(plan, onInvoice(invoice(1))))).toEqual(['allocation:2', 'allocation:1'])
})

test('money does not go back by itself to where it was just taken from, but to the next invoice', () => {
  const plan = planOf(paidTwice())
  const [newest] = heldAllocations(plan, onInvoice(invoice(1)))
  if (newest === undefined) throw new Error('something is allocated')
  release(plan, newest, 20_000_000n, 'by_hand')
  applyFreeMoney(plan)
  expect(drafted(plan)).toEqual([
    'payment_deallocated 20000000 payment:2 invoice:1',
    'payment_allocated 20000000 payment:2 invoice:2',
  ])
})

test('a draft owes nothing yet', () => {
  const clerk = opened()
  draftOf(clerk, 'D1', ['30'])
  const plan = planOf(clerk)
  expect(names(plan.targets())).toEqual([])
  expect(leftIn(plan.outstanding, invoice(1))).toBe(0n)
})

test('what one payment leaves open the next one pays, and then the next invoice', () => {
  const clerk = opened('2026-09-01')
  for (const name of ['I1', 'I2']) issue(clerk, name, ['50'])
  for (const [name, amount] of [
    ['P1', '10'],
    ['P2', '100'],
  ] as const)
    pay(clerk, name, amount, 'none')
  const plan = planOf(clerk)
  applyFreeMoney(plan)
  expect(drafted(plan)).toEqual([
    'payment_allocated 10000000 payment:1 invoice:1',
    'payment_allocated 40000000 payment:2 invoice:1',
    'payment_allocated 50000000 payment:2 invoice:2',
  ])
  expect(plan.drafts[0]?.facts).toStrictEqual({
    payment: payment(1),
    invoice: invoice(1),
    allocation: { kind: 'allocation', no: 1 },
    amount: 10_000_000n,
    rule: 'automatic',
  })
})
