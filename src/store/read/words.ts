import type { Entry } from '../directory.ts'
import { OPERATION_OF_RECORD } from './operations.ts'
import type { Reader, RecordKey } from './records.ts'

type Row = { customer_id: string; seq: bigint }
const keyOf = (row: Row): RecordKey => ({ customerId: row.customer_id, seq: Number(row.seq) })

/** A quoted lexeme: what a person types never reaches the query language. */
const prefixQuery = (word: string): string => `'${word.replaceAll(/['\\]/g, '$&$&')}':*`

async function find(
  reader: Reader,
  sql: string,
  customerId: string | null,
  values: readonly unknown[],
): Promise<RecordKey[]> {
  const narrowed = sql.replace('/* customer */', customerId === null ? '' : `and customer_id = $${values.length + 1}`)
  return (await reader.query<Row>(narrowed, customerId === null ? values : [...values, customerId])).map(keyOf)
}

const byWord = `select customer_id, seq from text
  where to_tsvector('simple', body) @@ to_tsquery('simple', $1) /* customer */ limit $2`

/** Records whose own text has a word that begins so, of one customer or (null) of all; at most `limit`. */
export const findRecordsByWord = (reader: Reader, customerId: string | null, word: string, limit: number) =>
  find(reader, byWord, customerId, [prefixQuery(word), limit])

const byReference = `select r.customer_id, r.seq from (
    select customer_id, first_seq, last_seq from operation
     where reference is not null and to_tsvector('simple', reference) @@ to_tsquery('simple', $1) /* customer */ limit $2
  ) o join record r on r.customer_id = o.customer_id and r.seq between o.first_seq and o.last_seq limit $2`

/** Records of the operations whose reference has a word that begins so. */
export const findRecordsByReference = (reader: Reader, customerId: string | null, word: string, limit: number) =>
  find(reader, byReference, customerId, [prefixQuery(word), limit])

const ofChains = (found: string): string => `select r.customer_id, r.seq from (
    select distinct o.customer_id, o.root_seq from (${found}) r cross join ${OPERATION_OF_RECORD} o
  ) c join operation o on o.customer_id = c.customer_id and o.root_seq = c.root_seq
    join record r on r.customer_id = o.customer_id and r.seq between o.first_seq and o.last_seq limit $2`

const byXdr = ofChains('select customer_id, seq from record where xdr_id = $1::bigint /* customer */ limit $2')

/** Records of the chains in which an xDR id stands: what it moved names it as its source. */
export const findRecordsByXdr = (reader: Reader, customerId: string | null, xdrId: bigint, limit: number) =>
  find(reader, byXdr, customerId, [String(xdrId), limit])

/** Records of the chains that concern an invoice, payment, credit or dispute. */
export const findRecordsBySubject = (reader: Reader, { kind, no, customerId }: Omit<Entry, 'id'>, limit: number) =>
  find(
    reader,
    ofChains(`select customer_id, seq from record where ${kind} = $1::int /* customer */ limit $2`),
    customerId,
    [no, limit],
  )
