import type { Command, CommandOf } from '../../src/engine/asked/command.ts'
import { lesser, type Micros } from '../../src/engine/money/amount.ts'
import type { Subject } from '../../src/engine/state/customer.ts'
import { cellValue, subjectsOf } from '../../src/engine/state/subjects.ts'
import { amountOf } from '../../src/engine/values/amounts.ts'
import { textOf } from '../memory/ledger.ts'
import {
  amount,
  any,
  currencyOf,
  type Desk,
  find,
  fine,
  isOpen,
  open,
  ownId,
  ownXdrId,
  part,
  pick,
  rarely,
  some,
  sum,
  worth,
} from './desk.ts'
import { payment } from './operations-payments.ts'

export const credit = (desk: Desk): CommandOf<'book_credit'> => ({
  op: 'book_credit',
  amount: fine(desk),
  creditKind: desk.draw(2) === 0 ? 'manual' : 'promotional',
  description: desk.draw(2) === 0 ? null : textOf(desk.ledger, 'a bonus'),
  xdrId: ownXdrId(desk),
  currency: currencyOf(desk),
})

export function creditNote(desk: Desk): CommandOf<'issue_credit_note'> {
  const { customer, draw, ledger } = desk
  const invoice = customer.counts.invoice === 0 || draw(4) === 3 ? null : pick(desk, 'invoice', any)
  const most = invoice === null ? 0n : worth(desk, invoice)
  return {
    op: 'issue_credit_note',
    creditNote: ownId(desk, 'N1', `N${customer.counts.credit + 1}`),
    invoice,
    amount: most > 0n && draw(3) > 0 ? part(desk, most) : sum(desk),
    reason: rarely(draw, 60) ? null : textOf(ledger, 'goodwill'),
    apply: draw(3) === 2 ? 'none' : 'oldest_first',
    xdrId: ownXdrId(desk),
    currency: currencyOf(desk),
  }
}

const isNote = (one: Subject): boolean => one.traits.origin === 'credit_note'

export function voidNote(desk: Desk): Command {
  const { draw, ledger } = desk
  if (!some(desk, 'credit', isNote) && !rarely(draw, 8)) return creditNote(desk)
  return {
    op: 'void_credit_note',
    creditNote: pick(desk, 'credit', isNote),
    deallocate: draw(4) > 0,
    reason: draw(2) === 0 ? null : textOf(ledger, 'by mistake'),
  }
}

type Fund = 'payment' | 'credit'

/** Free money given to an invoice by hand; to a written-off one too. */
export function allocation(desk: Desk, wanted: Fund): Command {
  const kind = wanted === 'credit' && desk.customer.counts.credit > 0 ? 'credit' : 'payment'
  const figure = kind === 'payment' ? 'payment.unallocated' : 'credit.remaining'
  const free = (one: Subject): Micros => amountOf(desk.customer, figure, one)
  const owes = isOwing(desk)
  const possible = some(desk, kind, (one) => free(one) > 0n) && some(desk, 'invoice', owes)
  if (!possible && !rarely(desk.draw, 12)) return desk.draw(2) === 0 ? payment(desk) : deallocation(desk, wanted)
  const id = pick(desk, kind, (one) => free(one) > 0n)
  const invoice = pick(desk, 'invoice', owes)
  const source = find(desk, kind, id)
  const owed = open(desk, invoice) + amount(desk, 'invoice', invoice, 'invoice.written_off')
  const some_ = part(desk, lesser(source === undefined ? 0n : free(source), owed))
  const shared = { invoice, amount: some_ }
  return kind === 'payment'
    ? { op: 'allocate_payment', paymentId: id, ...shared }
    : { op: 'allocate_credit', creditId: id, ...shared }
}

const isOwing =
  (desk: Desk) =>
  (one: Subject): boolean =>
    isOpen(desk)(one) || amountOf(desk.customer, 'invoice.written_off', one) > 0n

export function deallocation(desk: Desk, wanted: Fund): Command {
  const { customer, draw } = desk
  const held = subjectsOf(customer, 'allocation').filter(
    (one) => cellValue(customer, one.ref, 'allocation.amount') > 0n,
  )
  const one = held.filter(({ source }) => source?.kind === wanted)[draw(10_000) % held.length] ?? held[0]
  if (one === undefined) return payment(desk)
  const nameOf = (of: 'invoice' | Fund, no: number | undefined): string =>
    rarely(draw, 40) ? pick(desk, of, any) : (subjectsOf(customer, of).find(({ ref }) => ref.no === no)?.id ?? '')
  const kind = one.source?.kind === 'credit' ? 'credit' : 'payment'
  const id = nameOf(kind, one.source?.no)
  const from = nameOf('invoice', one.target?.no)
  const some_ = draw(3) === 0 ? null : part(desk, cellValue(customer, one.ref, 'allocation.amount'))
  return kind === 'payment'
    ? { op: 'deallocate_payment', paymentId: id, invoice: from, amount: some_ }
    : { op: 'deallocate_credit', creditId: id, invoice: from, amount: some_ }
}
