import type { Command } from '../../src/engine/asked/command.ts'
import { lesser } from '../../src/engine/money/amount.ts'
import type { Subject } from '../../src/engine/state/customer.ts'
import { subjectsOf } from '../../src/engine/state/subjects.ts'
import { amountOf } from '../../src/engine/values/amounts.ts'
import { amount, type Desk, has, part, some } from './desk.ts'
import { chosen, openPart, plainSum, type Undone, why } from './reversals-parts.ts'

export const paymentOf = (desk: Desk, rest: Partial<Extract<Command, { op: 'receive_payment' }>> = {}): Command => ({
  op: 'receive_payment',
  paymentId: 'P-undone',
  amount: plainSum(desk),
  method: null,
  xdrId: null,
  allocate: 'oldest_first',
  currency: null,
  ...rest,
})

export const takeBack = (op: 'void_payment' | 'fail_payment' | 'charge_back_payment' | 'reverse_chargeback') =>
  ({ op, reason: null }) as const

export const pending = (desk: Desk): Command =>
  ({ ...paymentOf(desk), op: 'authorise_payment', expires: null }) as Command

/** A note on an invoice that has nothing written off, which it would undo; or on none. */
export function creditNote(desk: Desk): Undone {
  const { ledger, draw } = desk
  const isWhole = (one: Subject): boolean =>
    amountOf(desk.customer, 'invoice.written_off', one) === 0n &&
    one.traits.draft === undefined &&
    one.cells['invoice.voided_on'] === undefined
  const isOn = draw(4) > 0 && some(desk, 'invoice', isWhole)
  const creditNote = 'N-undone'
  const shared = { creditNote, reason: why(ledger) }
  return [
    {
      op: 'issue_credit_note',
      ...shared,
      invoice: isOn ? chosen(desk, 'invoice', isWhole) : null,
      amount: plainSum(desk),
      apply: draw(2) === 0 ? 'oldest_first' : 'none',
      xdrId: null,
      currency: null,
    },
    { op: 'void_credit_note', ...shared, deallocate: true },
  ]
}

export function chargeback(desk: Desk): Undone {
  const test = (one: Subject): boolean =>
    amountOf(desk.customer, 'payment.unallocated', one) + amountOf(desk.customer, 'payment.allocated', one) > 0n
  if (!some(desk, 'payment', test)) return null
  const paymentId = chosen(desk, 'payment', test)
  return [
    { ...takeBack('charge_back_payment'), paymentId },
    { ...takeBack('reverse_chargeback'), paymentId },
  ]
}

export function allocation(desk: Desk): Undone {
  const one = openPart(desk)
  const kind = desk.draw(2) === 0 ? 'payment' : 'credit'
  const isFree = has(desk, kind === 'payment' ? 'payment.unallocated' : 'credit.remaining')
  if (one === null || !some(desk, kind, isFree)) return null
  const id = chosen(desk, kind, isFree)
  const free = amount(desk, kind, id, kind === 'payment' ? 'payment.unallocated' : 'credit.remaining')
  const shared = { invoice: one.invoice, amount: lesser(one.part, free) }
  return kind === 'payment'
    ? [
        { op: 'allocate_payment', paymentId: id, ...shared },
        { op: 'deallocate_payment', paymentId: id, ...shared },
      ]
    : [
        { op: 'allocate_credit', creditId: id, ...shared },
        { op: 'deallocate_credit', creditId: id, ...shared },
      ]
}

export function deallocation(desk: Desk): Undone {
  const held = subjectsOf(desk.customer, 'allocation').filter(has(desk, 'allocation.amount'))
  const one = held[desk.draw(10_000) % held.length]
  if (one === undefined) return null
  const nameOf = (ref: Subject['source']): string => desk.customer.subjects.get(`${ref?.kind}:${ref?.no}`)?.id ?? ''
  const shared = { invoice: nameOf(one.target), amount: part(desk, amountOf(desk.customer, 'allocation.amount', one)) }
  const id = nameOf(one.source)
  return one.source?.kind === 'payment'
    ? [
        { op: 'deallocate_payment', paymentId: id, ...shared },
        { op: 'allocate_payment', paymentId: id, ...shared },
      ]
    : [
        { op: 'deallocate_credit', creditId: id, ...shared },
        { op: 'allocate_credit', creditId: id, ...shared },
      ]
}

/** Money there and back: it comes home as a credit, whatever it was. */
export function move(desk: Desk): Undone {
  const { customer, ledger, others } = desk
  const [other] = others.filter((one) => one.currency === customer.currency)
  const free = [
    ...subjectsOf(customer, 'payment').map((one) => amountOf(customer, 'payment.unallocated', one)),
    ...subjectsOf(customer, 'credit').map((one) => amountOf(customer, 'credit.remaining', one)),
  ].reduce((all, one) => all + one, 0n)
  if (other === undefined || free <= 0n) return null
  const shared = { amount: lesser(part(desk, free), free), reason: why(ledger) }
  const currency = customer.currency ?? ''
  const out = (to: string): Command => ({ op: 'move_out', to, ...shared })
  const into = (from: string): Command => ({
    op: 'move_in',
    from,
    creditId: `M-undone-${from}`,
    ...shared,
    currency,
  })
  const [here, there] = [customer.id, other.id]
  return [out(there), into(here), out(here), into(there)]
}
