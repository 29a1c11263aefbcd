import { messageTypes } from '../../../engine/events/messages.ts'
import type { Day, Instant } from '../../../engine/time.ts'
import { textOfTime } from '../../session/rows.ts'
import type { Reach } from '../audit/narrowing.ts'
import { type Reader, type Row as RecordCells, type RecordRow, rowOf } from '../records/records.ts'

/** Of `message.state`, and of the types of message records. */
const { message_queued: QUEUED, message_deferred: DEFERRED } = messageTypes

/** A message in the list: what it stated, and what became of it. Numbers are those of the engine's tables. */
export type MessageRow = {
  readonly seq: number
  readonly template: number
  /** what it is about */
  readonly subjectKind: number
  readonly subjectNo: number
  readonly invoice: number | null
  readonly payment: number | null
  readonly state: number
  readonly because: number | null
  readonly toText: string | null
  readonly stated: bigint | null
  readonly statedDueOn: Day | null
  readonly statedOn: Day | null
  readonly statedSum: bigint | null
  /** of what ended in all, whatever was known by then */
  readonly attempts: number
  readonly effectiveAt: Instant
  readonly settledAt: Instant | null
  /** has it come to its end within the reach? */
  readonly isSettled: boolean
}

type Row = {
  seq: bigint
  template: number
  subject_kind: number
  subject_no: number
  invoice: number | null
  payment: number | null
  state: number
  because: number | null
  to_text: string | null
  stated: bigint | null
  stated_due_on: Day | null
  stated_on: Day | null
  stated_sum: bigint | null
  attempts: number
  effective_at: Instant
  settled_at: Instant | null
  is_settled: boolean
}

/** Messages of a customer, newest first, before a record; within a reach where one is given, as they stood then. */
export async function readMessagePage(
  reader: Reader,
  customerId: string,
  page: { readonly before: number | null; readonly limit: number },
  reach: Reach | null = null,
): Promise<MessageRow[]> {
  const rows = await reader.query<Row>(
    `select m.seq, m.template, m.subject_kind, m.subject_no, m.invoice, m.payment, m.to_text, m.stated, m.stated_due_on,
         m.stated_on, m.stated_sum, m.attempts, m.effective_at, s.seq is not null as is_settled,
         case when m.settled_seq is null or s.seq is not null then m.state else ${QUEUED} end as state,
         case when m.settled_seq is null or s.seq is not null then m.because end as because,
         s.effective_at as settled_at
       from message m left join record s on s.customer_id = m.customer_id and s.seq = m.settled_seq
        and s.seq <= $4::bigint and s.effective_at <= $5::timestamptz
      where m.customer_id = $1 and m.seq < $2::bigint and m.seq <= $4::bigint and m.effective_at <= $5::timestamptz
      order by m.seq desc limit $3::int`,
    [
      customerId,
      page.before ?? Number.MAX_SAFE_INTEGER,
      page.limit,
      reach?.knownSeq ?? Number.MAX_SAFE_INTEGER,
      reach === null ? 'infinity' : textOfTime(reach.effectiveAt),
    ],
  )
  return rows.map((row) => ({
    seq: Number(row.seq),
    template: row.template,
    subjectKind: row.subject_kind,
    subjectNo: row.subject_no,
    invoice: row.invoice,
    payment: row.payment,
    state: row.state,
    because: row.because,
    toText: row.to_text,
    stated: row.stated,
    statedDueOn: row.stated_due_on,
    statedOn: row.stated_on,
    statedSum: row.stated_sum,
    attempts: row.attempts,
    effectiveAt: row.effective_at,
    settledAt: row.settled_at,
    isSettled: row.is_settled,
  }))
}

/** Records of attempts within a reach that failed and were not the last, behind a message: all of the customer's. */
export async function readDeferred(
  reader: Reader,
  customerId: string,
  behind: number,
  reach: Reach,
): Promise<RecordRow[]> {
  const rows = await reader.query<RecordCells>(
    `select customer_id, seq, xdr_id, canonical from record where customer_id = $1 and kind = 4 and type = ${DEFERRED}
        and seq > $2::bigint and seq <= $3::bigint and effective_at <= $4::timestamptz`,
    [customerId, behind, reach.knownSeq, textOfTime(reach.effectiveAt)],
  )
  return rows.map(rowOf)
}
