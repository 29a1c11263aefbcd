import { causeRoles, type LedgerRecord } from '../../engine/events/record.ts'
import { rowBytes } from '../session/copy.ts'
import { type Columns, insertSql, type OutRow, type RawRow, sendRows, type Table } from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import { inSectionAsText, type Section } from './section.ts'

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

/** A row as it is stored, in the binary form of COPY. */
export type CauseRow = { readonly customerId: string; readonly seq: number; readonly bytes: Buffer }

/** The rows of a section in their order. For verifying. */
export async function causesIn(session: Pick<Session, 'read'>, section: Section): Promise<CauseRow[]> {
  const rows: CauseRow[] = []
  const names = Object.keys(columns).join(', ')
  await session.read(
    `select ${names} from cause where ${inSectionAsText('seq', section)} order by customer_id, seq, no`,
    (passing) => {
      const bytes = Buffer.from(passing.subarray(2))
      const at = 4 + bytes.readInt32BE(0)
      rows.push({ customerId: bytes.toString('utf8', 4, at), seq: Number(bytes.readBigInt64BE(at + 4)), bytes })
    },
  )
  return rows
}

const rowOf = rowBytes(columns)

/** Are rows, in their order, those that would be written today? */
export const areCausesAsWritten = (rows: readonly CauseRow[], expected: readonly RawRow[]): boolean =>
  rows.length === expected.length && expected.every((row, at) => rowOf(row).compare(rows[at]?.bytes ?? NONE) === 0)

const NONE = Buffer.alloc(0)

/** The rows of a record's causes, in their order. */
export const causeRows = (customerId: string, record: LedgerRecord): RawRow[] =>
  record.causes.map((cause, index) => ({
    customer_id: customerId,
    seq: record.seq,
    no: index + 1,
    role: causeRoles[cause.role],
    cause_customer_id: cause.customerId ?? null,
    cause_seq: cause.seq,
  }))
