import type { DirectoryKind } from '../../heads/directory.ts'
import type { Reader } from '../records/records.ts'
import { begunSql, casesOf, foldedSql } from './begun.ts'
import { wordQuery, wordsSql } from './words.ts'

/** By what a customer was found, other than his own id and name. */
export type FoundBy = {
  readonly as: DirectoryKind | 'credit_note' | 'xdr' | 'reference' | 'email'
  readonly id: string
}
/** A customer who was found: first those of whom an id is exactly so (rank 0), then in order of their ids. */
export type FoundCustomer = { readonly customerId: string; readonly rank: number; readonly found: readonly FoundBy[] }

/** A search as typed: the whole of it, which can begin an id, and its words. */
export type CustomerSearch = { readonly ids: readonly string[]; readonly words: readonly string[] }

/** Customers behind a place in the order of a search. Never the operator's stream. */
export function findCustomers(
  reader: Reader,
  { ids, words }: CustomerSearch,
  after: Pick<FoundCustomer, 'rank' | 'customerId'> | null,
  limit: number,
): Promise<FoundCustomer[]> {
  const xdr = ids.find((id) => /^[1-9]\d{0,17}$/.test(id)) ?? null
  return reader.query<FoundCustomer>(search, [
    after?.rank ?? 0,
    after?.customerId ?? '',
    limit,
    [...new Set(ids.flatMap(casesOf))],
    xdr,
    wordQuery(words),
    words,
  ])
}

/** That a text has all words of the search. */
const saysAll = (column: string): string => `${wordsSql(column)} @@ to_tsquery('simple', $6)
  and not exists (select from unnest($7::text[]) as w (word) where position(lower(w.word) in lower(${column})) = 0)`

const begun = (table: string, id: string): string =>
  `from unnest($4::text[]) as p (text) join ${table} on ${begunSql(id, 'p.text')}`

const rankOf = (id: string): string => `case when ${foldedSql(id)} = ${foldedSql('p.text')} then 0 else 1 end`

const named = `case d.kind when 1 then 'invoice' when 2 then 'payment' when 3 then 'credit' when 4 then 'dispute' end`

const MOST_NAMED = 5

const search = `with hit (customer_id, named, id, no, rank) as materialized (
    select h.customer_id, null, null, null::int, ${rankOf('h.customer_id')} ${begun('customer_head h', 'h.customer_id')}
    union select d.customer_id, ${named}, d.id, d.no, ${rankOf('d.id')} ${begun('directory d', 'd.id')}
    union select r.customer_id, 'xdr', r.xdr_id::text, null, 1 from record r where r.xdr_id = $5::bigint and r.kind = 1
    union select o.customer_id, 'reference', o.reference, null, 1 from operation o
     where o.reference is not null and ${saysAll('o.reference')}
    union select h.customer_id, null, null, null, 1 from text t
      join customer_head h on h.customer_id = t.customer_id and h.name_text = t.text_id where ${saysAll('t.body')}
    union select h.customer_id, 'email', t.body, null, 1 from text t
      join customer_head h on h.customer_id = t.customer_id and h.email_text = t.text_id where ${saysAll('t.body')}
  ), customer as (
    select h.customer_id, min(hit.rank) as rank
      from hit join customer_head h on h.customer_id = hit.customer_id and h.currency is not null
     group by h.customer_id having (min(hit.rank), h.customer_id) > ($1::int, $2::text collate "C")
     order by 2, 1 limit $3
  ), numbered as (
    select hit.*, row_number() over (partition by hit.customer_id order by hit.rank, hit.named, hit.id) as place
      from customer c join hit on hit.customer_id = c.customer_id where hit.named is not null
  )
  select c.customer_id as "customerId", c.rank, coalesce(n.found, '[]') as found
    from customer c left join lateral (
      select json_agg(json_build_object('id', n.id, 'as',
               case when k.traits ->> 'origin' = 'credit_note' then 'credit_note' else n.named end) order by n.place) as found
        from numbered n left join credit k on n.named = 'credit' and k.customer_id = n.customer_id and k.no = n.no
       where n.customer_id = c.customer_id and n.place <= ${MOST_NAMED}
    ) n on true
   order by c.rank, c.customer_id`
