import type { DirectoryKind, Entry } from '../../heads/directory.ts'
import { OPERATION_OF_RECORD } from '../records/operations.ts'
import type { Reader, RecordKey } from '../records/records.ts'

type Row = { customer_id: string; seq: bigint }
const keyOf = (row: Row): RecordKey => ({ customerId: row.customer_id, seq: Number(row.seq) })

/** A text cut at every ASCII mark into words, as the indexes of `0011-search` have it. */
export const wordsSql = (column: string): string =>
  `to_tsvector('simple', translate(${column}, '!"#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~', '                                '))`

/**
 * The query for texts that have all words, the last part of each by its beginning: "pi_3N" is pi and what begins with
 * 3n. Null where there is no letter and no digit. What a person types never reaches the query language.
 */
export function wordQuery(words: readonly string[]): string | null {
  const parts = words.flatMap((word) => {
    const own = word.split(/[^\p{L}\p{N}\p{M}]+/u).filter((part) => part !== '')
    return own.map((part, at) => `'${part}'${at === own.length - 1 ? ':*' : ''}`)
  })
  return parts.length === 0 ? null : parts.join(' & ')
}

async function find(
  reader: Reader,
  sql: string,
  customerId: string | null,
  values: readonly unknown[],
): Promise<RecordKey[]> {
  const narrowed = sql.replace('/* customer */', customerId === null ? '' : `and customer_id = $${values.length + 1}`)
  return (await reader.query<Row>(narrowed, customerId === null ? values : [...values, customerId])).map(keyOf)
}

/** That a text has a word that begins so; `query` and `word` stand for what `wordQuery` makes of it, and for itself. */
export const saysWord = (column: string, query: string, word: string): string =>
  `${wordsSql(column)} @@ to_tsquery('simple', ${query}::text) and position(lower(${word}::text) in lower(${column})) > 0`

const byWord = `select customer_id, seq from text where ${saysWord('body', '$1', '$3')} /* customer */ limit $2`

/** Records whose own text has a word that begins so, of one customer or (null) of all; at most `limit`. */
export function findRecordsByWord(reader: Reader, customerId: string | null, word: string, limit: number) {
  const query = wordQuery([word])
  return query === null ? Promise.resolve([]) : find(reader, byWord, customerId, [query, limit, word])
}

const amongRecords = `select distinct t.customer_id, t.seq from unnest($3::text[], $4::bigint[]) as k (customer_id, seq)
  join text t on t.customer_id = k.customer_id and t.seq = k.seq
  where ${saysWord('t.body', '$1', '$2')}`

/** Of some records those whose own text has a word that begins so. */
export async function findWordIn(reader: Reader, word: string, keys: readonly RecordKey[]): Promise<RecordKey[]> {
  const query = wordQuery([word])
  if (query === null || keys.length === 0) return []
  const of = [keys.map((key) => key.customerId), keys.map((key) => key.seq)]
  return (await reader.query<Row>(amongRecords, [query, word, ...of])).map(keyOf)
}

const byReference = `select r.customer_id, r.seq from (
    select customer_id, first_seq, last_seq from operation
     where reference is not null and ${wordsSql('reference')} @@ to_tsquery('simple', $1) /* customer */ limit $2
  ) o join record r on r.customer_id = o.customer_id and r.seq between o.first_seq and o.last_seq limit $2`

/** Records of the operations whose reference has a word that begins so. */
export function findRecordsByReference(reader: Reader, customerId: string | null, word: string, limit: number) {
  const query = wordQuery([word])
  return query === null ? Promise.resolve([]) : find(reader, byReference, customerId, [query, limit])
}

const ofChains = (found: string): string => `select r.customer_id, r.seq from (
    select distinct o.customer_id, o.root_seq from (${found}) r cross join ${OPERATION_OF_RECORD} o
  ) c join operation o on o.customer_id = c.customer_id and o.root_seq = c.root_seq
    join record r on r.customer_id = o.customer_id and r.seq between o.first_seq and o.last_seq limit $2`

const byXdr = ofChains('select customer_id, seq from record where xdr_id = $1::bigint /* customer */ limit $2')

/** Records of the chains in which an xDR id stands: what it moved names it as its source. */
export const findRecordsByXdr = (reader: Reader, customerId: string | null, xdrId: bigint, limit: number) =>
  find(reader, byXdr, customerId, [String(xdrId), limit])

const ofSubjects = (kind: DirectoryKind): string =>
  ofChains(`select r.customer_id, r.seq from unnest($1::text[], $3::int[]) as k (customer_id, no)
    join record r on r.customer_id = k.customer_id and r.${kind} = k.no limit $2`)

/** Records of the chains that concern one of some invoices, payments, credits or disputes. */
export async function findRecordsBySubjects(reader: Reader, entries: readonly Entry[], limit: number) {
  const kinds = [...Map.groupBy(entries, (one) => one.kind)]
  const found = await Promise.all(
    kinds.map(([kind, own]) =>
      reader.query<Row>(ofSubjects(kind), [own.map((one) => one.customerId), limit, own.map((one) => one.no)]),
    ),
  )
  return found.flat().map(keyOf)
}
