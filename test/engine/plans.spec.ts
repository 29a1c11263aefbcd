import { describe, expect, test } from 'vitest'
import { allocate, applyFreeMoney } from '../../src/engine/planning/apply-money.ts'
import {
  heldAllocations,
  onInvoice,
  release,
  releaseNewest,
  undoWrittenOff,
} from '../../src/engine/planning/give-back.ts'
import { addFund, addTarget, inPlan, leftIn, openPlan, type Plan, roomKey } from '../../src/engine/planning/plan.ts'
import { takeMoney } from '../../src/engine/planning/take-money.ts'
import type { Subject } from '../../src/engine/state/customer.ts'
import { type Clerk, circumstancesOf, customerOf, day, issue, opened, pass, pay } from '../memory/clerk.ts'
import { draftOf } from '../memory/clerk-invoices.ts'

/** The working paper of a decision: whose money goes first, where new money and new debt stand, and what must not be. */

/** Two held payments, the later one dated earlier; a credit; two invoices of 50, due on the 10th and the 20th. */
function owing(): Clerk {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-05')
  pay(clerk, 'P1', '10', 'hold')
  pay(clerk, 'P2', '10', 'hold', { on: '2026-09-03' })
  issue(clerk, 'N1', ['-5'])
  issue(clerk, 'I1', ['50'], { due: '2026-09-10' })
  issue(clerk, 'I2', ['50'], { due: '2026-09-20', on: '2026-09-04' })
  return clerk
}

const planOf = (clerk: Clerk): Plan => openPlan(customerOf(clerk), circumstancesOf(clerk))
const invoice = (no: number) => ({ kind: 'invoice', no }) as const
const payment = (no: number) => ({ kind: 'payment', no }) as const
const at = (text: string): bigint => BigInt(day(text)) * 86_400_000_000n
const names = (all: readonly { readonly ref: { readonly kind: string; readonly no: number } }[]): string[] =>
  all.map(({ ref }) => `${ref.kind}:${ref.no}`)

describe('a new invoice stands among the others', () => {
  const placed = (dueOn: string | null, bornAt = '2026-09-05'): string[] => {
    const plan = planOf(owing())
    const target = { ref: invoice(9), bornAt: at(bornAt), dueOn: dueOn === null ? null : day(dueOn), seq: null }
    addTarget(plan, target, 7n)
    expect(leftIn(plan.outstanding, invoice(9))).toBe(7n)
    return names(plan.targets()).filter((name) => name !== 'invoice:1')
  }

  test('by its due date, and at the end where it has none', () => {
    expect(placed('2026-09-09')).toEqual(['invoice:9', 'invoice:2', 'invoice:3'])
    expect(placed('2026-09-15')).toEqual(['invoice:2', 'invoice:9', 'invoice:3'])
    expect(placed('2026-09-21')).toEqual(['invoice:2', 'invoice:3', 'invoice:9'])
    expect(placed(null)).toEqual(['invoice:2', 'invoice:3', 'invoice:9'])
  })

  test('of one due date by when it was issued, behind those of the same moment', () => {
    expect(placed('2026-09-10', '2026-09-04')).toEqual(['invoice:9', 'invoice:2', 'invoice:3'])
    expect(placed('2026-09-10', '2026-09-05')).toEqual(['invoice:2', 'invoice:9', 'invoice:3'])
    expect(placed('2026-09-10', '2026-09-06')).toEqual(['invoice:2', 'invoice:9', 'invoice:3'])
  })
})

describe('money stands by its age, credits before payments', () => {
  const placed = (kind: 'payment' | 'credit', no: number, bornAt: string): string[] => {
    const plan = planOf(owing())
    addFund(plan, { ref: { kind, no }, bornAt: at(bornAt), held: false, seq: null }, 7n)
    return names(plan.funds)
  }

  test('as it is recorded', () => {
    expect(names(planOf(owing()).funds)).toEqual(['credit:1', 'payment:2', 'payment:1'])
  })

  test('new money as what there is, behind that of its moment', () => {
    expect(placed('payment', 9, '2026-09-02')).toEqual(['credit:1', 'payment:9', 'payment:2', 'payment:1'])
    expect(placed('payment', 9, '2026-09-03')).toEqual(['credit:1', 'payment:2', 'payment:9', 'payment:1'])
    expect(placed('payment', 9, '2026-09-05')).toEqual(['credit:1', 'payment:2', 'payment:1', 'payment:9'])
    expect(placed('credit', 9, '2026-09-05')).toEqual(['credit:1', 'credit:9', 'payment:2', 'payment:1'])
    expect(placed('credit', 9, '2026-09-04')).toEqual(['credit:9', 'credit:1', 'payment:2', 'payment:1'])
  })

  test('money that is settled now stands once', () => {
    expect(placed('payment', 2, '2026-09-05')).toEqual(['credit:1', 'payment:1', 'payment:2'])
  })
})

describe('what must not be is a bug and stops the decision', () => {
  const allocationIn = (clerk: Clerk): Subject => {
    const found = customerOf(clerk).subjects.get('allocation:1')
    if (found === undefined) throw new Error('something is allocated')
    return found
  }
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

/** I1 is paid by a payment of 20, then by another; I2 owes 40. */
function paidTwice(): Clerk {
  const clerk = opened('2026-09-01')
  for (const name of ['I1', 'I2']) issue(clerk, name, ['40'])
  pay(clerk, 'P3', '20', { I1: '20' })
  pay(clerk, 'P4', '20', { I1: '20' })
  return clerk
}

/** "payment_deallocated 20 payment:2 invoice:1" for each draft of a plan. */
const drafted = ({ drafts }: Plan): string[] =>
  drafts.map((one) => {
    const { amount, payment: from, invoice: of } = one.facts
    return `${one.type} ${amount} ${from?.kind}:${from?.no} ${of?.kind}:${of?.no}`
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

test('what was never written off is not undone', () => {
  const clerk = paidTwice()
  const plan = planOf(clerk)
  const second = customerOf(clerk).subjects.get('invoice:2')
  expect(second && undoWrittenOff(plan, second, 5n, 'by_hand')).toBe(0n)
  expect(plan.drafts).toEqual([])
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
