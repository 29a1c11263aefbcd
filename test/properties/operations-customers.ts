import type { Command, CommandOf } from '../../src/engine/asked/command.ts'
import type { Subject } from '../../src/engine/state/customer.ts'
import { type MemoryLedger, perform, textOf } from '../memory/ledger.ts'
import {
  amount,
  any,
  type Desk,
  type Draw,
  find,
  isOpen,
  oneOf,
  ownId,
  part,
  pick,
  rarely,
  some,
  sum,
  worth,
} from './desk.ts'
import { invoice } from './operations-invoices.ts'

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

/** Opens one more customer, in the currency of the first, unless there is one by this id. */
export function openAnother(ledger: MemoryLedger, customerId: string): void {
  const currency = ledger.customers.get('C1')?.currency ?? 'USD'
  const command = opening(ledger, customerId, currency, () => 0)
  if (!ledger.customers.has(customerId)) perform(ledger, customerId, command)
}

/** To the moment that the operation is dated. */
export const moveOpening = ({ draw, ledger }: Desk): CommandOf<'move_opening'> => ({
  op: 'move_opening',
  reason: rarely(draw, 40) ? null : textOf(ledger, 'an older invoice turned up'),
})

/** A limit for good, or a temporary one to the end of a day. */
export function limit(desk: Desk): CommandOf<'change_credit_limit'> {
  const { draw, effectiveOn, ledger } = desk
  return {
    op: 'change_credit_limit',
    limit: rarely(draw, 30) ? -sum(desk) : rarely(draw, 6) ? 0n : sum(desk) * 5n,
    until: draw(2) === 0 ? null : effectiveOn + draw(15) - (rarely(draw, 30) ? 20 : 0),
    reason: draw(2) === 0 ? null : textOf(ledger, 'a good customer'),
  }
}

export function status(desk: Desk): CommandOf<'set_customer_status'> {
  const { customer, draw, ledger } = desk
  const {
    'customer.blocked_since': blocked,
    'customer.closed_since': closed,
    'customer.terminated_since': ended,
  } = customer.cells
  const isSet = [blocked, closed, ended].some((cell) => (cell?.value ?? 0n) > 0n)
  const set = isSet ? oneOf(draw, 'active', 'active', 'active', 'blocked', 'closed') : oneOf(draw, 'blocked', 'closed')
  return { op: 'set_customer_status', set, reason: rarely(draw, 40) ? null : textOf(ledger, 'as he asked') }
}

export const lift = ({ draw, ledger, today }: Desk): CommandOf<'lift_collection'> => ({
  op: 'lift_collection',
  until: today + draw(20) - (rarely(draw, 30) ? 25 : 0),
  reason: rarely(draw, 60) ? null : textOf(ledger, 'he pays on Friday'),
})

const isStopped = (one: Subject): boolean => (one.cells['invoice.uncollected_since']?.value ?? 0n) > 0n

export function collection(desk: Desk): Command {
  const { draw, ledger } = desk
  if (desk.customer.counts.invoice === 0) return invoice(desk)
  const collect = some(desk, 'invoice', isStopped) && draw(3) > 0
  const id = pick(desk, 'invoice', collect ? isStopped : (one) => !isStopped(one) && isOpen(desk)(one))
  const reason = rarely(draw, 60) ? null : textOf(ledger, 'left to a lawyer')
  return { op: 'set_collection', invoice: id, collect, reason }
}

export function details(desk: Desk): CommandOf<'change_details'> {
  const { customer, draw, ledger } = desk
  return {
    op: 'change_details',
    name: draw(2) === 0 ? textOf(ledger, 'Another name') : null,
    email: draw(3) === 2 ? textOf(ledger, 'other@example.com') : null,
    class: draw(3) === 2 ? oneOf(draw, 'business', 'default') : null,
    timeZone: draw(4) === 3 ? customer.timeZone : null,
  }
}

export function note(desk: Desk): CommandOf<'add_note'> {
  const { ledger, customer, draw } = desk
  const kind = (['invoice', 'invoice', 'payment', 'credit', 'dispute', 'dispute'] as const)[draw(6)] ?? 'invoice'
  const about =
    draw(5) === 0 || (customer.counts[kind] === 0 && !rarely(draw, 9)) ? null : { kind, id: pick(desk, kind, any) }
  const isDispute = about !== null && (kind === 'invoice' || kind === 'dispute') && draw(3) > 0
  const agreed = isDispute ? sum(desk) : rarely(draw, 40) ? sum(desk) : null
  const noteKind = isDispute ? 'dispute' : 'note'
  return { op: 'add_note', note: textOf(ledger, 'they called'), noteKind, about, agreed }
}

export function dispute(desk: Desk): Command {
  const { customer, draw, ledger } = desk
  if (customer.counts.invoice === 0) return invoice(desk)
  const id = pick(desk, 'invoice', isOpen(desk))
  const most = worth(desk, id)
  return {
    op: 'open_dispute',
    disputeId: ownId(desk, 'D1', `D${customer.counts.dispute + 1}`),
    invoice: id,
    claimed: draw(3) === 0 ? null : part(desk, most),
    agreed: draw(3) === 2 ? part(desk, most) : null,
    note: draw(2) === 0 ? null : textOf(ledger, 'CRM case 8841'),
  }
}

const isEnded = ({ cells }: Subject): boolean =>
  cells['dispute.resolved_on'] !== undefined || cells['dispute.rejected_on'] !== undefined

export function resolution(desk: Desk): Command {
  const { draw, ledger } = desk
  if (!some(desk, 'dispute', (one) => !isEnded(one)) && !rarely(draw, 10)) return dispute(desk)
  const id = pick(desk, 'dispute', (one) => !isEnded(one))
  const target = find(desk, 'dispute', id)?.target
  const about = desk.customer.subjects.get(`invoice:${target?.no}`)?.id ?? 'nowhere'
  const hasAgreed = amount(desk, 'dispute', id, 'dispute.agreed') > 0n
  return {
    op: 'resolve_dispute',
    disputeId: id,
    outcome: draw(2) === 0 ? 'adjusted' : 'rejected',
    amount: hasAgreed && draw(2) === 0 ? null : part(desk, worth(desk, about)),
    reason: rarely(draw, 60) ? null : textOf(ledger, 'they agreed'),
  }
}
