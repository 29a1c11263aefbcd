import { type Columns, insertSql, sendRows, textOfBytes } from '../../session/rows.ts'
import type { Session } from '../../session/session.ts'

/** Up to which record of a customer it was looked, and its hash. */
export type Mark = { readonly customerId: string; readonly seq: number; readonly hash: Uint8Array }

/** On which levels it was looked, as bits, and by what: marks of anything else are not gone on from. */
export type MarkedBy = { readonly levels: number; readonly lookedBy: string }

const columns: Columns = {
  customer_id: 'text',
  levels: 'smallint',
  looked_by: 'text',
  seq: 'bigint',
  hash: 'bytea',
}
const upsert = insertSql('verified_mark', columns, ['customer_id', 'levels'])

/** Keeps how far some customers were looked at. */
export function keepMarks(session: Session, marks: readonly Mark[], { levels, lookedBy }: MarkedBy): Promise<void> {
  const rows = marks.values().map(({ customerId, seq, hash }) => ({
    customer_id: customerId,
    levels,
    looked_by: lookedBy,
    seq,
    hash: textOfBytes(hash),
  }))
  return sendRows(session, upsert, rows)
}

/**
 * The marks of at least these levels whose record still has their hash, the furthest of each customer; `isAll`: it is his
 * last one by his head, too.
 */
export async function goodMarks(
  session: Pick<Session, 'query'>,
  { levels, lookedBy }: MarkedBy,
): Promise<(Mark & { readonly isAll: boolean })[]> {
  const rows = await session.query<{ customer_id: string; seq: bigint; hash: Buffer; is_all: boolean }>(
    `select distinct on (m.customer_id) m.customer_id, m.seq, m.hash,
        h.seq is not distinct from m.seq and h.hash is not distinct from m.hash as is_all
      from verified_mark m
        join record r on r.customer_id = m.customer_id and r.seq = m.seq and r.hash = m.hash
        left join customer_head h on h.customer_id = m.customer_id
      where m.levels & $1::int = $1::int and m.looked_by = $2
      order by m.customer_id, m.seq desc`,
    [levels, lookedBy],
  )
  return rows.map((row) => ({
    customerId: row.customer_id,
    seq: Number(row.seq),
    hash: row.hash,
    isAll: row.is_all,
  }))
}
