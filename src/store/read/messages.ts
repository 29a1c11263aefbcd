import type { Day, Instant } from '../../engine/time.ts'
import type { Reader } from './records.ts'

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
  readonly attempts: number
  readonly effectiveAt: Instant
  readonly settledAt: Instant | null
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
}

/** Messages of a customer, newest first, before a record. */
export async function readMessagePage(
  reader: Reader,
  customerId: string,
  page: { readonly before: number | null; readonly limit: number },
): Promise<MessageRow[]> {
  const rows = await reader.query<Row>(
    `select seq, template, subject_kind, subject_no, invoice, payment, state, because, to_text, stated, stated_due_on,
         stated_on, stated_sum, attempts, effective_at, settled_at
       from message where customer_id = $1 and seq < $2::bigint order by seq desc limit $3::int`,
    [customerId, page.before ?? Number.MAX_SAFE_INTEGER, page.limit],
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
  }))
}
