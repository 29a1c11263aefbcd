import type { Reader, RecordKey } from './records.ts'

/** Children of records: the records of the same operation whose parent they are, in order of seq. */
export async function readLedTo(
  reader: Reader,
  records: readonly (RecordKey & { readonly rootSeq: number })[],
): Promise<(RecordKey & { readonly parentSeq: number })[]> {
  if (records.length === 0) return []
  const rows = await reader.query<{ customer_id: string; seq: bigint; parent_seq: bigint }>(
    `select r.customer_id, r.seq, r.parent_seq
       from (select distinct customer_id, root_seq from unnest($1::text[], $3::bigint[]) as x (customer_id, root_seq)) as k
       join operation o on o.customer_id = k.customer_id and o.first_seq = k.root_seq
       join record r on r.customer_id = o.customer_id and r.seq between o.first_seq and o.last_seq
      where (r.customer_id, r.parent_seq) in (select * from unnest($1::text[], $2::bigint[]))
      order by r.customer_id, r.seq`,
    [records.map((one) => one.customerId), records.map((one) => one.seq), records.map((one) => one.rootSeq)],
  )
  return rows.map((row) => ({ customerId: row.customer_id, seq: Number(row.seq), parentSeq: Number(row.parent_seq) }))
}
