import type { NamedDraft } from '../asked/draft.ts'
import { draftedDecisions } from '../events/decisions.ts'
import type { LedgerRecord } from '../events/record.ts'

/**
 * The drafts behind the records of one operation, so that it can be booked again and compared byte for byte: its events,
 * outcomes of messages and wishes not met. Changes and queued or withheld messages are made by booking itself.
 */
export function draftsOf(records: readonly LedgerRecord[]): NamedDraft[] {
  const drafted = records.filter(
    (record) =>
      record.kind === 'event' ||
      (record.kind === 'message' && isOutcome(record)) ||
      (record.kind === 'decision' && draftedDecisions.has(record.type)),
  )
  const indexOf = new Map(drafted.map((record, index) => [record.seq, index]))
  const first = records[0]?.seq ?? 0
  return drafted.map((record) => ({
    type: record.type as NamedDraft['type'],
    subject: record.subject,
    facts: record.kind === 'change' ? {} : record.facts,
    effectiveAt: record.effectiveAt,
    parent: record.parentSeq === null ? null : (indexOf.get(record.parentSeq) ?? null),
    ...(record.seq === record.rootSeq ? { isMain: true } : {}),
    ...(record.parentSeq !== null && record.rootSeq < first
      ? { isMain: true, under: { parentSeq: record.parentSeq, rootSeq: record.rootSeq } }
      : {}),
    causes: record.causes.map((cause) => {
      const draft = indexOf.get(cause.seq)
      return draft === undefined ? { role: cause.role, seq: cause.seq } : { role: cause.role, draft }
    }),
  }))
}

/** Did the operation itself say what became of a message, naming the record that queued it? */
const isOutcome = (record: LedgerRecord): boolean => record.kind === 'message' && record.facts.messageSeq !== undefined
