import type { Instant } from '../../../engine/time.ts'
import { textOfTime } from '../../session/rows.ts'
import type { Reader } from '../records/records.ts'

/** Ids of customers after one of them, in order of id. Never the operator's stream. */
export async function readCustomerIds(reader: Reader, after: string | null, limit: number): Promise<string[]> {
  const rows = await reader.query<{ customer_id: string }>(page, [after ?? '', limit])
  return rows.map((row) => row.customer_id)
}

const page = `select customer_id from customer_head
  where customer_id > $1 and currency is not null order by customer_id limit $2`

/** Until when of either clock something may be recorded of a customer, so that he existed. */
export type RecordedUntil = { readonly effectiveAt: Instant; readonly recordedAt: Instant }

/** As `readCustomerIds`, of those alone of whom something was recorded, and counts, until then. */
export async function readCustomerIdsUntil(
  reader: Reader,
  after: string | null,
  limit: number,
  { effectiveAt, recordedAt }: RecordedUntil,
): Promise<string[]> {
  const values = [after ?? '', limit, textOfTime(effectiveAt), textOfTime(recordedAt)]
  const rows = await reader.query<{ customer_id: string }>(pageUntil, values)
  return rows.map((row) => row.customer_id)
}

const pageUntil = `select h.customer_id from customer_head h
   join record r on r.customer_id = h.customer_id and r.seq = 1 and r.recorded_at <= $4::timestamptz
  where h.customer_id > $1 and h.currency is not null
    and exists (select from record e where e.customer_id = h.customer_id and e.effective_at <= $3::timestamptz)
  order by h.customer_id limit $2`

/** What of customers does not change with the books, and their names as texts. */
export type CustomerTraits = {
  readonly customerId: string
  readonly currency: string | null
  readonly timeZone: string
  readonly clock: string | null
  readonly name: string | null
}

/** Traits of some customers, in no order; unknown ones are left out. The name is null once it was erased. */
export async function readCustomerTraits(reader: Reader, customerIds: readonly string[]): Promise<CustomerTraits[]> {
  if (customerIds.length === 0) return []
  const rows = await reader.query<{
    customer_id: string
    currency: string | null
    time_zone: string
    clock: string | null
    name: string | null
  }>(
    `select h.customer_id, h.currency, h.time_zone, h.clock, nullif(t.body, '') as name
       from customer_head h left join text t on t.customer_id = h.customer_id and t.text_id = h.name_text
      where h.customer_id = any($1)`,
    [customerIds],
  )
  return rows.map(({ customer_id, time_zone, ...row }) => ({ ...row, customerId: customer_id, timeZone: time_zone }))
}
