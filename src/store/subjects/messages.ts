import { type Columns, insertSql, type OutRow, sendRows, type Table } from '../session/rows.ts'
import type { Session } from '../session/session.ts'

const columns: Columns = {
  customer_id: 'text',
  seq: 'bigint',
  template: 'smallint',
  invoice: 'integer',
  subject_kind: 'smallint',
  subject_no: 'integer',
  payment: 'integer',
  state: 'smallint',
  because: 'smallint',
  to_text: 'uuid',
  stated: 'bigint',
  stated_due_on: 'date',
  stated_on: 'date',
  stated_sum: 'bigint',
  attempts: 'integer',
  effective_at: 'timestamptz',
  settled_seq: 'bigint',
  settled_at: 'timestamptz',
}

/** For comparing with the records. */
export const messageTable: Table = { name: 'message', columns, key: ['customer_id', 'seq'] }

const insert = insertSql('message', columns)
const tried: Columns = { customer_id: 'text', seq: 'bigint', attempts: 'integer' }
const settled: Columns = {
  ...tried,
  state: 'smallint',
  because: 'smallint',
  settled_seq: 'bigint',
  settled_at: 'timestamptz',
}
const given = (own: Columns): string =>
  `from json_to_recordset($1::json) as n(${Object.entries(own)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ')})
  where m.customer_id = n.customer_id and m.seq = n.seq`
const settle = `update message m set attempts = n.attempts, state = n.state, because = n.because,
    settled_seq = n.settled_seq, settled_at = n.settled_at
  ${given(settled)}`
const count = `update message m set attempts = n.attempts
  ${given(tried)}`

/** Adds messages to the list, as they were queued or withheld. */
export function insertMessages(session: Session, rows: Iterable<OutRow>): Promise<void> {
  return sendRows(session, insert, rows)
}

/** Writes how many attempts at sending have failed so far. */
export function countAttempts(session: Session, rows: Iterable<OutRow>): Promise<void> {
  return sendRows(session, count, rows)
}

/** Writes what became of queued messages. */
export function settleMessages(session: Session, rows: Iterable<OutRow>): Promise<void> {
  return sendRows(session, settle, rows)
}

/** A queued message, as far as an operation that settles it needs it. */
export type QueuedMessage = { readonly seq: number; readonly settled: boolean }

/** The messages of a customer that some records queued; others are left out. */
export async function messagesBySeq(
  session: Session,
  customerId: string,
  seqs: readonly number[],
): Promise<QueuedMessage[]> {
  const rows = await session.query<{ seq: bigint; settled: boolean }>(
    'select seq, state <> 1 as settled from message where customer_id = $1 and seq = any($2)',
    [customerId, seqs],
  )
  return rows.map((row) => ({ seq: Number(row.seq), settled: row.settled }))
}
