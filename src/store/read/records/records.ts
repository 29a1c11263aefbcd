import type { Instant } from '../../../engine/time.ts'
import { unpacked } from '../../history/packed.ts'
import type { Session } from '../../session/session.ts'

/** What a read needs: the pool, or one transaction that sees one moment throughout. */
export type Reader = Pick<Session, 'query'>

/** A record as it is stored, for reading: the canonical bytes and what is not in them. */
export type RecordRow = {
  readonly customerId: string
  readonly seq: number
  /** its own xDR id, or that of the event that caused this change of an amount */
  readonly xdrId: bigint | null
  readonly canonical: Uint8Array
}

/** Names a record of any customer. */
export type RecordKey = { readonly customerId: string; readonly seq: number }

/** The columns that make a RecordRow. */
export type Row = { customer_id: string; seq: bigint; xdr_id: bigint | null; canonical: Buffer }

export const rowOf = ({ customer_id, seq, xdr_id, canonical }: Row): RecordRow => ({
  customerId: customer_id,
  seq: Number(seq),
  xdrId: xdr_id,
  canonical: unpacked(canonical),
})

/** Records by their names, in no order. */
export async function readRecordsByKey(reader: Reader, keys: readonly RecordKey[]): Promise<RecordRow[]> {
  if (keys.length === 0) return []
  const rows = await reader.query<Row>(
    `select r.customer_id, r.seq, r.xdr_id, r.canonical
       from unnest($1::text[], $2::bigint[]) as k (customer_id, seq)
       join record r on r.customer_id = k.customer_id and r.seq = k.seq`,
    [keys.map((key) => key.customerId), keys.map((key) => key.seq)],
  )
  return rows.map(rowOf)
}

/** Records first to last of a customer, both included, in order of seq, at most `limit`. */
export async function readRecordRange(
  reader: Reader,
  customerId: string,
  [first, last]: readonly [number, number],
  limit: number,
): Promise<RecordRow[]> {
  const rows = await reader.query<Row>(
    `select customer_id, seq, xdr_id, canonical from record
      where customer_id = $1 and seq between $2 and $3 order by seq limit $4`,
    [customerId, first, last, limit],
  )
  return rows.map(rowOf)
}

/** A stretch of a customer's records, both ends included. */
export type RecordSpan = { readonly customerId: string; readonly firstSeq: number; readonly lastSeq: number }

/** Records of several stretches, each in order of seq, at most `limit` of each. */
export async function readRecordSpans(
  reader: Reader,
  spans: readonly RecordSpan[],
  limit: number,
): Promise<RecordRow[]> {
  if (spans.length === 0) return []
  const rows = await reader.query<Row>(
    `select r.customer_id, r.seq, r.xdr_id, r.canonical
       from unnest($1::text[], $2::bigint[], $3::bigint[]) as s (customer_id, first_seq, last_seq)
       join record r on r.customer_id = s.customer_id and r.seq between s.first_seq and least(s.last_seq, s.first_seq + $4 - 1)
      order by r.customer_id, r.seq`,
    [
      spans.map((span) => span.customerId),
      spans.map((span) => span.firstSeq),
      spans.map((span) => span.lastSeq),
      limit,
    ],
  )
  return rows.map(rowOf)
}

/** A place in the order of effect of a customer's records: by (effective_at, seq). */
export type Place = { readonly at: Instant; readonly seq: number }

/** Events first to last of a customer, both included, in order of recording. */
export async function readEventsBySeq(
  reader: Reader,
  customerId: string,
  [first, last]: readonly [number, number],
  limit: number,
): Promise<RecordRow[]> {
  const rows = await reader.query<Row>(
    `select customer_id, seq, xdr_id, canonical from record
      where customer_id = $1 and kind = 1 and seq between $2 and $3 order by seq limit $4`,
    [customerId, first, last, limit],
  )
  return rows.map(rowOf)
}
