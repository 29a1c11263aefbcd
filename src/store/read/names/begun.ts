import { directoryKindOf, type Entry } from '../../heads/directory.ts'
import type { Reader } from '../records/records.ts'

/** The small letters of an id, compared by code point: as the indexes of `0011-search` have them. */
export const foldedSql = (column: string): string => `(lower(${column} collate "default") collate "C")`

/** Ids that begin with the text `p`, whatever the case of their letters. */
export const begunSql = (column: string, p: string): string =>
  `${foldedSql(column)} >= ${foldedSql(p)} and ${foldedSql(column)} < (lower(${p} collate "default") || chr(1114111)) collate "C"`

/** A text as typed, and as a database folds it that knows no letters but ASCII. */
export const casesOf = (text: string): string[] => [...new Set([text, text.toLowerCase(), text.toUpperCase()])]

type Row = { kind: number; id: string; customer_id: string; no: number }

// Each text is a step down the index, by a limit of its own: else all of the directory may be looked through instead.
const begun = `select distinct d.kind, d.id, d.customer_id, d.no from unnest($1::text[]) as p (text) cross join lateral (
    select kind, id, customer_id, no from directory where ${begunSql('id', 'p.text')} limit $2) d limit $2`

/** Invoices, payments, credits and disputes whose id begins with one of the texts, in any case; at most `limit`. */
export async function findEntriesBegun(reader: Reader, texts: readonly string[], limit: number): Promise<Entry[]> {
  const asked = [...new Set(texts.filter((text) => text !== '').flatMap(casesOf))]
  if (asked.length === 0) return []
  const rows = await reader.query<Row>(begun, [asked, limit])
  return rows.map((row) => ({ kind: directoryKindOf(row.kind), id: row.id, customerId: row.customer_id, no: row.no }))
}

const owners = `select h.customer_id from unnest($1::text[]) as p (text) cross join lateral (
    select customer_id from customer_head where ${begunSql('customer_id', 'p.text')} limit $2) h limit $2`

/** Customers, and the operator's own stream, whose id begins with a text, in any case; at most `limit`. */
export async function findCustomersBegun(reader: Reader, text: string, limit: number): Promise<string[]> {
  const rows = await reader.query<{ customer_id: string }>(owners, [casesOf(text), limit])
  return [...new Set(rows.map((row) => row.customer_id))]
}

/**
 * The names that stand in operations, as `a (actor)`: one step of the index each, in the order of all its columns, for there
 * are few actors and many operations. Who has a name that may be erased, a text of the operator's own log, has no other.
 */
export const NAMES_IN_OPERATIONS = `recursive a as (
    (select actor from operation where actor_text is null and actor is not null order by actor_text, actor limit 1)
    union all
    select (select o.actor from operation o where o.actor_text is null and o.actor > a.actor
        order by o.actor_text, o.actor limit 1)
      from a where a.actor is not null
  )`

const actors = `with ${NAMES_IN_OPERATIONS} select actor from a where actor is not null
  union
  select body from text where customer_id = '~operator' and slot = 9 and octet_length(salt) > 0
  limit $1`

/** The names of everybody who ever did something, at most `limit`. */
export async function readActors(reader: Reader, limit: number): Promise<string[]> {
  return (await reader.query<{ actor: string }>(actors, [limit])).map((row) => row.actor)
}
