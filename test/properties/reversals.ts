import type { Command } from '../../src/engine/asked/command.ts'
import { lesser, type Micros } from '../../src/engine/money/amount.ts'
import type { Subject } from '../../src/engine/state/customer.ts'
import { amountOf } from '../../src/engine/values/amounts.ts'
import { amount, type Desk, some, sum, worth } from './desk.ts'
import {
  allocation,
  chargeback,
  creditNote,
  deallocation,
  move,
  paymentOf,
  pending,
  takeBack,
} from './reversals-money.ts'
import { openPart, type Undone, why } from './reversals-parts.ts'

/** A thing done and then undone. */
export type Reversal = {
  readonly name: string
  readonly make: (desk: Desk) => Undone
  /** whose each operation is, where it is not all the first customer's */
  readonly whose?: readonly string[]
  /** figures that are not restored, and why is said in 2-domain 2.2: "customer.unallocated_payments", "allocation:*" */
  readonly but?: readonly string[]
  /** sums of figures that are restored all the same */
  readonly sums?: readonly (readonly string[])[]
}

function writeOff(desk: Desk): Undone {
  const one = openPart(desk)
  if (one === null) return null
  const { ledger, draw } = desk
  const undone = draw(2) === 0 || amount(desk, 'invoice', one.invoice, 'invoice.written_off') > 0n ? one.part : null
  return [
    { op: 'write_off_invoice', invoice: one.invoice, amount: one.part, reason: why(ledger) },
    { op: 'undo_write_off', invoice: one.invoice, amount: undone },
  ]
}

function dispute(desk: Desk): Undone {
  const one = openPart(desk)
  if (one === null) return null
  const { ledger } = desk
  const most = lesser(one.part, worth(desk, one.invoice))
  return [
    { op: 'open_dispute', disputeId: 'D-undone', invoice: one.invoice, claimed: most, agreed: null, note: null },
    {
      op: 'resolve_dispute',
      disputeId: 'D-undone',
      outcome: 'rejected',
      amount: null,
      reason: why(ledger),
    },
  ]
}

function status(desk: Desk): Undone {
  const { customer, draw, ledger } = desk
  const isSet = (what: 'blocked' | 'closed' | 'terminated'): boolean =>
    (customer.cells[`customer.${what}_since`]?.value ?? 0n) !== 0n
  if (isSet('blocked') || isSet('closed') || isSet('terminated')) return null
  return [
    { op: 'set_customer_status', set: draw(2) === 0 ? 'blocked' : 'closed', reason: why(ledger) },
    { op: 'set_customer_status', set: 'active', reason: why(ledger) },
  ]
}

function collection(desk: Desk): Undone {
  const one = openPart(desk, ({ cells }) => (cells['invoice.uncollected_since']?.value ?? 0n) === 0n)
  if (one === null) return null
  const { invoice } = one
  return [
    { op: 'set_collection', invoice, collect: false, reason: why(desk.ledger) },
    { op: 'set_collection', invoice, collect: true, reason: why(desk.ledger) },
  ]
}

/** Lowered, by no more than it owes, and raised again; or the other way round. */
function adjustment(desk: Desk): Undone {
  const one = openPart(desk)
  if (one === null) return null
  const by = lesser(one.part, worth(desk, one.invoice))
  if (by <= 0n) return null
  const adjusted = (amount: Micros): Command => ({
    op: 'adjust_invoice',
    invoice: one.invoice,
    amount,
    reason: why(desk.ledger),
    dispute: null,
    xdrId: null,
    currency: null,
  })
  return desk.draw(2) === 0 ? [adjusted(-by), adjusted(by)] : [adjusted(by), adjusted(-by)]
}

/** All that is unbilled goes on an invoice, which is voided and its charges booked again. */
function reissue(desk: Desk): Undone {
  const { ledger, customer, today } = desk
  const isKept = (one: Subject): boolean => amountOf(customer, 'invoice.outstanding', one) < 0n
  if (customer.unbilled.length === 0 || some(desk, 'invoice', isKept)) return null
  return [
    {
      op: 'issue_invoice',
      invoice: 'I-undone',
      lines: [],
      charges: 'unbilled',
      period: null,
      issuedOn: today,
      dueOn: null,
      installments: [],
      currency: null,
    },
    {
      op: 'void_invoice',
      invoice: 'I-undone',
      reissue: true,
      reason: why(ledger),
    },
  ]
}

function dueDate(desk: Desk): Undone {
  const one = openPart(desk, ({ cells, traits }) => {
    return cells['invoice.due_on'] !== undefined && (traits.installments ?? []).length === 0
  })
  if (one === null) return null
  const dueOn = Number(amount(desk, 'invoice', one.invoice, 'invoice.due_on'))
  const issuedOn = Number(amount(desk, 'invoice', one.invoice, 'invoice.issued_on'))
  const other = issuedOn + 1 + desk.draw(60)
  const reason = why(desk.ledger)
  return [
    { op: 'change_due_date', invoice: one.invoice, dueOn: other, reason },
    { op: 'change_due_date', invoice: one.invoice, dueOn, reason },
  ]
}

function draft(desk: Desk): Undone {
  const { ledger } = desk
  const line = { description: why(ledger), amount: sum(desk), service: 'fee' }
  const invoice = 'I-undone'
  const free = { period: null, dueOn: null, installments: [], currency: null }
  const given = { reason: null, reissue: false }
  return [
    { op: 'draft_invoice', invoice, lines: [line], charges: 'unbilled', ...free },
    { op: 'void_invoice', invoice, ...given },
  ]
}

const free = ['customer.unallocated_payments', 'customer.unallocated_credits'] as const

/** What is done and undone, and what of it the rules do not restore (2-domain 2.2). */
export const reversals: readonly Reversal[] = [
  { name: 'write-off, undone', make: writeOff },
  { name: 'credit note, voided with what was applied', make: creditNote },
  // what was brought back is counted
  { name: 'chargeback, reversed', make: chargeback, but: ['payment:*.reversed'] },
  { name: 'allocation by hand, taken back', make: allocation },
  // given again, it stands on an allocation of its own
  { name: 'allocation taken back, given again', make: deallocation, but: ['allocation:*.amount'] },
  { name: 'dispute, rejected', make: dispute },
  // the day on which he was made active stays: what had come by then terminates him no more
  { name: 'customer blocked or closed, active again', make: status, but: ['customer.reopened_on'] },
  { name: 'collection stopped, resumed', make: collection },
  {
    name: 'payment, voided',
    make: (desk) => [paymentOf(desk), { ...takeBack('void_payment'), paymentId: 'P-undone' }],
  },
  {
    name: 'payment, failed',
    make: (desk) => [paymentOf(desk), { ...takeBack('fail_payment'), paymentId: 'P-undone' }],
  },
  {
    name: 'authorisation, failed',
    make: (desk) => [pending(desk), { ...takeBack('fail_payment'), paymentId: 'P-undone' }],
  },
  { name: 'adjustment, adjusted back', make: adjustment },
  // charges stand on the void invoice and are booked again: both count, and the void takes off the first
  {
    name: 'invoice, voided and its charges booked again',
    make: reissue,
    but: ['customer.charged', 'customer.credited', 'customer.invoiced', 'customer.voided'],
  },
  { name: 'due date, changed back', make: dueDate },
  { name: 'draft, given up', make: draft },
  {
    name: 'money moved there and back',
    make: move,
    whose: ['C1', 'C2', 'C2', 'C1'],
    but: [...free, 'payment:*', 'credit:*'],
    sums: [free],
  },
]
