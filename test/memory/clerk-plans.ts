import { openPlan, type Plan } from '../../src/engine/planning/plan.ts'
import { type Clerk, circumstancesOf, customerOf, day, issue, opened, pass, pay } from './clerk.ts'

// Working papers of decisions, for tests of planning itself.

/** Two held payments, the later one dated earlier; a credit; two invoices of 50, due on the 10th and the 20th. */
export function owing(): Clerk {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-09-05')
  pay(clerk, 'P1', '10', 'hold')
  pay(clerk, 'P2', '10', 'hold', { on: '2026-09-03' })
  issue(clerk, 'N1', ['-5'])
  issue(clerk, 'I1', ['50'], { due: '2026-09-10' })
  issue(clerk, 'I2', ['50'], { due: '2026-09-20', on: '2026-09-04' })
  return clerk
}

export const planOf = (clerk: Clerk): Plan => openPlan(customerOf(clerk), circumstancesOf(clerk))
export const invoice = (no: number) => ({ kind: 'invoice', no }) as const
export const payment = (no: number) => ({ kind: 'payment', no }) as const
export const at = (text: string): bigint => BigInt(day(text)) * 86_400_000_000n
export const names = (all: readonly { readonly ref: { readonly kind: string; readonly no: number } }[]): string[] =>
  all.map(({ ref }) => `${ref.kind}:${ref.no}`)

/** I1 is paid by a payment of 20, then by another; I2 owes 40. */
export function paidTwice(): Clerk {
  const clerk = opened('2026-09-01')
  for (const name of ['I1', 'I2']) issue(clerk, name, ['40'])
  pay(clerk, 'P3', '20', { I1: '20' })
  pay(clerk, 'P4', '20', { I1: '20' })
  return clerk
}

/** "payment_deallocated 20 payment:2 invoice:1" for each draft of a plan. */
export const drafted = ({ drafts }: Plan): string[] =>
  drafts.map((one) => {
    const { amount, payment: from, invoice: of } = one.facts
    return `${one.type} ${amount} ${from?.kind}:${from?.no} ${of?.kind}:${of?.no}`
  })
