import { subjectOf } from '../../engine/customer/state.ts'
import type { Ref } from '../../engine/figures/base.ts'
import { evaluate } from '../../engine/figures/evaluate.ts'
import { textFromDay } from '../../engine/time.ts'
import { readTexts } from '../../store/read/texts.ts'
import { readInvoiceCharges } from '../../store/read/xdrs.ts'
import type { Session } from '../../store/store.ts'
import { bodiesOf } from './event-texts.ts'
import { eventsOf } from './lists.ts'
import type { View } from './view.ts'
import { amountText } from './wire.ts'

/** Lines that one answer names at most; the audit log pages through more. */
const MOST = 1000

/** The charges and credits that stand on an invoice, in order of booking; a credit is negative. */
export async function linesOf(session: Session, { customer, digits }: View, invoice: number) {
  const seqs = await readInvoiceCharges(session, customer.id, invoice, MOST)
  const charges = [...(await eventsOf(session, customer.id, seqs)).values()].sort((a, b) => a.seq - b.seq)
  const bodyOf = await bodiesOf(session, customer.id, charges)
  return charges.map(({ seq, facts, type }) => {
    const size = facts.amount ?? 0n
    return {
      xdr_id: String(facts.xdrId ?? ''),
      description: bodyOf(facts.description?.textId),
      service: facts.service ?? '',
      amount: amountText(type === 'credit_booked' ? -size : size, digits),
      seq,
    }
  })
}

/** What a draft will be issued over; null where the invoice is issued. */
export async function draftOf(session: Session, { customer, digits }: View, ref: Ref) {
  const draft = subjectOf(customer, ref)?.traits.draft
  if (draft === undefined) return null
  const keys = draft.lines.map((line) => ({ customerId: customer.id, textId: line.description.textId }))
  const bodies = new Map((await readTexts(session, keys)).map((text) => [text.textId, text.body]))
  return {
    takes: draft.takes,
    lines: draft.lines.map(({ description, service, amount }) => ({
      description: bodies.get(description.textId) ?? null,
      service,
      amount: amountText(amount, digits),
    })),
  }
}

/** The parts of an invoice by their days; money covers the earliest first, so that the last ones are open. */
export function installmentsOf({ customer, today, digits }: View, ref: Ref) {
  const parts = subjectOf(customer, ref)?.traits.installments ?? []
  let open = evaluate(customer, 'invoice.outstanding', ref, today) ?? 0n
  return parts
    .map((one) => one)
    .reverse()
    .map(({ dueOn, amount }) => {
      const uncovered = open < 0n ? 0n : open < amount ? open : amount
      open -= uncovered
      return { due_on: textFromDay(dueOn), amount: amountText(amount, digits), open: amountText(uncovered, digits) }
    })
    .reverse()
}
