import { rowOf } from '../../engine/events/effects.ts'
import { messageTypes } from '../../engine/events/messages.ts'
import type { LedgerRecord } from '../../engine/events/record.ts'
import { codes, slots, type TextRef } from '../../engine/events/slots.ts'
import { subjectKinds } from '../../engine/figures/base.ts'
import { type Entry as DirectoryEntry, isDirectoryKind } from '../../store/heads/directory.ts'
import type { ScheduledEnd } from '../../store/queues/scheduled.ts'
import { textOfAmount, textOfDay, textOfTime } from '../../store/session/rows.ts'
import type { InvoiceCharges } from '../../store/subjects/charges.ts'
import type { PaymentFacts } from '../../store/subjects/payments.ts'
import type { Sheet } from './sheet.ts'

// What a record adds to the read tables and queues. `verify` makes the same rows again and compares.

/** The ids over all customers that a record takes: that of what it brings into being. */
export function directoryEntries(customerId: string, record: LedgerRecord): DirectoryEntry[] {
  if (record.kind !== 'event' || record.facts.id === undefined) return []
  const { facts, type } = record
  const kind = rowOf(type).brings
  if (kind === undefined || !isDirectoryKind(kind)) return []
  const ref = facts[kind]
  return ref === undefined ? [] : [{ kind, id: record.facts.id, customerId, no: ref.no }]
}

/** The charges that an issued invoice takes. */
export function invoiceCharges(customerId: string, record: LedgerRecord): InvoiceCharges[] {
  if (record.kind !== 'event' || record.type !== 'invoice_issued') return []
  const { invoice, charges = [] } = record.facts
  return invoice === undefined ? [] : charges.map(([from, to]) => ({ customerId, invoice: invoice.no, from, to }))
}

/** What the row of a payment that a record brings into being says beside its figures, by its number. */
export function paymentFactsOf(record: LedgerRecord): readonly (readonly [number, PaymentFacts])[] {
  if (record.kind !== 'event' || rowOf(record.type).brings !== 'payment') return []
  const { payment, method = null, xdrId = 0n } = record.facts
  return payment === undefined ? [] : [[payment.no, { method, xdrId }]]
}

/** What the rows of new payments say beside their figures, by customer and number. */
export function paymentFacts(sheets: readonly Sheet[]): ReadonlyMap<string, PaymentFacts> {
  const facts = new Map<string, PaymentFacts>()
  for (const sheet of sheets)
    for (const entry of sheet.entries)
      for (const [no, own] of entry.records.flatMap(paymentFactsOf)) facts.set(`${sheet.customerId}\0${no}`, own)
  return facts
}

/** A note as the list of notes has it: what was added, and what a dispute was opened with. */
export function noteRows(customerId: string, record: LedgerRecord) {
  if (record.kind !== 'event') return []
  const isDispute = rowOf(record.type).brings === 'dispute'
  const { note, noteKind = isDispute ? 'dispute' : 'note', agreed } = record.facts
  const about = isDispute ? record.facts.dispute : record.facts.about
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
  const { template = 'overdue_notice', invoice, payment, because, to, stated, statedDueOn } = record.facts
  const { statedOn, statedSum } = record.facts
  return [
    {
      customer_id: customerId,
      seq: record.seq,
      template: codes[template],
      subject_kind: subjectKinds[record.subject.kind],
      subject_no: record.subject.no,
      invoice: invoice?.no ?? null,
      payment: payment?.no ?? null,
      state: messageTypes[record.type],
      because: because === undefined ? null : codes[because],
      to_text: to?.textId ?? null,
      stated: textOfAmount(stated),
      stated_due_on: textOfDay(statedDueOn),
      stated_on: textOfDay(statedOn),
      stated_sum: textOfAmount(statedSum),
      attempts: 0,
      effective_at: textOfTime(record.effectiveAt),
      settled_seq: null,
      settled_at: null,
    },
  ]
}

/** What became of a queued message; `seq` is that of the record that queued it. An attempt that failed settles nothing. */
export function settledRows(customerId: string, record: LedgerRecord) {
  if (record.kind !== 'message' || record.facts.messageSeq === undefined) return []
  if (record.type === 'message_deferred') return []
  const { because, messageSeq, attempt = 0n } = record.facts
  return [
    {
      customer_id: customerId,
      seq: Number(messageSeq),
      attempts: Number(attempt),
      state: messageTypes[record.type],
      because: because === undefined ? null : codes[because],
      settled_seq: record.seq,
      settled_at: textOfTime(record.recordedAt),
    },
  ]
}

/** An attempt at sending that failed and is not the last; `seq` is that of the record that queued the message. */
export function deferredRows(customerId: string, record: LedgerRecord) {
  if (record.type !== 'message_deferred' || record.facts.messageSeq === undefined) return []
  const { messageSeq, attempt = 0n } = record.facts
  return [{ customer_id: customerId, seq: Number(messageSeq), attempts: Number(attempt) }]
}

/** A message that waits for its sending. */
export const deliveryRows = (customerId: string, record: LedgerRecord) =>
  record.type === 'message_queued'
    ? [{ customer_id: customerId, message_seq: record.seq, next_attempt_at: textOfTime(record.recordedAt) }]
    : []

/** An operation that waits for its day. */
export function scheduledRows(customerId: string, record: LedgerRecord) {
  if (record.kind !== 'event' || record.type !== 'operation_scheduled') return []
  const { id = '', op = '', dueAt = 0n, day } = record.facts
  return [
    {
      customer_id: customerId,
      scheduled_id: id,
      seq: record.seq,
      op,
      effective_at: textOfTime(dueAt),
      due_on: textOfDay(day),
      state: 'waiting',
      refusal: null,
    },
  ]
}

/** An operation that waits no more. */
export function endedSchedules(customerId: string, record: LedgerRecord): ScheduledEnd[] {
  if (record.kind !== 'event' || record.type !== 'schedule_ended') return []
  const { id: scheduledId = '', outcome, refusal = null } = record.facts
  const state = outcome === 'failed' || outcome === 'cancelled' ? outcome : 'done'
  return [{ customerId, scheduledId, state, refusal }]
}

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
