import { type Columns, insertSql, type OutRow, sendRows, type Table } from '../session/rows.ts'
import type { Session } from '../session/session.ts'

const columns: Columns = {
  customer_id: 'text',
  seq: 'bigint',
  kind: 'smallint',
  about_kind: 'smallint',
  about_no: 'integer',
  text_id: 'uuid',
  agreed: 'bigint',
  effective_at: 'timestamptz',
}

/** For comparing with the records. */
export const noteTable: Table = { name: 'note', columns, key: ['customer_id', 'seq'] }

const insert = insertSql('note', columns)

/** Adds notes and disputes to the list of notes. */
export function insertNotes(session: Session, rows: Iterable<OutRow>): Promise<void> {
  return sendRows(session, insert, rows)
}
