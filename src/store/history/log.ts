import type { Instant } from '../../engine/time.ts'
import { type Columns, insertSql, sendRows, textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'

/** What one transaction added to one customer's records. */
export type Stretch = {
  readonly customerId: string
  readonly firstSeq: number
  readonly lastSeq: number
  readonly recordedAt: Instant
}

const columns: Columns = { customer_id: 'text', first_seq: 'bigint', last_seq: 'bigint', recorded_at: 'timestamptz' }
const insert = insertSql('unsequenced', columns)
// The head of the shard is locked first: positions are given one after the other, whoever holds the lease.
const sequence = `with head as (select last from log_head where shard = $1 for update),
  gone as (
    delete from unsequenced where (customer_id, first_seq) in (
      select customer_id, first_seq from unsequenced, head order by recorded_at, customer_id, first_seq limit $2)
    returning customer_id, first_seq, last_seq, recorded_at),
  placed as (
    insert into log (shard, position, customer_id, first_seq, last_seq, recorded_at)
    select $1, head.last + row_number() over (order by recorded_at, customer_id, first_seq),
      customer_id, first_seq, last_seq, recorded_at
    from gone, head returning 1)
  update log_head set last = last + (select count(*) from placed) where shard = $1
  returning (select count(*) from placed) as placed`

/** Leaves what was added to be given its place in the order of all transactions. */
export function insertUnsequenced(session: Session, stretches: readonly Stretch[]): Promise<void> {
  const rows = stretches.values().map((one) => ({
    customer_id: one.customerId,
    first_seq: one.firstSeq,
    last_seq: one.lastSeq,
    recorded_at: textOfTime(one.recordedAt),
  }))
  return sendRows(session, insert, rows)
}

/** Gives at most so many stretches their positions, without gaps; answers how many there were. */
export async function placeInLog(session: Session, limit: number): Promise<number> {
  const [row] = await session.query<{ placed: bigint }>(sequence, [0, limit])
  return Number(row?.placed ?? 0n)
}
