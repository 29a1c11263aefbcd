import type { Command, CommandOf } from '../../src/engine/asked/command.ts'
import type { AllocationWish, Refund } from '../../src/engine/asked/commands/money.ts'
import type { Micros } from '../../src/engine/money/amount.ts'
import type { Subject } from '../../src/engine/state/customer.ts'
import { cellValue, subjectsOf } from '../../src/engine/state/subjects.ts'
import { amountOf } from '../../src/engine/values/amounts.ts'
import { dayAt } from '../../src/service/asked/days.ts'
import { textOf } from '../memory/ledger.ts'
import {
  amount,
  any,
  currencyOf,
  type Desk,
  has,
  isOpen,
  open,
  ownId,
  ownXdrId,
  part,
  partOrAll,
  pick,
  rarely,
  some,
  sum,
  worth,
} from './desk.ts'

export function payment(desk: Desk): CommandOf<'receive_payment'> {
  return { op: 'receive_payment', ...money(desk) }
}

export function authorisation(desk: Desk): CommandOf<'authorise_payment'> {
  const { draw, effectiveAt, ledger } = desk
  const at = effectiveAt + BigInt(draw(30 * 24) - (rarely(draw, 30) ? 800 : 0)) * 3_600_000_000n + 1n
  const expires = draw(3) === 0 ? null : { at, on: dayAt(at - 1n, ledger.zone) }
  return { op: 'authorise_payment', ...money(desk), expires }
}

function money(desk: Desk): Omit<CommandOf<'receive_payment'>, 'op'> {
  const { customer, draw } = desk
  const how = draw(10)
  const chosen = how < 4 && customer.counts.invoice > 0 ? choice(desk) : []
  const total = chosen.reduce((all, one) => all + one.amount, 0n)
  const mode: AllocationWish = how < 8 ? 'oldest_first' : how === 8 ? 'none' : 'hold'
  const amount = chosen.length === 0 || rarely(draw, 30) ? sum(desk) : total + (draw(2) === 0 ? 0n : sum(desk))
  return {
    paymentId: ownId(desk, 'P1', `P${customer.counts.payment + 1}`),
    amount,
    method: draw(2) === 0 ? null : 'card',
    xdrId: ownXdrId(desk),
    allocate: chosen.length === 0 ? mode : chosen,
    currency: currencyOf(desk),
  }
}

/** Invoices chosen for a payment, with amounts that may be above what they owe. */
function choice(desk: Desk): { invoice: string; amount: Micros }[] {
  const chosen = Array.from({ length: 1 + desk.draw(3) }, () => pick(desk, 'invoice', isOpen(desk)))
  const distinct = rarely(desk.draw, 30) ? chosen : [...new Set(chosen)]
  return distinct.map((id) => {
    const amount = part(desk, open(desk, id))
    return { invoice: id, amount: desk.draw(4) === 3 ? amount + sum(desk) : amount }
  })
}

const isPending = (one: Subject): boolean => (one.cells['payment.authorised']?.value ?? 0n) > 0n

export function settlement(desk: Desk): Command {
  if (!some(desk, 'payment', isPending) && !rarely(desk.draw, 8)) return authorisation(desk)
  const paymentId = pick(desk, 'payment', isPending)
  const authorised = amount(desk, 'payment', paymentId, 'payment.authorised')
  const wanted = rarely(desk.draw, 15) ? 0n : partOrAll(desk, authorised)
  return { op: 'settle_payment', paymentId, amount: wanted }
}

type TakingBack = 'fail_payment' | 'void_payment' | 'charge_back_payment' | 'reverse_chargeback'

export const takingBack =
  (op: TakingBack) =>
  (desk: Desk): Command => {
    const { customer, draw, ledger } = desk
    const isBack = (one: Subject): boolean => cellValue(customer, one.ref, 'payment.charged_back') > 0n
    const fits = op === 'reverse_chargeback' ? isBack : (one: Subject): boolean => !isBack(one)
    if (!some(desk, 'payment', fits) && !rarely(draw, 8))
      return op === 'reverse_chargeback' ? takingBack('charge_back_payment')(desk) : payment(desk)
    const reason = draw(2) === 0 ? null : textOf(ledger, 'the bank says so')
    return { op, paymentId: pick(desk, 'payment', fits), reason }
  }

/** A refund of a payment, of a credit, or of the customer's free money; some give allocations back first or lower. */
export function refund(desk: Desk): Command {
  const { draw } = desk
  const from = draw(3)
  const hasLeft = (one: Subject): boolean =>
    amountOf(desk.customer, one.ref.kind === 'payment' ? 'payment.unallocated' : 'credit.remaining', one) > 0n
  if (from === 0 && some(desk, 'payment', any)) {
    const paymentId = pick(desk, 'payment', draw(2) === 0 ? hasLeft : has(desk, 'payment.allocated'))
    const free = amount(desk, 'payment', paymentId, 'payment.unallocated')
    return { op: 'refund_payment', paymentId, ...refunded(desk, free, { kind: 'payment', id: paymentId }) }
  }
  if (from === 1 && some(desk, 'credit', any)) {
    const creditId = pick(desk, 'credit', hasLeft)
    const free = amount(desk, 'credit', creditId, 'credit.remaining')
    return { op: 'refund_credit', creditId, ...refunded(desk, free, { kind: 'credit', id: creditId }) }
  }
  return { op: 'refund_customer', ...refunded(desk, freeMoney(desk), null) }
}

const freeMoney = ({ customer }: Desk): Micros =>
  [...subjectsOf(customer, 'payment'), ...subjectsOf(customer, 'credit')].reduce(
    (all, one) =>
      all + amountOf(customer, one.ref.kind === 'payment' ? 'payment.unallocated' : 'credit.remaining', one),
    0n,
  )

type Source = { readonly kind: 'payment' | 'credit'; readonly id: string } | null

function refunded(desk: Desk, free: Micros, source: Source): Refund {
  const { draw, ledger, customer } = desk
  const deallocate = draw(2) === 0 ? [] : allocatedTo(desk, source)
  const given = deallocate.reduce((all, one) => all + one.amount, 0n)
  const adjust = rarely(draw, 4) && customer.counts.invoice > 0 ? [lowering(desk)] : []
  return {
    amount: free + given > 0n ? part(desk, free + given) : sum(desk),
    deallocate,
    adjust,
    reason: rarely(draw, 30) ? null : textOf(ledger, 'he asked for it'),
  }
}

function lowering(desk: Desk): { invoice: string; amount: Micros } {
  const invoice = pick(desk, 'invoice', any)
  return { invoice, amount: part(desk, worth(desk, invoice)) }
}

/** A part of what stands on one invoice, from a source or from any. */
function allocatedTo(desk: Desk, source: Source): { invoice: string; amount: Micros }[] {
  const { customer, draw } = desk
  const held = subjectsOf(customer, 'allocation').filter((one) => {
    const from = source === null ? true : one.source?.kind === source.kind && idOf(desk, one.source) === source.id
    return from && cellValue(customer, one.ref, 'allocation.amount') > 0n
  })
  const one = held[draw(10_000) % held.length]
  if (one === undefined) return []
  return [{ invoice: idOf(desk, one.target), amount: part(desk, cellValue(customer, one.ref, 'allocation.amount')) }]
}

const idOf = ({ customer }: Desk, ref: Subject['source']): string =>
  ref === null ? 'nowhere' : (customer.subjects.get(`${ref.kind}:${ref.no}`)?.id ?? 'nowhere')

/** Money out to another customer of the ledger, who gets it at once (`history.ts`); where there is none, out or in. */
export function move(desk: Desk): Command {
  const { customer, draw, ledger, others } = desk
  const reason = rarely(draw, 50) ? null : textOf(ledger, 'one household')
  // who was not open yet by then takes nothing in
  const other = others.find((one) => one.currency === customer.currency && one.openedAt <= desk.effectiveAt)
  const free = freeMoney(desk)
  if (others.length === 0 && draw(2) === 0) {
    const creditId = `M${customer.counts.credit + 1}`
    const currency = rarely(draw, 20) ? 'CHF' : (customer.currency ?? '')
    return { op: 'move_in', from: 'C9', creditId, amount: sum(desk), reason, currency }
  }
  if (others.length > 0 && other === undefined) return payment(desk)
  const to = rarely(draw, 40) ? customer.id : (other?.id ?? 'C9')
  return { op: 'move_out', to, amount: free > 0n ? part(desk, free) : sum(desk), reason }
}
