import type { Instant } from '../../../engine/time.ts'
import { textOfTime } from '../../session/rows.ts'
import type { Reader } from './records.ts'

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
