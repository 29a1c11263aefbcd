import type { Reader } from './records.ts'

/** An operation that shares its correlation with others, and the records it made. */
type Correlated = {
  readonly customerId: string
  readonly op: string
  readonly firstSeq: number
  readonly lastSeq: number
}

/** The operations under a correlation that is not the id of one of them, in order of customer and record. */
export async function readCorrelated(reader: Reader, correlationId: string): Promise<Correlated[]> {
  const rows = await reader.query<{ customer_id: string; op: string; first_seq: bigint; last_seq: bigint }>(
    `select customer_id, op, first_seq, last_seq from operation
     where correlation_id = $1 and correlation_id <> operation_id::text order by customer_id, first_seq`,
    [correlationId],
  )
  return rows.map((row) => ({
    customerId: row.customer_id,
    op: row.op,
    firstSeq: Number(row.first_seq),
    lastSeq: Number(row.last_seq),
  }))
}
