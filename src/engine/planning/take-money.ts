import type { EventType } from '../events/effects.ts'
import type { Facts } from '../events/slots.ts'
import { lesser, type Micros } from '../money/amount.ts'
import { countsLater, takeWhole } from './as-whole.ts'
import { draft, type Fund, leftIn, type Plan } from './plan.ts'

/** The customer's free money in the order in which a refund or a move takes it: payments, older first, then credits. */
export const inOrderOfRefund = ({ funds }: Plan): readonly Fund[] => [
  ...funds.filter((fund) => fund.ref.kind === 'payment'),
  ...funds.filter((fund) => fund.ref.kind !== 'payment'),
]

/** What is free in some payments and credits, held ones included. */
export const freeIn = (plan: Plan, funds: readonly Fund[]): Micros =>
  funds.reduce((sum, fund) => sum + leftIn(plan.free, fund.ref), 0n)

type Taking = {
  readonly amount: Micros
  readonly types: { readonly payment: EventType; readonly credit: EventType }
  /** what each event states beside its fund, amount and xDR id */
  readonly facts: Facts
}

/** Takes free money out of payments and credits, in their order, an event for each, all from the moment of the plan; there must be enough. */
export function takeMoney(plan: Plan, funds: readonly Fund[], { amount, types, facts }: Taking): void {
  let left = amount
  for (const fund of funds) {
    const part = lesser(left, leftIn(plan.free, fund.ref))
    if (part <= 0n) continue
    takeWhole(plan, 'free', fund.ref, part)
    left -= part
    const ofPayment = fund.ref.kind === 'payment'
    draft(plan, {
      type: ofPayment ? types.payment : types.credit,
      subject: fund.ref,
      facts: {
        ...(ofPayment ? { payment: fund.ref } : { credit: fund.ref }),
        amount: part,
        xdrId: 'next',
        ...facts,
        ...countsLater(plan),
      },
      causes: fund.seq === null ? [] : [{ role: 'funded', seq: fund.seq }],
    })
  }
  if (left > 0n) throw new Error('Bug: more is taken than is free')
}
