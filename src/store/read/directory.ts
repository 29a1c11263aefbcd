import type { DirectoryKind } from '../directory.ts'
import type { Reader } from './records.ts'

/** A numbered invoice, payment or credit of a customer, with the id by which people name it. */
export type SubjectName = { readonly customerId: string; readonly no: number; readonly id: string }

const idColumns = { invoice: 'invoice', payment: 'payment_id', credit: 'credit_id' } as const

/** The ids by which people name invoices, payments or credits. */
export async function readSubjectNames(
  reader: Reader,
  kind: DirectoryKind,
  keys: readonly Pick<SubjectName, 'customerId' | 'no'>[],
): Promise<SubjectName[]> {
  if (keys.length === 0) return []
  const rows = await reader.query<{ customer_id: string; no: number; id: string }>(
    `select s.customer_id, s.no, s.${idColumns[kind]} as id
       from unnest($1::text[], $2::int[]) as k (customer_id, no)
       join ${kind} s on s.customer_id = k.customer_id and s.no = k.no`,
    [keys.map((key) => key.customerId), keys.map((key) => key.no)],
  )
  return rows.map((row) => ({ customerId: row.customer_id, no: row.no, id: row.id }))
}

/** The record that brought an invoice, payment or credit into being; undefined when there is none. */
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
