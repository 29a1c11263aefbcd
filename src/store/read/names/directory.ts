import { eventNo, kindNo } from '../../../engine/bytes/numbers.ts'
import type { DirectoryKind } from '../../heads/directory.ts'
import { type Reader, type RecordRow, type Row, rowOf } from '../records/records.ts'

/** A numbered subject of a customer, with the id by which people name it, and as what: a credit may be a credit note. */
export type SubjectName = {
  readonly customerId: string
  readonly no: number
  readonly id: string
  readonly called: DirectoryKind | 'credit_note'
  /** the record that brought it into being, or issued what was a draft */
  readonly bornSeq: number
}

/** The columns that hold the ids of the kinds, in the tables of the same names. */
export const idColumns = {
  invoice: 'invoice',
  payment: 'payment_id',
  credit: 'credit_id',
  dispute: 'dispute_id',
} as const

/** The ids by which people name invoices, payments, credits or disputes. */
export async function readSubjectNames(
  reader: Reader,
  kind: DirectoryKind,
  keys: readonly Pick<SubjectName, 'customerId' | 'no'>[],
): Promise<SubjectName[]> {
  if (keys.length === 0) return []
  const isNote = kind === 'credit' ? `s.traits ->> 'origin' = 'credit_note'` : 'false'
  const rows = await reader.query<{
    customer_id: string
    no: number
    id: string
    born_seq: bigint
    is_note: boolean | null
  }>(
    `select s.customer_id, s.no, s.${idColumns[kind]} as id, s.born_seq, ${isNote} as is_note
       from unnest($1::text[], $2::int[]) as k (customer_id, no)
       join ${kind} s on s.customer_id = k.customer_id and s.no = k.no`,
    [keys.map((key) => key.customerId), keys.map((key) => key.no)],
  )
  return rows.map((row) => ({
    customerId: row.customer_id,
    no: row.no,
    id: row.id,
    bornSeq: Number(row.born_seq),
    called: row.is_note === true ? 'credit_note' : kind,
  }))
}

const EVENT = kindNo.of('event')
const DRAFTED = eventNo.of('invoice_drafted')

/** The first records that concern some invoices, of those that were drafts first; in no order. */
export async function readDrafted(
  reader: Reader,
  keys: readonly Pick<SubjectName, 'customerId' | 'no'>[],
): Promise<RecordRow[]> {
  if (keys.length === 0) return []
  const rows = await reader.query<Row>(
    `select r.customer_id, r.seq, r.xdr_id, r.canonical from unnest($1::text[], $2::int[]) as k (customer_id, no)
      cross join lateral (select * from record f where f.customer_id = k.customer_id and f.invoice = k.no
        order by f.seq limit 1) r
      where r.kind = ${EVENT} and r.type = ${DRAFTED}`,
    [keys.map((key) => key.customerId), keys.map((key) => key.no)],
  )
  return rows.map(rowOf)
}

/** The record that brought a subject into being, or issued what was a draft; undefined when there is none. */
export async function readSubjectBirth(
  reader: Reader,
  kind: DirectoryKind,
  { customerId, no }: Pick<SubjectName, 'customerId' | 'no'>,
): Promise<number | undefined> {
  const [row] = await reader.query<{ born_seq: bigint }>(
    `select born_seq from ${kind} where customer_id = $1 and no = $2`,
    [customerId, no],
  )
  return row && Number(row.born_seq)
}
