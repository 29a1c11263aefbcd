import type { Command, CommandOf } from '../../src/engine/asked/command.ts'
import type { Micros } from '../../src/engine/money/amount.ts'
import type { Installment, Subject } from '../../src/engine/state/customer.ts'
import { textOf } from '../memory/ledger.ts'
import {
  amount,
  any,
  currencyOf,
  type Desk,
  find,
  fine,
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

export const charge = (desk: Desk): CommandOf<'book_charge'> => ({
  op: 'book_charge',
  amount: rarely(desk.draw, 15) ? 0n : fine(desk),
  service: 'usage',
  description: desk.draw(2) === 0 ? null : textOf(desk.ledger, 'a call'),
  xdrId: ownXdrId(desk),
  currency: currencyOf(desk),
})

/** Usage that comes together; now and then of days before, and with charges that were left out of it. */
export function usage(desk: Desk): CommandOf<'book_usage'> {
  const { customer, draw, effectiveAt } = desk
  const charges = Array.from({ length: 1 + draw(4) }, () => {
    const xdrId = ownXdrId(desk)
    const ago = BigInt(draw(40)) * 86_400_000_000n
    const dated = rarely(draw, 3) && effectiveAt - ago >= customer.openedAt
    return {
      amount: rarely(draw, 15) ? 0n : fine(desk),
      service: 'usage',
      ...(xdrId === null ? {} : { xdrId }),
      ...(dated ? { at: effectiveAt - ago } : {}),
    }
  })
  const left = rarely(draw, 4) ? [{ line: charges.length + 1, field: 'amount', code: 'amount_malformed' }] : []
  return { op: 'book_usage', usage: rarely(draw, 40) ? [] : charges, left, currency: currencyOf(desk) }
}

export function invoice(desk: Desk): CommandOf<'issue_invoice'> {
  const { customer, draw, effectiveOn } = desk
  const issuedOn = effectiveOn - (draw(4) === 3 ? draw(20) : 0)
  const lines = linesOf(desk).map((line) => ({ ...line, xdrId: ownXdrId(desk) }))
  const isPlain = lines.length > 0 && rarely(draw, 5)
  const installments = isPlain ? partsOf(desk, lines, issuedOn) : []
  return {
    op: 'issue_invoice',
    invoice: ownId(desk, 'I1', `I${customer.counts.invoice + 1}`),
    lines,
    charges: isPlain ? [] : chargesFor(desk),
    period: draw(2) === 0 ? null : { from: issuedOn - 30, to: issuedOn - (rarely(draw, 40) ? 31 : 1) },
    issuedOn,
    ...(rarely(draw, 4) ? {} : { dueOn: installments.length > 0 ? null : dueOnFor(desk, issuedOn) }),
    installments,
    currency: currencyOf(desk),
  }
}

function linesOf({ ledger, draw, ...desk }: Desk) {
  return Array.from({ length: [1, 2, 0, 3][draw(4)] ?? 1 }, () => ({
    description: textOf(ledger, 'a line'),
    amount: draw(5) === 4 ? -fine({ ledger, draw, ...desk }) : fine({ ledger, draw, ...desk }),
    service: 'subscription',
  }))
}

function dueOnFor({ draw }: Desk, issuedOn: number): number | null {
  const dueOn = [issuedOn + draw(40), issuedOn + 1, null, issuedOn, issuedOn - 1][draw(21) % 5] ?? null
  return dueOn !== null && dueOn < issuedOn && !rarely(draw, 5) ? issuedOn : dueOn
}

/** Two or three installments that add up to what some lines come to where that is so easy to say; else refused ones. */
function partsOf(desk: Desk, lines: readonly { readonly amount: Micros }[], issuedOn: number): Installment[] {
  const { draw, unit } = desk
  const total = lines.reduce((all, line) => all + line.amount, 0n)
  const rounded = total % unit === 0n ? total : (total / unit + 1n) * unit
  const count = 2 + draw(2)
  const each = rounded / BigInt(count) - ((rounded / BigInt(count)) % unit)
  const first = issuedOn + draw(10)
  return Array.from({ length: count }, (_, at) => ({
    dueOn: first + at * (1 + draw(15)),
    amount: at === 0 ? rounded - each * BigInt(count - 1) : each,
  })).map((one, at) => ({ ...one, dueOn: one.dueOn + at }))
}

function chargesFor({ customer, draw }: Desk): 'unbilled' | readonly bigint[] {
  const how = draw(4)
  if (how < 2) return 'unbilled'
  if (how === 2) return []
  const isFree = (no: number): boolean => customer.unbilled.some(([from, to]) => from <= no && no <= to)
  const charges = [...customer.charges.values()].filter((one) => isFree(one.no) || rarely(draw, 60))
  return [...charges.filter(() => draw(2) === 0).map((one) => one.xdrId), ...(rarely(draw, 50) ? [9_999_999n] : [])]
}

const isDraft = (one: Subject): boolean => one.traits.draft !== undefined

export function draft(desk: Desk): CommandOf<'draft_invoice'> {
  const { customer, draw, effectiveOn } = desk
  const lines = linesOf(desk)
  const isPlain = lines.length > 0 && rarely(draw, 4)
  return {
    op: 'draft_invoice',
    invoice: ownId(desk, 'I1', `I${customer.counts.invoice + 1}`),
    lines,
    charges: isPlain ? [] : chargesFor(desk),
    period: draw(2) === 0 ? null : { from: effectiveOn - 30, to: effectiveOn },
    dueOn: isPlain || draw(2) === 0 ? null : effectiveOn + draw(30),
    installments: isPlain ? partsOf(desk, lines, effectiveOn) : [],
    currency: currencyOf(desk),
  }
}

export function draftLine(desk: Desk): Command {
  if (!some(desk, 'invoice', isDraft)) return draft(desk)
  const line = { description: textOf(desk.ledger, 'one more'), amount: fine(desk), service: 'fee' }
  return { op: 'add_draft_line', invoice: pick(desk, 'invoice', isDraft), line }
}

export function issueDraft(desk: Desk): Command {
  if (!some(desk, 'invoice', isDraft)) return draft(desk)
  const id = pick(desk, 'invoice', isDraft)
  const { customer, draw, effectiveOn } = desk
  const { draft: contents, installments = [] } = find(desk, 'invoice', id)?.traits ?? {}
  const first = installments[0]?.dueOn ?? contents?.dueOn ?? effectiveOn
  return {
    op: 'issue_draft',
    draft: id,
    invoice: [id, id, `N${customer.counts.invoice}-${customer.seq}`, null][draw(4)] ?? null,
    issuedOn: Math.min(first, effectiveOn),
    ...(installments.length > 0 || draw(2) === 0 ? {} : { dueOn: effectiveOn + draw(20) }),
  }
}

export function adjustment(desk: Desk): Command {
  const { ledger, customer, draw } = desk
  if (customer.counts.invoice === 0 && !rarely(draw, 20)) return invoice(desk)
  const id = pick(desk, 'invoice', any)
  const most = worth(desk, id)
  const about = customer.counts.dispute > 0 && rarely(draw, 3)
  const dispute = about ? pick(desk, 'dispute', (one) => one.target?.no === find(desk, 'invoice', id)?.ref.no) : null
  return {
    op: 'adjust_invoice',
    invoice: id,
    amount: most <= 0n || draw(10) < 3 ? sum(desk) : -part(desk, most),
    reason: rarely(draw, 60) ? null : textOf(ledger, 'agreed on the phone'),
    dispute,
    xdrId: ownXdrId(desk),
    currency: currencyOf(desk),
  }
}

export function writeOff(desk: Desk): Command {
  if (!some(desk, 'invoice', isOpen(desk)) && !rarely(desk.draw, 8)) return invoice(desk)
  const id = pick(desk, 'invoice', isOpen(desk))
  return {
    op: 'write_off_invoice',
    invoice: id,
    amount: partOrAll(desk, open(desk, id)),
    reason: rarely(desk.draw, 60) ? null : textOf(desk.ledger, 'insolvent'),
  }
}

export function undoWriteOff(desk: Desk): Command {
  const isGivenUp = has(desk, 'invoice.written_off')
  if (!some(desk, 'invoice', isGivenUp) && !rarely(desk.draw, 8)) return writeOff(desk)
  const id = pick(desk, 'invoice', isGivenUp)
  const wanted = partOrAll(desk, amount(desk, 'invoice', id, 'invoice.written_off'))
  return { op: 'undo_write_off', invoice: id, amount: wanted }
}

export function voidInvoice(desk: Desk): Command {
  const { customer, draw, ledger } = desk
  if (customer.counts.invoice === 0) return invoice(desk)
  const id = pick(desk, 'invoice', (one) => one.cells['invoice.voided_on'] === undefined)
  return {
    op: 'void_invoice',
    invoice: id,
    reissue: draw(2) === 0,
    reason: rarely(draw, 40) ? null : textOf(ledger, 'issued by mistake'),
  }
}

export function turnIntoCredit(desk: Desk): Command {
  const isKept = (one: Subject): boolean => amount(desk, 'invoice', one.id, 'invoice.outstanding') < 0n
  if (!some(desk, 'invoice', isKept) && !rarely(desk.draw, 8)) return invoice(desk)
  return { op: 'turn_into_credit', invoice: pick(desk, 'invoice', isKept) }
}

export function dueDate(desk: Desk): Command {
  const { draw, ledger, today } = desk
  if (desk.customer.counts.invoice === 0) return invoice(desk)
  const id = pick(desk, 'invoice', isOpen(desk))
  const issuedOn = Number(amount(desk, 'invoice', id, 'invoice.issued_on'))
  return {
    op: 'change_due_date',
    invoice: id,
    dueOn: draw(3) === 2 ? issuedOn + draw(20) - (rarely(draw, 20) ? 25 : 0) : today + draw(30),
    reason: rarely(draw, 60) ? null : textOf(ledger, 'he asked for time'),
  }
}
