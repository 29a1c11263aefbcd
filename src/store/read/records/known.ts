import type { Instant } from '../../../engine/time.ts'
import { textOfTime } from '../../session/rows.ts'
import type { Reader } from './records.ts'
import { EVENT, noCharge } from './told.ts'

/**
 * The last record of a customer that was known at a time; 0 when none was. Times of recording rise with seq, so it is
 * found by halving: 20 steps for a million records, with no index of its own.
 */
export async function lastSeqKnownAt(reader: Reader, customerId: string, knownAt: Instant): Promise<number> {
  const [row] = await reader.query<{ lo: bigint }>(
    `with recursive half (lo, hi) as (
       select 0::bigint, h.seq from customer_head h where h.customer_id = $1
       union all
       select case when r.recorded_at <= $2::timestamptz then r.seq else lo end,
              case when r.recorded_at <= $2::timestamptz then hi else r.seq - 1 end
         from half join record r on r.customer_id = $1 and r.seq = (lo + hi + 1) / 2
        where lo < hi
     ) select lo from half where lo >= hi`,
    [customerId, textOfTime(knownAt)],
  )
  return Number(row?.lo ?? 0n)
}

/**
 * Do the records of a customer go on from one with this hash, without events of some types (the engine's numbers, none of
 * charges) since?
 */
export async function isContinued(
  reader: Reader,
  { customerId, seq, hash }: { readonly customerId: string; readonly seq: number; readonly hash: Uint8Array },
  types: readonly number[],
): Promise<boolean> {
  const rows = await reader.query(
    `select r.seq from record r where r.customer_id = $1 and r.seq = $2::bigint and r.hash = $3::bytea
       and not exists (select from record e where e.customer_id = $1 and e.seq > $2::bigint and ${noCharge('e')}
         and e.kind = ${EVENT} and e.type = any($4::smallint[]))`,
    [customerId, seq, hash, types],
  )
  return rows.length > 0
}
