import { textOfTime } from '../../session/rows.ts'
import type { Reader } from '../records/records.ts'
import type { Reach } from './narrowing.ts'

const later = `select count(*) as n from (
    (select seq from record where customer_id = $1 and effective_at > $2::timestamptz limit $4::int)
    union
    (select seq from record where customer_id = $1 and seq > $3::bigint order by seq limit $4::int)
  ) r`

/** How many records of a customer lie beyond a reach: count later, or were recorded later; counted up to `most`. */
export async function countLater(
  reader: Reader,
  customerId: string,
  { effectiveAt, knownSeq }: Reach,
  most: number,
): Promise<number> {
  const [row] = await reader.query<{ n: bigint }>(later, [customerId, textOfTime(effectiveAt), knownSeq, most])
  return Math.min(Number(row?.n ?? 0n), most)
}
