import type { Reader } from './records.ts'

/** Ids of customers after one of them, in order of id; all, or those found by a search. Never the operator's stream. */
export async function readCustomerIds(
  reader: Reader,
  search: { readonly words: readonly string[]; readonly text: string } | null,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows =
    search === null
      ? await reader.query<{ customer_id: string }>(page, [after ?? '', limit])
      : await reader.query<{ customer_id: string }>(found, [
          after ?? '',
          limit,
          likePrefix(search.text),
          search.words.map((word) => `'${word.replaceAll(/['\\]/g, '$&$&')}':*`).join(' & '),
        ])
  return rows.map((row) => row.customer_id)
}

const page = `select customer_id from customer_head
  where customer_id > $1 and currency is not null order by customer_id limit $2`

/** By the beginning of the id, or by words of the name as it is now, each from its beginning. */
const found = `select h.customer_id from (
    select customer_id from customer_head where customer_id like $3
    union
    select n.customer_id from text t join customer_head n on n.customer_id = t.customer_id and n.name_text = t.text_id
     where $4 <> '' and to_tsvector('simple', t.body) @@ to_tsquery('simple', $4)
  ) f join customer_head h on h.customer_id = f.customer_id
  where h.customer_id > $1 and h.currency is not null order by h.customer_id limit $2`

const likePrefix = (text: string): string => `${text.replaceAll(/[\\%_]/g, '\\$&')}%`

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
