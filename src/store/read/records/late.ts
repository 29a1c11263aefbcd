import type { Reader } from './records.ts'

/** Of some customers those who have a late record: one that counts before another that was known already. */
export async function readCustomersWithLate(reader: Reader, customerIds: readonly string[]): Promise<string[]> {
  if (customerIds.length === 0) return []
  const rows = await reader.query<{ customer_id: string }>(
    `select c.customer_id from unnest($1::text[]) as c (customer_id)
      where exists (select from record r where r.customer_id = c.customer_id and r.late)`,
    [customerIds],
  )
  return rows.map((row) => row.customer_id)
}
