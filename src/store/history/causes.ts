import { causeRoles, type LedgerRecord } from '../../engine/events/record.ts'
import { type Columns, insertSql, type OutRow, sendRows, type Table } from '../session/rows.ts'
import type { Session } from '../session/session.ts'

const columns: Columns = {
  customer_id: 'text',
  seq: 'bigint',
  no: 'smallint',
  role: 'smallint',
  cause_customer_id: 'text',
  cause_seq: 'bigint',
}

/** For comparing with the records. */
export const causeTable: Table = { name: 'cause', columns, key: ['customer_id', 'seq', 'no'] }

const insert = insertSql('cause', columns)

/** Appends the causes of records other than their parents. */
export function insertCauses(session: Session, rows: Iterable<OutRow>): Promise<void> {
  return sendRows(session, insert, rows)
}

/** The rows of a record's causes, in their order. */
export const causeRows = (customerId: string, record: LedgerRecord): OutRow[] =>
  record.causes.map((cause, index) => ({
    customer_id: customerId,
    seq: record.seq,
    no: index + 1,
    role: causeRoles[cause.role],
    cause_customer_id: cause.customerId ?? null,
    cause_seq: cause.seq,
  }))
