import type { Reader, RecordKey } from './records.ts'

/**
 * What hangs under a record in its chain: by rules 3 that is in the record, by older ones it is derived (`parentIn` of
 * service/read/records/place.ts says the same of a decoded record).
 */
const PARENT = `case
    when o.rules >= 3 or r.seq = o.root_seq then r.parent_seq
    when o.op = 'settle_message' then (select c.cause_seq from cause c
      where c.customer_id = r.customer_id and c.seq = r.seq and c.role = 1 order by c.no limit 1)
    when r.kind = 1 and coalesce(r.parent_seq, o.first_seq) = o.first_seq then o.root_seq
    else r.parent_seq end`

/** Children of records: the records of the same chain whose parent they are, in order of seq. */
export async function readLedTo(
  reader: Reader,
  records: readonly (RecordKey & { readonly rootSeq: number })[],
): Promise<(RecordKey & { readonly parentSeq: number })[]> {
  if (records.length === 0) return []
  const rows = await reader.query<{ customer_id: string; seq: bigint; parent_seq: bigint }>(
    `select * from (
       select r.customer_id, r.seq, ${PARENT} as parent_seq
         from (select distinct customer_id, root_seq from unnest($1::text[], $3::bigint[]) as x (customer_id, root_seq)) as k
         join operation o on o.customer_id = k.customer_id and o.root_seq = k.root_seq
         join record r on r.customer_id = o.customer_id and r.seq between o.first_seq and o.last_seq) led
      where (customer_id, parent_seq) in (select * from unnest($1::text[], $2::bigint[]))
      order by customer_id, seq`,
    [records.map((one) => one.customerId), records.map((one) => one.seq), records.map((one) => one.rootSeq)],
  )
  return rows.map((row) => ({ customerId: row.customer_id, seq: Number(row.seq), parentSeq: Number(row.parent_seq) }))
}
