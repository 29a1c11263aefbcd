import type { Command, CommandOf } from '../../src/engine/commands/command.ts'
import { cellValue, type Subject, subjectsOf } from '../../src/engine/customer/state.ts'
import { amountOf } from '../../src/engine/figures/evaluate.ts'
import { lesser, type Micros } from '../../src/engine/money/amount.ts'
import { type MemoryLedger, nextXdr, textOf } from '../memory/ledger.ts'
import { currencyOf, type Desk, type Draw, find, fine, isOpen, open, part, pick, rarely, sum } from './desk.ts'

export function opening(ledger: MemoryLedger, customerId: string, currency: string, draw: Draw): Command {
  return {
    op: 'open_customer',
    customerId,
    name: textOf(ledger, `Customer ${customerId}`),
    email: draw(4) === 3 ? null : textOf(ledger, `${customerId}@example.com`),
    currency,
    timeZone: ledger.zone,
    billing: draw(5) === 4 ? 'prepaid' : 'postpaid',
    class: 'default',
    clock: ledger.wall === null ? null : 'history',
    creditLimit: draw(3) === 2 ? 50_000_000n * BigInt(draw(40)) : null,
  }
}

const charge = (desk: Desk): CommandOf<'book_charge'> => ({
  op: 'book_charge',
  amount: rarely(desk.draw, 15) ? 0n : fine(desk),
  service: 'usage',
  description: desk.draw(2) === 0 ? null : textOf(desk.ledger, 'a call'),
  xdrId: nextXdr(desk.ledger),
  currency: currencyOf(desk),
})

function invoice(desk: Desk): CommandOf<'issue_invoice'> {
  const { ledger, customer, draw, effectiveOn } = desk
  const issuedOn = effectiveOn - (draw(4) === 3 ? draw(20) : 0)
  const lines = Array.from({ length: [1, 2, 0, 3][draw(4)] ?? 1 }, () => ({
    description: textOf(ledger, 'a line'),
    amount: draw(5) === 4 ? -fine(desk) : fine(desk),
    service: 'subscription',
    xdrId: nextXdr(ledger),
  }))
  const dueOn = [issuedOn + draw(40), issuedOn + 1, null, issuedOn, issuedOn - 1][draw(21) % 5] ?? null
  return {
    op: 'issue_invoice',
    invoice: rarely(draw, 50) ? 'I1' : `I${customer.counts.invoice + 1}`,
    lines,
    charges: chargesFor(desk),
    roundingXdrId: nextXdr(ledger),
    period: draw(2) === 0 ? null : { from: issuedOn - 30, to: issuedOn - (rarely(draw, 40) ? 31 : 1) },
    issuedOn,
    dueOn: dueOn !== null && dueOn < issuedOn && !rarely(draw, 5) ? issuedOn : dueOn,
    currency: currencyOf(desk),
  }
}

function chargesFor({ customer, draw }: Desk): 'unbilled' | readonly bigint[] {
  const how = draw(4)
  if (how < 2) return 'unbilled'
  if (how === 2) return []
  const isFree = (no: number): boolean => customer.unbilled.some(([from, to]) => from <= no && no <= to)
  const charges = [...customer.charges.values()].filter((one) => isFree(one.no) || rarely(draw, 60))
  return [...charges.filter(() => draw(2) === 0).map((one) => one.xdrId), ...(rarely(draw, 50) ? [9_999_999n] : [])]
}

function adjustment(desk: Desk): Command {
  const { ledger, customer, draw } = desk
  if (customer.counts.invoice === 0 && !rarely(draw, 20)) return invoice(desk)
  const id = pick(desk, 'invoice', () => true)
  const subject = find(desk, 'invoice', id)
  const worth =
    subject === undefined
      ? 0n
      : cellValue(customer, subject.ref, 'invoice.total') + cellValue(customer, subject.ref, 'invoice.adjusted')
  return {
    op: 'adjust_invoice',
    invoice: id,
    amount: worth <= 0n || draw(10) < 3 ? sum(desk) : -part(desk, worth),
    reason: rarely(draw, 60) ? null : textOf(ledger, 'agreed on the phone'),
    xdrId: nextXdr(ledger),
    currency: currencyOf(desk),
  }
}

function payment(desk: Desk): CommandOf<'receive_payment'> {
  const { ledger, customer, draw } = desk
  const how = draw(10)
  const chosen = how < 4 && customer.counts.invoice > 0 ? choice(desk) : []
  const total = chosen.reduce((all, one) => all + one.amount, 0n)
  const mode = how < 8 ? 'oldest_first' : how === 8 ? 'none' : 'hold'
  const amount = chosen.length === 0 || rarely(draw, 30) ? sum(desk) : total + (draw(2) === 0 ? 0n : sum(desk))
  return {
    op: 'receive_payment',
    paymentId: rarely(draw, 50) ? 'P1' : `P${customer.counts.payment + 1}`,
    amount,
    method: draw(2) === 0 ? null : 'card',
    xdrId: nextXdr(ledger),
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

function allocation(desk: Desk, wanted: 'payment' | 'credit'): Command {
  const kind = wanted === 'credit' && desk.customer.counts.credit > 0 ? 'credit' : 'payment'
  const figure = kind === 'payment' ? 'payment.unallocated' : 'credit.remaining'
  const free = (one: Subject): Micros => amountOf(desk.customer, figure, one)
  const possible =
    subjectsOf(desk.customer, kind).some((one) => free(one) > 0n) &&
    subjectsOf(desk.customer, 'invoice').some(isOpen(desk))
  if (!possible && !rarely(desk.draw, 12)) return desk.draw(2) === 0 ? payment(desk) : deallocation(desk, wanted)
  const id = pick(desk, kind, (one) => free(one) > 0n)
  const to = pick(desk, 'invoice', isOpen(desk))
  const source = find(desk, kind, id)
  const amount = part(desk, lesser(source === undefined ? 0n : free(source), open(desk, to)))
  return kind === 'payment'
    ? { op: 'allocate_payment', paymentId: id, invoice: to, amount }
    : { op: 'allocate_credit', creditId: id, invoice: to, amount }
}

function deallocation(desk: Desk, wanted: 'payment' | 'credit'): Command {
  const { customer, draw } = desk
  const held = subjectsOf(customer, 'allocation').filter(
    (one) => cellValue(customer, one.ref, 'allocation.amount') > 0n,
  )
  const one = held.filter(({ source }) => source?.kind === wanted)[draw(10_000) % held.length] ?? held[0]
  if (one === undefined) return payment(desk)
  const nameOf = (of: 'invoice' | 'payment' | 'credit', no: number | undefined): string =>
    rarely(draw, 40)
      ? pick(desk, of, () => true)
      : (subjectsOf(customer, of).find(({ ref }) => ref.no === no)?.id ?? '')
  const kind = one.source?.kind === 'credit' ? 'credit' : 'payment'
  const id = nameOf(kind, one.source?.no)
  const from = nameOf('invoice', one.target?.no)
  const amount = draw(3) === 0 ? null : part(desk, cellValue(customer, one.ref, 'allocation.amount'))
  return kind === 'payment'
    ? { op: 'deallocate_payment', paymentId: id, invoice: from, amount }
    : { op: 'deallocate_credit', creditId: id, invoice: from, amount }
}

function note(desk: Desk): CommandOf<'add_note'> {
  const { ledger, customer, draw } = desk
  const how = draw(5)
  const kind = how === 4 ? 'payment' : 'invoice'
  const about =
    how === 0 || (customer.counts[kind] === 0 && !rarely(draw, 9))
      ? null
      : ({ kind, id: pick(desk, kind, () => true) } as const)
  const isDispute = how < 3 && about !== null
  const agreed = isDispute ? sum(desk) : rarely(draw, 40) ? sum(desk) : null
  return {
    op: 'add_note',
    note: textOf(ledger, 'they called'),
    noteKind: isDispute ? 'dispute' : 'note',
    about,
    agreed,
  }
}

function upkeep(desk: Desk): Command {
  const { ledger, customer, draw } = desk
  const how = draw(6)
  if (how === 1) return { op: 'join_clock', clock: 'history' }
  if (how > 2) return { op: 'adopt_rules', rules: customer.rules + (rarely(draw, 8) ? 0 : 1 + draw(3)) }
  if (how === 2) return { op: 'evaluate_day', day: desk.effectiveOn, xdrIds: [] }
  const texts = [customer.name, customer.email].filter((text) => text !== null)
  const textId = texts[draw(2)]?.textId ?? '10000000-0000-7000-8000-000000000003'
  return { op: 'erase_text', textId, reason: textOf(ledger, 'asked for it') }
}

function outcome(desk: Desk): Command {
  const queued = (desk.ledger.records.get(desk.customer.id) ?? []).filter((one) => one.type === 'message_queued')
  const message = queued[desk.draw(10_000) % queued.length]
  if (message === undefined) return charge(desk)
  const how = desk.draw(3)
  return {
    op: 'settle_message',
    messageSeq: message.seq,
    template: 'overdue_notice',
    about: message.subject,
    attempt: 1,
    outcome: (['message_sent', 'message_failed', 'message_withheld'] as const)[how] ?? 'message_sent',
    because: how === 0 ? null : how === 1 ? 'mail_server_refused' : 'no_longer_true',
    detail: how === 1 ? textOf(desk.ledger, '550 no such mailbox') : null,
  }
}

const times = (count: number, one: (desk: Desk) => Command) => Array.from({ length: count }, () => one)

/** The operations with their weights; what is not there (undefined) lets a day pass and does nothing else. */
export const operations: readonly (((desk: Desk) => Command) | undefined)[] = [
  ...times(12, charge),
  ...times(18, invoice),
  ...times(15, adjustment),
  ...times(19, payment),
  ...times(8, (desk) => allocation(desk, 'payment')),
  ...times(8, (desk) => deallocation(desk, 'payment')),
  ...times(9, (desk) => allocation(desk, 'credit')),
  ...times(6, (desk) => deallocation(desk, 'credit')),
  ...times(6, note),
  ...times(2, upkeep),
  ...times(2, outcome),
]
