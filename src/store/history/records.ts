import type { LedgerRecord } from '../../engine/events/record.ts'
import type { Instant } from '../../engine/time.ts'
import { copyRows, rowBytes } from '../session/copy.ts'
import { type Columns, jsonRow, type OutRow, type RawRow, type Table, type Value } from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import { packed } from './packed.ts'
import { columnsOf, xdrIdsInOrder } from './record-columns.ts'

/** A record with its canonical bytes, which may be good until the next one alone, and the hash that chains it to the last. */
export type SealedRecord = { readonly record: LedgerRecord; readonly canonical: Uint8Array; readonly hash: Uint8Array }

const columns: Columns = {
  customer_id: 'text',
  seq: 'bigint',
  root_seq: 'bigint',
  parent_seq: 'bigint',
  effective_at: 'timestamptz',
  recorded_at: 'timestamptz',
  xdr_id: 'bigint',
  amount: 'bigint',
  after: 'bigint',
  kind: 'smallint',
  type: 'smallint',
  figure: 'smallint',
  late: 'boolean',
  invoice: 'integer',
  payment: 'integer',
  credit: 'integer',
  charge: 'integer',
  dispute: 'integer',
  canonical: 'bytea',
  hash: 'bytea',
}

const { canonical: _canonical, hash: _hash, ...typed } = columns

/** The typed columns, for comparing with the bytes. */
export const recordTable: Table = { name: 'record', columns: typed, key: ['customer_id', 'seq'] }

const target = { name: 'record', columns }

/** Appends records to the history. A seq that is there already, or an xDR id that the customer has, fails (23505). */
export function insertRecords(session: Session, rows: Iterable<RawRow>): Promise<void> {
  return copyRows(session, target, rows)
}

/** The rows of the records of one operation in their order, each made when it is asked for. */
export function* recordRows(customerId: string, sealed: Iterable<SealedRecord>): Generator<RawRow, void> {
  const xdrIdOf = xdrIdsInOrder()
  for (const { record, canonical, hash } of sealed) {
    const row: Record<string, Value> = columnsOf(customerId, record, xdrIdOf(record))
    const stored = packed(canonical)
    // a row may wait while others write records
    row.canonical = stored === canonical ? canonical.slice() : stored
    row.hash = hash
    yield row
  }
}

/** Their typed columns, for comparing. */
export function typedRows(customerId: string, records: Iterable<Pick<SealedRecord, 'record'>>): OutRow[] {
  const xdrIdOf = xdrIdsInOrder()
  return [...records].map(({ record }) => jsonRow(typed, columnsOf(customerId, record, xdrIdOf(record))))
}

const typedBytes = rowBytes(typed)

/** Are the typed columns of one operation's records, in the binary form of COPY, those that would be written today? */
export function areAsWritten(
  customerId: string,
  records: Iterable<Pick<SealedRecord, 'record'> & { readonly typed: Uint8Array }>,
): boolean {
  const xdrIdOf = xdrIdsInOrder()
  for (const { record, typed } of records)
    if (typedBytes(columnsOf(customerId, record, xdrIdOf(record))).compare(typed) !== 0) return false
  return true
}

/** When the newest record of all was recorded; 0 where there is none. */
export async function newestRecordedAt(session: Pick<Session, 'query'>): Promise<Instant> {
  const [row] = await session.query<{ newest: Instant | null }>('select max(recorded_at) as newest from operation')
  return row?.newest ?? 0n
}
