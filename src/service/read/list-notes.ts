import { codeNo, messageNo } from '../../engine/bytes/numbers.ts'
import { codeWords } from '../../engine/explain/words.ts'
import { type Ref, refKey } from '../../engine/figures/base.ts'
import { evaluate, statusAt } from '../../engine/figures/evaluate.ts'
import { loadInvoices } from '../../store/invoices.ts'
import { type MessageRow, readMessagePage } from '../../store/read/messages.ts'
import { readNotePage } from '../../store/read/notes.ts'
import { readOperations } from '../../store/read/operations.ts'
import { readTexts } from '../../store/read/texts.ts'
import type { Session } from '../../store/store.ts'
import { wantsNothing } from '../../store/wanted.ts'
import { dayAt } from '../days.ts'
import { namesOf } from './allocated.ts'
import { nowOf } from './dials.ts'
import { bodiesOf } from './event-texts.ts'
import { eventsOf, numberFrom, type PageAsked, pageOf } from './lists.ts'
import { headOf } from './view.ts'
import { amountText, digitsOf, maskedAddress, subjectText, timeText } from './wire.ts'

/** A customer's notes and disputes, newest first. */
export async function listNotes(session: Session, customerId: string, asked: PageAsked) {
  const { customer } = await headOf(session, customerId)
  const seqs = await readNotePage(session, customerId, { before: numberFrom(asked.cursor), limit: asked.limit + 1 })
  const { items, next } = pageOf(seqs, asked.limit, (seq) => seq)
  const events = await eventsOf(session, customerId, items)
  const all = [...events.values()]
  const [bodyOf, nameOf, operations] = await Promise.all([
    bodiesOf(session, customerId, all),
    namesOf(
      session,
      customerId,
      all.map((event) => event.subject),
    ),
    readOperations(
      session,
      all.map((event) => ({ customerId, seq: event.rootSeq })),
    ),
  ])
  return {
    items: items.flatMap((seq) => {
      const event = events.get(seq)
      if (event === undefined) return []
      const { facts, subject, effectiveAt, rootSeq } = event
      const operation = operations.find((one) => one.firstSeq === rootSeq)
      return {
        seq,
        kind: facts.noteKind ?? (event.type === 'dispute_opened' ? 'dispute' : 'note'),
        subject: subjectText(subject, (ref) => nameOf(ref) ?? String(ref.no)),
        text: bodyOf(facts.note?.textId),
        text_id: facts.note?.textId ?? '',
        agreed: amountText(facts.agreed ?? null, digitsOf(customer)),
        reference: operation?.reference ?? null,
        actor: operation?.actor ?? '',
        effective_at: timeText(effectiveAt),
      }
    }),
    next,
  }
}

const stateNames = {
  message_queued: 'queued',
  message_sent: 'sent',
  message_failed: 'not_sent',
  message_withheld: 'withheld',
  message_deferred: 'queued',
} as const

/** A customer's messages, newest first, each with whether what it stated is still so. */
export async function listMessages(session: Session, customerId: string, asked: PageAsked) {
  const { customer } = await headOf(session, customerId)
  const rows = await readMessagePage(session, customerId, { before: numberFrom(asked.cursor), limit: asked.limit + 1 })
  const { items, next } = pageOf(rows, asked.limit, (row) => row.seq)
  const today = dayAt(await nowOf(session, customer), customer.timeZone)
  const invoiceNos = items.flatMap((row) => row.invoice ?? [])
  const [loaded, nameOf, texts] = await Promise.all([
    loadInvoices(session, [{ ...wantsNothing(customerId), invoiceNos }]),
    namesOf(
      session,
      customerId,
      invoiceNos.map((no): Ref => ({ kind: 'invoice', no })),
    ),
    readTexts(
      session,
      items.flatMap(({ toText }) => (toText === null ? [] : [{ customerId, textId: toText }])),
    ),
  ])
  const state = { ...customer, subjects: new Map(loaded.map(({ subject }) => [refKey(subject.ref), subject])) }
  const isTrue = ({ invoice, stated }: MessageRow): boolean => {
    if (invoice === null) return true
    const ref: Ref = { kind: 'invoice', no: invoice }
    return (
      statusAt(state, 'invoice.status', ref, today) === 'overdue' &&
      evaluate(state, 'invoice.outstanding', ref, today) === stated
    )
  }
  const addressOf = (textId: string | null): string | null => texts.find((one) => one.textId === textId)?.body ?? null
  return {
    items: items.map((row) => {
      const ref: Ref | null = row.invoice === null ? null : { kind: 'invoice', no: row.invoice }
      const address = addressOf(row.toText)
      return {
        seq: row.seq,
        template: codeNo.name(row.template),
        subject: ref === null ? 'customer' : subjectText(ref, (one) => nameOf(one) ?? String(one.no)),
        state: stateNames[messageNo.name(row.state)],
        reason: row.because === null ? null : codeWords[codeNo.name(row.because)],
        to: address === null ? null : maskedAddress(address),
        stated: amountText(row.stated, digitsOf(customer)),
        true_now: isTrue(row),
        effective_at: timeText(row.effectiveAt),
        settled_at: row.settledAt === null ? null : timeText(row.settledAt),
      }
    }),
    next,
  }
}
