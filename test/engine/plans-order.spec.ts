import { describe, expect, test } from 'vitest'
import { addFund, addTarget, leftIn } from '../../src/engine/planning/plan.ts'
import { day, issue, opened, pass, pay } from '../memory/clerk.ts'
import { authorise, settle } from '../memory/clerk-payments.ts'
import { at, invoice, names, owing, payment, planOf } from '../memory/clerk-plans.ts'

/** The working paper of a decision: whose money goes first, and where new money and new debt stand. */

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

  test('behind what is due before, however much later that was issued', () => {
    expect(placed('2026-09-15', '2026-09-03')).toEqual(['invoice:2', 'invoice:9', 'invoice:3'])
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

  test('a credit that is dated before another is older, though it was entered later', () => {
    const clerk = owing()
    issue(clerk, 'N2', ['-5'], { on: '2026-09-04' })
    expect(names(planOf(clerk).funds)).toEqual(['credit:2', 'credit:1', 'payment:2', 'payment:1'])
  })

  test('of one moment by the record that made it money: a pending payment by its settlement', () => {
    const clerk = opened('2026-09-01')
    authorise(clerk, 'P1', '10', 'hold')
    pay(clerk, 'P2', '10', 'hold')
    pass(clerk, '2026-09-05')
    pay(clerk, 'P3', '10', 'hold', { on: '2026-09-01' })
    settle(clerk, 'P1', null, { on: '2026-09-01' })
    expect(names(planOf(clerk).funds)).toEqual(['payment:2', 'payment:3', 'payment:1'])
  })

  test('new money as what there is, behind that of its moment', () => {
    expect(placed('payment', 9, '2026-09-02')).toEqual(['credit:1', 'payment:9', 'payment:2', 'payment:1'])
    expect(placed('payment', 9, '2026-09-03')).toEqual(['credit:1', 'payment:2', 'payment:9', 'payment:1'])
    expect(placed('payment', 9, '2026-09-05')).toEqual(['credit:1', 'payment:2', 'payment:1', 'payment:9'])
    expect(placed('credit', 9, '2026-09-05')).toEqual(['credit:1', 'credit:9', 'payment:2', 'payment:1'])
    expect(placed('credit', 9, '2026-09-04')).toEqual(['credit:9', 'credit:1', 'payment:2', 'payment:1'])
  })

  test('of what is drafted at one moment the later behind the earlier', () => {
    const plan = planOf(owing())
    for (const no of [9, 8]) addFund(plan, { ref: payment(no), bornAt: at('2026-09-04'), held: false, seq: null }, 7n)
    expect(names(plan.funds)).toEqual(['credit:1', 'payment:2', 'payment:9', 'payment:8', 'payment:1'])
  })

  test('money that is settled now stands once', () => {
    expect(placed('payment', 2, '2026-09-05')).toEqual(['credit:1', 'payment:1', 'payment:2'])
  })
})
