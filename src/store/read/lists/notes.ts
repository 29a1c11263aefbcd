import type { Instant } from '../../../engine/time.ts'
import { textOfTime } from '../../session/rows.ts'
import type { Reader } from '../records/records.ts'

/** Records of a customer's notes and disputes, newest first, before a record; within a reach where one is given. */
export async function readNotePage(
  reader: Reader,
  customerId: string,
  page: { readonly before: number | null; readonly limit: number },
  reach: { readonly effectiveAt: Instant; readonly knownSeq: number } | null = null,
): Promise<number[]> {
  const rows = await reader.query<{ seq: bigint }>(
    `select seq from note where customer_id = $1 and seq < $2::bigint and seq <= $4::bigint
        and effective_at <= $5::timestamptz order by seq desc limit $3::int`,
    [
      customerId,
      page.before ?? Number.MAX_SAFE_INTEGER,
      page.limit,
      reach?.knownSeq ?? Number.MAX_SAFE_INTEGER,
      reach === null ? 'infinity' : textOfTime(reach.effectiveAt),
    ],
  )
  return rows.map((row) => Number(row.seq))
}
