import { messageTypes } from '../engine/events/messages.ts'
import { codes, slots, type TextRef } from '../engine/events/slots.ts'
import { type Ref, subjectKinds } from '../engine/figures/base.ts'
import type { LedgerRecord } from '../engine/record.ts'
import type { InvoiceCharges } from '../store/charges.ts'
import type { Entry as DirectoryEntry } from '../store/directory.ts'
import type { PaymentFacts } from '../store/payments.ts'
import { textOfAmount, textOfDay, textOfTime } from '../store/rows.ts'
import type { Sheet } from './sheet.ts'

// What a record adds to the read tables and queues. `verify` makes the same rows again and compares.

/** The ids over all customers that a record takes. */
export function directoryEntries(customerId: string, record: LedgerRecord): DirectoryEntry[] {
  if (record.kind !== 'event' || record.facts.id === undefined) return []
  const { facts, type } = record
  const entry = (kind: DirectoryEntry['kind'], ref: Ref | undefined): DirectoryEntry[] =>
    ref === undefined ? [] : [{ kind, id: facts.id ?? '', customerId, no: ref.no }]
  if (type === 'invoice_issued') return entry('invoice', facts.invoice)
  if (type === 'payment_received') return entry('payment', facts.payment)
  return type === 'credit_made' ? entry('credit', facts.credit) : []
}

/** The charges that an issued invoice takes. */
export function invoiceCharges(customerId: string, record: LedgerRecord): InvoiceCharges[] {
  if (record.kind !== 'event' || record.type !== 'invoice_issued') return []
  const { invoice, charges = [] } = record.facts
  return invoice === undefined ? [] : charges.map(([from, to]) => ({ customerId, invoice: invoice.no, from, to }))
}

/** What a payment's row says beside his figures, by customer and number. */
export function paymentFacts(sheets: readonly Sheet[]): ReadonlyMap<string, PaymentFacts> {
  const facts = new Map<string, PaymentFacts>()
  for (const sheet of sheets)
    for (const entry of sheet.entries)
      for (const record of entry.records) {
        if (record.kind !== 'event' || record.type !== 'payment_received') continue
        const { payment, method = null, xdrId = 0n } = record.facts
        if (payment !== undefined) facts.set(`${sheet.customerId}\0${payment.no}`, { method, xdrId })
      }
  return facts
}

/** A note as the list of notes has it. */
export function noteRows(customerId: string, record: LedgerRecord) {
  if (record.kind !== 'event' || record.type !== 'note_added') return []
  const { note, noteKind = 'note', about, agreed } = record.facts
  if (note === undefined) return []
  return [
    {
      customer_id: customerId,
      seq: record.seq,
      kind: codes[noteKind],
      about_kind: about === undefined ? 0 : subjectKinds[about.kind],
      about_no: about?.no ?? 0,
      text_id: note.textId,
      agreed: textOfAmount(agreed),
      effective_at: textOfTime(record.effectiveAt),
    },
  ]
}

/** A message as it was queued or withheld. */
export function messageRows(customerId: string, record: LedgerRecord) {
  if (record.kind !== 'message' || record.facts.messageSeq !== undefined) return []
  const { template = 'overdue_notice', invoice, because, to, stated, statedDueOn } = record.facts
  return [
    {
      customer_id: customerId,
      seq: record.seq,
      template: codes[template],
      invoice: invoice?.no ?? null,
      state: messageTypes[record.type],
      because: because === undefined ? null : codes[because],
      to_text: to?.textId ?? null,
      stated: textOfAmount(stated),
      stated_due_on: textOfDay(statedDueOn),
      effective_at: textOfTime(record.effectiveAt),
      settled_seq: null,
      settled_at: null,
    },
  ]
}

/** What became of a queued message; `seq` is that of the record that queued it. */
export function settledRows(customerId: string, record: LedgerRecord) {
  if (record.kind !== 'message' || record.facts.messageSeq === undefined) return []
  const { because, messageSeq } = record.facts
  return [
    {
      customer_id: customerId,
      seq: Number(messageSeq),
      state: messageTypes[record.type],
      because: because === undefined ? null : codes[because],
      settled_seq: record.seq,
      settled_at: textOfTime(record.recordedAt),
    },
  ]
}

/** A message that waits for its sending. */
export const deliveryRows = (customerId: string, record: LedgerRecord) =>
  record.type === 'message_queued'
    ? [{ customer_id: customerId, message_seq: record.seq, next_attempt_at: textOfTime(record.recordedAt) }]
    : []

/** A text that is to be emptied. */
export const erasures = (customerId: string, record: LedgerRecord) =>
  record.kind === 'event' && record.type === 'text_erased' && record.facts.textId !== undefined
    ? [{ customerId, textId: record.facts.textId }]
    : []

const PERSONAL = new Set<string>(['name', 'email', 'to', 'note'])

/** The texts that a record names, each with the number of its slot and its class: 1 about the business, 2 personal. */
export const namedTexts = (record: LedgerRecord) =>
  record.kind === 'change'
    ? []
    : Object.entries(record.facts).flatMap(([name, value]) => {
        const slot = slots[name as keyof typeof slots][0]
        return isText(value) ? [{ ref: value, seq: record.seq, slot, class: PERSONAL.has(name) ? 2 : 1 }] : []
      })

const isText = (value: unknown): value is TextRef => typeof value === 'object' && value !== null && 'textId' in value
