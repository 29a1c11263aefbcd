import type { Reader } from './records.ts'

/** Records of a customer's notes and disputes, newest first, before a record; of one subject if asked. */
export async function readNotePage(
  reader: Reader,
  customerId: string,
  page: { readonly before: number | null; readonly limit: number },
): Promise<number[]> {
  const rows = await reader.query<{ seq: bigint }>(
    'select seq from note where customer_id = $1 and seq < $2::bigint order by seq desc limit $3::int',
    [customerId, page.before ?? Number.MAX_SAFE_INTEGER, page.limit],
  )
  return rows.map((row) => Number(row.seq))
}
