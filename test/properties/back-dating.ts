import fc from 'fast-check'
import type { Command } from '../../src/engine/asked/command.ts'
import { subjectsOf } from '../../src/engine/state/subjects.ts'
import { startOfDay } from '../../src/service/asked/days.ts'
import { type Clerk, customerOf, day } from '../memory/clerk.ts'
import { type Outcome, perform, textOf } from '../memory/ledger.ts'

/** A history of money: up to 30 steps, each a handful of numbers that say what is done, how much, with whom and as of when. */
export type Backdating = { readonly isApplied: boolean; readonly steps: readonly (readonly number[])[] }

const HOUR = 3_600_000_000n
const FIRST = startOfDay(day('2026-09-01'), 'UTC')

export const backdatings: fc.Arbitrary<Backdating> = fc.record({
  isApplied: fc.boolean(),
  steps: fc.array(fc.array(fc.nat({ max: 9999 }), { minLength: 7, maxLength: 7, size: 'max' }), {
    maxLength: 30,
    size: 'max',
  }),
})

/** What a step is told with: `pick` names something that there is, or "none"; `draw` decides what is left. */
type Step = {
  readonly clerk: Clerk
  readonly no: number
  readonly amount: bigint
  readonly invoice: string
  readonly payment: string
  readonly credit: string
  readonly draw: number
}

/** Plays a step ten hours after the last one, most of them dated back to a whole day; answers what became of it. */
export function playStep(clerk: Clerk, numbers: readonly number[], no: number): Outcome {
  const { ledger, id } = clerk
  const [what = 0, when = 0, much = 0, one = 0, other = 0, third = 0, draw = 0] = numbers
  ledger.now += 10n * HOUR
  const days = Number((ledger.now - FIRST) / (24n * HOUR)) + 1
  const effectiveAt = when % 10 < 3 ? ledger.now : FIRST + BigInt(when % days) * 24n * HOUR
  const pick = (kind: 'invoice' | 'payment' | 'credit', number: number): string => {
    const all = subjectsOf(customerOf(clerk), kind)
    return all[number % Math.max(1, all.length)]?.id ?? 'none'
  }
  // there is something to take from, to begin with
  const doing = doings[no < opening.length ? (opening[no] ?? 0) : what % doings.length]
  if (doing === undefined) throw new Error('there is no such doing')
  const amount = BigInt(1 + (much % 60)) * 1_000_000n
  const named = { invoice: pick('invoice', one), payment: pick('payment', other), credit: pick('credit', third) }
  return perform(ledger, id, doing({ clerk, no, amount, draw, ...named }), { effectiveAt })
}

/** The doings that a history begins with: invoices and payments. */
const opening: readonly number[] = [0, 4, 1, 3, 4]

const issued = ({ clerk, no, amount }: Pick<Step, 'clerk' | 'no' | 'amount'>): Command => ({
  op: 'issue_invoice',
  invoice: `I${no}`,
  lines: [{ description: textOf(clerk.ledger, 'a line'), amount, service: 'usage', xdrId: null }],
  charges: [],
  installments: [],
  period: null,
  issuedOn: day('2026-09-01'),
  dueOn: day('2026-12-01') + (no % 5),
  currency: null,
})

type Wish = Extract<Command, { op: 'receive_payment' }>['allocate']
const received = ({ no, amount }: Step, allocate: Wish, rest: { rest?: 'hold' } = {}): Command => ({
  op: 'receive_payment',
  paymentId: `P${no}`,
  amount,
  allocate,
  method: null,
  xdrId: null,
  currency: null,
  ...rest,
})

const reasonOf = ({ clerk }: Step) => textOf(clerk.ledger, 'as he asked')
const someOrAll = ({ amount, draw }: Step): bigint | null => (draw % 2 === 0 ? null : amount)

const doings: readonly ((step: Step) => Command)[] = [
  issued,
  (step) => issued({ ...step, amount: step.amount * 2n }),
  (step) => issued({ ...step, amount: -step.amount }),
  (step) => received(step, 'oldest_first'),
  (step) => received(step, (['hold', 'none', 'oldest_first'] as const)[step.draw % 3] ?? 'none'),
  (step) =>
    received(step, [{ invoice: step.invoice, amount: step.amount }], step.draw % 2 === 0 ? { rest: 'hold' } : {}),
  ({ no, amount, invoice, draw }) => ({
    op: 'authorise_payment',
    paymentId: `P${no}`,
    amount,
    allocate: draw % 2 === 0 ? 'oldest_first' : [{ invoice, amount }],
    method: null,
    xdrId: null,
    expires: null,
    currency: null,
  }),
  (step) => ({ op: 'settle_payment', paymentId: step.payment, amount: someOrAll(step) }),
  ({ payment }) => ({ op: 'fail_payment', paymentId: payment, reason: null }),
  ({ payment }) => ({ op: 'void_payment', paymentId: payment, reason: null }),
  ({ payment }) => ({ op: 'charge_back_payment', paymentId: payment, reason: null }),
  ({ payment }) => ({ op: 'charge_back_payment', paymentId: payment, reason: null }),
  ({ payment }) => ({ op: 'reverse_chargeback', paymentId: payment, reason: null }),
  ({ payment }) => ({ op: 'reverse_chargeback', paymentId: payment, reason: null }),
  ({ payment, invoice, amount }) => ({ op: 'allocate_payment', paymentId: payment, invoice, amount }),
  ({ payment, invoice, amount }) => ({ op: 'allocate_payment', paymentId: payment, invoice, amount }),
  ({ credit, invoice, amount }) => ({ op: 'allocate_credit', creditId: credit, invoice, amount }),
  (step) => ({ op: 'deallocate_payment', paymentId: step.payment, invoice: step.invoice, amount: someOrAll(step) }),
  (step) => ({ op: 'deallocate_payment', paymentId: step.payment, invoice: step.invoice, amount: someOrAll(step) }),
  (step) => ({ op: 'deallocate_credit', creditId: step.credit, invoice: step.invoice, amount: someOrAll(step) }),
  (step) => ({
    op: 'refund_payment',
    paymentId: step.payment,
    amount: step.amount,
    deallocate: [],
    adjust: [],
    reason: null,
  }),
  (step) => ({ op: 'refund_customer', amount: step.amount, deallocate: [], adjust: [], reason: null }),
  (step) => {
    const share = [{ invoice: step.invoice, amount: step.amount }]
    const adjust = step.draw % 2 === 0 ? share : []
    return { op: 'refund_customer', amount: step.amount, deallocate: share, adjust, reason: reasonOf(step) }
  },
  (step) => ({ op: 'move_out', to: 'C2', amount: step.amount, reason: reasonOf(step) }),
  (step) => ({
    op: 'move_in',
    from: 'C2',
    creditId: `M${step.no}`,
    amount: step.amount,
    reason: reasonOf(step),
    currency: 'USD',
  }),
  (step) => adjusted(step, -step.amount),
  (step) => adjusted(step, -step.amount),
  (step) => adjusted(step, step.amount),
  (step) => ({ op: 'write_off_invoice', invoice: step.invoice, amount: someOrAll(step), reason: reasonOf(step) }),
  (step) => ({ op: 'undo_write_off', invoice: step.invoice, amount: someOrAll(step) }),
  (step) => ({ op: 'void_invoice', invoice: step.invoice, reissue: false, reason: reasonOf(step) }),
  (step) => ({
    op: 'issue_credit_note',
    creditNote: `N${step.no}`,
    invoice: step.draw % 3 === 0 ? null : step.invoice,
    amount: step.amount,
    reason: reasonOf(step),
    apply: step.draw % 5 === 0 ? 'none' : 'oldest_first',
    xdrId: null,
    currency: null,
  }),
  (step) => ({
    op: 'void_credit_note',
    creditNote: step.credit,
    deallocate: step.draw % 2 === 0,
    reason: reasonOf(step),
  }),
]

const adjusted = (step: Step, amount: bigint): Command => ({
  op: 'adjust_invoice',
  invoice: step.invoice,
  amount,
  dispute: null,
  reason: reasonOf(step),
  xdrId: null,
  currency: null,
})
