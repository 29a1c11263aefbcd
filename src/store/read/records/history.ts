import type { Dials } from '../../../engine/replay/as-of.ts'
import type { Instant } from '../../../engine/time.ts'
import { TooMuchAtOnce } from '../../session/at-once.ts'
import { textOfTime } from '../../session/rows.ts'
import type { Session } from '../../session/session.ts'
import { type Place, type Reader, type RecordRow, type Row, rowOf } from './records.ts'
import { SAYS_TRAITS, toldOnly } from './told.ts'

/** From where a state is folded on: the record of a snapshot; 0: from the beginning. */
export type Start = { readonly seq: number }

/** An event as it is stored, with its place in order of effect. */
export type PlacedRow = RecordRow & Place

/**
 * The events after a start that count by a time and were known up to a record, in order of effect, in parts. Those that
 * came in order form one stretch by their numbers; the late ones, few as a rule, have an index of their own: so nothing
 * recorded since is read, and no more at a time than a part.
 */
export async function* readEventsSince(
  reader: Reader & Pick<Session, 'atOnce'>,
  customerId: string,
  start: Start,
  dials: Pick<Dials, 'effectiveAt'> & { readonly knownSeq: number },
): AsyncGenerator<readonly PlacedRow[]> {
  const [late, last] = await Promise.all([
    reader.query<Placed>(LATE, [customerId, start.seq, dials.knownSeq, textOfTime(dials.effectiveAt)]),
    reader.query<{ seq: bigint }>(LAST, [customerId, textOfTime(dials.effectiveAt)]),
  ])
  const behind = late.map(placedOf)
  const end = Math.min(dials.knownSeq, Number(last[0]?.seq ?? 0n))
  if (reader.atOnce !== undefined && end - start.seq > reader.atOnce.records) throw new TooMuchAtOnce(customerId)
  for (let seq = start.seq; seq < end; ) {
    const rows = (await reader.query<Placed>(IN_ORDER, [customerId, seq, end, PART])).map(placedOf)
    const to = rows.at(-1)
    if (to === undefined) break
    const before = behind.findIndex((one) => isBehind(one, to))
    const joined = [...rows, ...behind.splice(0, before === -1 ? behind.length : before)]
    yield joined.sort((a, b) => (isBehind(a, b) ? 1 : -1))
    seq = rows.length < PART ? end : to.seq
  }
  if (behind.length > 0) yield behind
}

const PART = 2000

type Placed = Row & { readonly at: Instant }
const placedOf = (row: Placed): PlacedRow => ({ ...rowOf(row), at: row.at })

const isBehind = (a: Place, b: Place): boolean => a.at > b.at || (a.at === b.at && a.seq > b.seq)

const EVENTS =
  'select customer_id, seq, xdr_id, canonical, effective_at as at from record where customer_id = $1 and kind = 1'
const LATE = `${EVENTS} and late and seq > $2::bigint and seq <= $3::bigint and effective_at <= $4::timestamptz
  order by effective_at, seq`
const IN_ORDER = `${EVENTS} and not late and seq > $2::bigint and seq <= $3::bigint order by seq limit $4`
const LAST = `select seq from record where customer_id = $1 and kind = 1 and not late and effective_at <= $2::timestamptz
  order by effective_at desc, seq desc limit 1`

/** Events of some types on one subject of a customer, or (no subject) of all. Types are the engine's numbers. */
export type Movers = {
  readonly subject: { readonly kind: 'invoice' | 'payment' | 'credit' | 'dispute'; readonly no: number } | null
  readonly types: readonly number[]
}

/** The newest of such events within both dials, newest first by (effective_at, seq), at most `limit`. */
export async function readMovers(
  reader: Reader,
  customerId: string,
  movers: readonly Movers[],
  dials: Pick<Dials, 'effectiveAt'> & { readonly knownSeq: number },
  limit: number,
): Promise<RecordRow[]> {
  const asked = movers.filter((one) => one.types.length > 0)
  if (asked.length === 0) return []
  const values: unknown[] = [customerId, textOfTime(dials.effectiveAt), dials.knownSeq, limit]
  const param = (value: unknown): string => `$${values.push(value)}`
  const parts = asked.map(
    ({ subject, types }) => `(select customer_id, seq, xdr_id, canonical, effective_at from record
      where customer_id = $1 and kind = 1 and effective_at <= $2::timestamptz and seq <= $3::bigint
        and type = any(${param(types)}::smallint[])${toldOnly(types, 'record')}${subject === null ? '' : ` and ${subject.kind} = ${param(subject.no)}::int`}
      order by effective_at desc, seq desc limit $4::int)`,
  )
  const rows = await reader.query<Row>(
    `select customer_id, seq, xdr_id, canonical from (${parts.join(' union ')}) m
      order by effective_at desc, seq desc limit $4::int`,
    values,
  )
  return rows.map(rowOf)
}

/** How many such events there are within both dials. */
export async function countMovers(
  reader: Reader,
  customerId: string,
  { subject, types }: { readonly subject: NonNullable<Movers['subject']>; readonly types: readonly number[] },
  dials: Pick<Dials, 'effectiveAt'> & { readonly knownSeq: number },
): Promise<number> {
  const [row] = await reader.query<{ n: bigint }>(
    `select count(*) as n from record where customer_id = $1 and kind = 1 and effective_at <= $2::timestamptz
        and seq <= $3::bigint and type = any($4::smallint[])${toldOnly(types, 'record')} and ${subject.kind} = $5::int`,
    [customerId, textOfTime(dials.effectiveAt), dials.knownSeq, types, subject.no],
  )
  return Number(row?.n ?? 0n)
}

/** The newest of the events that say who a customer is within both dials, newest first, at most `limit`. */
export async function readTraitEvents(
  reader: Reader,
  customerId: string,
  { effectiveAt, knownSeq }: Pick<Dials, 'effectiveAt'> & { readonly knownSeq: number },
  limit: number,
): Promise<RecordRow[]> {
  const rows = await reader.query<Row>(
    `select customer_id, seq, xdr_id, canonical from record
      where customer_id = $1 and ${SAYS_TRAITS} and effective_at <= $2::timestamptz and seq <= $3::bigint
      order by effective_at desc, seq desc limit $4::int`,
    [customerId, textOfTime(effectiveAt), knownSeq, limit],
  )
  return rows.map(rowOf)
}

/** From one place to another in a customer's events, both included. */
export type Stretched = { readonly customerId: string; readonly from: Place; readonly to: Place }

/** How many events lie in some stretches together, by effect or by recording; of each at most `most` are counted. */
export async function countEventsIn(
  reader: Reader,
  clock: 'effective' | 'recorded',
  stretches: readonly Stretched[],
  most: number,
): Promise<number> {
  const times = (of: (one: Stretched) => Place): string[] => stretches.map((one) => textOfTime(of(one).at))
  const seqs = (of: (one: Stretched) => Place): number[] => stretches.map((one) => of(one).seq)
  const [row] = await reader.query<{ n: bigint | null }>(
    `select sum(c.n)::bigint as n
       from unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::timestamptz[], $5::bigint[])
              as k (customer_id, from_at, from_seq, to_at, to_seq)
      cross join lateral (select count(*) as n from (select from record r where r.customer_id = k.customer_id and r.kind = 1
        and ${WITHIN[clock]} limit $6) e) c`,
    [
      stretches.map((one) => one.customerId),
      times(({ from }) => from),
      seqs(({ from }) => from),
      times(({ to }) => to),
      seqs(({ to }) => to),
      most,
    ],
  )
  return Number(row?.n ?? 0n)
}

const WITHIN = {
  effective: '(r.effective_at, r.seq) >= (k.from_at, k.from_seq) and (r.effective_at, r.seq) <= (k.to_at, k.to_seq)',
  recorded: 'r.seq between k.from_seq and k.to_seq and k.from_at is not null and k.to_at is not null',
} as const
