import type { PolicyText } from '../../src/engine/policy/policy.ts'
import { textFromDay } from '../../src/engine/time.ts'
import { startOfDay } from '../../src/service/asked/days.ts'
import { act, adjust, type Clerk, customerOf, give, issue, micros, pay, takeBack } from '../memory/clerk.ts'
import { creditNote, dueOn, openDispute, resolve, undoWriteOff, writeOff } from '../memory/clerk-invoices.ts'
import { chargeBack, fail, refund, reverse, settle, voidPayment } from '../memory/clerk-payments.ts'
import { lift, underPolicy } from '../memory/clerk-policy.ts'
import { textOf } from '../memory/ledger.ts'

/** Numbers by chance, always the same ones for a seed: `draw(n)` is below n. */
export type Chance = (below: number) => number

export function chance(seed: number): Chance {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const pick = <T>(draw: Chance, ...all: readonly T[]): T => all[draw(all.length)] as T

/** Terms that collect, each step there or not. */
export function drawTerms(clerk: Clerk, draw: Chance): void {
  const fee: PolicyText['collection']['late_fee'] = {
    amount: pick(draw, '5', '0'),
    percent: pick(draw, '10', '0'),
    on: pick(draw, 'next_invoice', 'this_invoice'),
  }
  underPolicy(clerk, {
    auto_apply: draw(4) > 0,
    collect_minimum: pick(draw, '0', '0', '10'),
    collection: {
      grace_days: pick(draw, 0, 0, 3),
      late_fee: draw(3) === 0 ? null : fee,
      limitation_after: pick(draw, null, 2, 5, 0),
      suspension_after: pick(draw, null, 6, 10),
      termination_after: pick(draw, null, 9, 14, 20),
      warning_before: pick(draw, null, 2, 3, 3, 12),
      threshold: pick(draw, '0', '0', '25'),
      spare_pending: draw(4) > 0,
      reinstate: pick(draw, 'automatic', 'automatic', 'by_hand'),
    },
  })
}

const amounts = ['10', '20', '30', '45']

/** Something that somebody does at noon of a day, where it can be done; what is refused leaves nothing. */
export function doSomething(clerk: Clerk, draw: Chance, today: number): void {
  const { subjects } = customerOf(clerk)
  const idOf = (kind: string): string => {
    const ids = [...subjects.values()].filter((one) => one.ref.kind === kind).map((one) => one.id)
    return ids[draw(Math.max(ids.length, 1))] ?? 'none'
  }
  const [invoice, payment, amount] = [idOf('invoice'), idOf('payment'), pick(draw, ...amounts)]
  const reason = textOf(clerk.ledger, 'so it is')
  const deeds: readonly (() => unknown)[] = [
    () => issueOne(clerk, draw, today),
    () => issueOne(clerk, draw, today),
    () => pay(clerk, `P${today}`, amount, pick(draw, 'oldest_first', 'oldest_first', 'hold', 'none')),
    () => pay(clerk, `P${today}`, amount, { [invoice]: '10' }),
    () => promise(clerk, draw, { today, amount, invoice }),
    () => promise(clerk, draw, { today, amount, invoice }),
    () => settle(clerk, payment),
    () => fail(clerk, payment),
    () => chargeBack(clerk, payment),
    () => reverse(clerk, payment),
    () => voidPayment(clerk, payment),
    () => refund(clerk, 'customer', '10'),
    () => give(clerk, payment, invoice, '10'),
    () => takeBack(clerk, payment, invoice, null),
    () => openDispute(clerk, `D${today}`, invoice, pick(draw, null, '10')),
    () => resolve(clerk, idOf('dispute'), 'rejected'),
    () => resolve(clerk, idOf('dispute'), 'adjusted', { amount: micros('10') }),
    () => act(clerk, { op: 'set_collection', invoice, collect: draw(2) === 0, reason }),
    () => lift(clerk, today + draw(6)),
    () => adjust(clerk, invoice, pick(draw, '10', '-10', '-5')),
    () => writeOff(clerk, invoice, pick(draw, null, '10')),
    () => undoWriteOff(clerk, invoice),
    () => creditNote(clerk, `N${today}`, invoice, '10'),
    () => dueOn(clerk, invoice, textFromDay(today + draw(8))),
    () => act(clerk, { op: 'set_customer_status', set: 'active', reason }),
    () => drawTerms(clerk, draw),
  ]
  deeds[draw(deeds.length)]?.()
}

function issueOne(clerk: Clerk, draw: Chance, today: number): void {
  const parts = [
    { dueOn: today + 1 + draw(4), amount: micros('10') },
    { dueOn: today + 6 + draw(8), amount: micros('20') },
  ]
  const when = draw(3) === 0 ? { installments: parts } : { due: textFromDay(today + draw(6)) }
  issue(clerk, `I${today}`, [pick(draw, '30', '30', '10')], when)
}

type Promised = { readonly today: number; readonly amount: string; readonly invoice: string }

/** Money that is announced until the evening of a day. */
function promise(clerk: Clerk, draw: Chance, { today, amount, invoice }: Promised): void {
  const on = today + draw(7)
  const at = startOfDay(on, 'UTC') + 18n * 3_600_000_000n
  act(clerk, {
    op: 'authorise_payment',
    paymentId: `A${today}`,
    amount: micros(amount),
    method: null,
    xdrId: null,
    allocate: draw(2) === 0 ? 'oldest_first' : [{ invoice, amount: micros('10') }],
    expires: draw(5) === 0 ? null : { at, on },
    currency: null,
  })
}
