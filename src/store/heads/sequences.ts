import { NumbersStandStill } from '../session/faults.ts'
import type { Session } from '../session/session.ts'

/**
 * Takes the next number of a sequence, in the transaction that uses it: rolled back with it, so there are no gaps. Throws
 * NumbersStandStill after a restore: the next number is below 0 then.
 */
export async function takeNumbers(session: Session, name: string, count: number): Promise<number> {
  const [row] = await session.query<{ first: bigint }>(
    'update number_sequence set next = next + $2 where name = $1 and next > 0 returning next - $2 as first',
    [name, count],
  )
  if (row === undefined) throw new NumbersStandStill()
  return Number(row.first)
}

/** Takes a block of xDR ids, for good: what of it is not used is a gap. Answers the first. Throws as `takeNumbers` does. */
export async function takeXdrIds(session: Pick<Session, 'query'>, count: number): Promise<bigint> {
  const [row] = await session.query<{ first: bigint }>(
    'update xdr_counter set next = next + $1 where id = 1 and next > 0 returning next - $1 as first',
    [count],
  )
  if (row === undefined) throw new NumbersStandStill()
  return row.first
}

/** xDR ids that follow one another, both ends included, of which some may be a customer's. */
export type XdrStretch = { readonly customerId: string; readonly from: bigint; readonly to: bigint }

/** Ids of a customer as stretches of those that follow one another: drawn ones mostly do. */
export function stretchesOf(customerId: string, ids: readonly bigint[]): XdrStretch[] {
  const stretches: { readonly customerId: string; readonly from: bigint; to: bigint }[] = []
  for (const id of ids) {
    const last = stretches.at(-1)
    if (last !== undefined && id === last.to + 1n) last.to = id
    else stretches.push({ customerId, from: id, to: id })
  }
  return stretches
}

/** xDR ids that a customer supplies: others may have the same, so that each is looked up by itself. */
export type XdrIds = { readonly customerId: string; readonly ids: readonly bigint[] }

type Taken = { readonly customerId: string; readonly xdrId: bigint }

/** Which of some xDR ids their customers have already, on whatever event. */
export async function suppliedIdsTaken(session: Session, supplied: readonly XdrIds[]): Promise<Taken[]> {
  const asked = supplied.filter(({ ids }) => ids.length > 0)
  if (asked.length === 0) return []
  const ends = asked.map(() => 0)
  asked.reduce((before, { ids }, at) => (ends[at] = before + ids.length), 0)
  const rows = await session.query<{ customer_id: string; xdr_id: bigint }>(
    `select n.customer_id, r.xdr_id from unnest($1::text[], $2::int[], $3::int[]) as n (customer_id, first, last)
       cross join lateral (select xdr_id from record where customer_id = n.customer_id and kind = 1
         and xdr_id = any(($4::bigint[])[n.first:n.last]) offset 0) r`,
    [
      asked.map((one) => one.customerId),
      ends.map((end, at) => end - (asked[at]?.ids.length ?? 0) + 1),
      ends,
      asked.flatMap(({ ids }) => ids.map(String)),
    ],
  )
  return rows.map((row) => ({ customerId: row.customer_id, xdrId: row.xdr_id }))
}

/** Which of some xDR ids that are drawn their customers have already, on whatever event. */
export async function xdrIdsTaken(session: Session, asked: readonly XdrStretch[]): Promise<Taken[]> {
  if (asked.length === 0) return []
  const rows = await session.query<{ customer_id: string; xdr_id: bigint }>(
    // each by itself: as a join it would be a scan of all ids that there are
    `select n.customer_id, r.xdr_id from unnest($1::text[], $2::bigint[], $3::bigint[]) as n (customer_id, from_id, to_id)
       cross join lateral (select xdr_id from record where customer_id = n.customer_id and kind = 1
         and xdr_id between n.from_id and n.to_id offset 0) r`,
    [asked.map((one) => one.customerId), asked.map((one) => String(one.from)), asked.map((one) => String(one.to))],
  )
  return rows.map((row) => ({ customerId: row.customer_id, xdrId: row.xdr_id }))
}

/** The counters as they stand: the next number of each sequence, the next xDR id. For verifying. */
export async function countersKept(
  session: Pick<Session, 'query'>,
): Promise<{ readonly sequences: ReadonlyMap<string, bigint>; readonly xdrNext: bigint | null }> {
  const rows = await session.query<{ name: string; next: bigint }>('select name, next from number_sequence order by 1')
  const [xdr] = await session.query<{ next: bigint }>('select next from xdr_counter where id = 1')
  return { sequences: new Map(rows.map((row) => [row.name, row.next])), xdrNext: xdr?.next ?? null }
}

/**
 * The last xDR id that is known to come from the counter; 0: none. It stands in no command of rules 3, since nobody
 * supplied it, nor in a record before; an import takes its own when it begins. For verifying.
 */
export async function lastXdrIdDrawn(session: Pick<Session, 'query'>, xdrNext: bigint): Promise<bigint> {
  const [row] = await session.query<{ last: bigint }>(
    `select greatest(
       (select max(r.xdr_id) from record r
          -- the one operation that a record is of: a range would look at all that came before
          cross join lateral (select rules, command from operation where customer_id = r.customer_id
            and first_seq <= r.seq order by first_seq desc limit 1) o
          where r.kind = 1 and r.xdr_id >= $1 and o.rules >= 3 and position(r.xdr_id::text in o.command) = 0
            and not exists (select from record b where b.customer_id = r.customer_id and b.xdr_id = r.xdr_id and b.seq < r.seq)),
       (select max((result ->> 'first_xdr_id')::bigint) - 1 from run where kind = 'import' and result ? 'first_xdr_id'), 0) as last`,
    [String(xdrNext)],
  )
  return row?.last ?? 0n
}

/** The last number that was given of each sequence, by the names of the documents; 0: none. For verifying. */
export async function numbersGiven(session: Pick<Session, 'query'>): Promise<ReadonlyMap<string, bigint>> {
  const rows = await session.query<{ name: string; last: bigint }>(
    `select s.name, coalesce((select max(substr(d.id, length(s.start) + 1)::bigint) from directory d
         where d.kind = s.kind and d.id ~ ('^' || s.start || '[0-9]{6,18}$')), 0) as last
       from (values ('invoice', 1, 'INV-'), ('credit_note', 3, 'CN-')) as s (name, kind, start)`,
  )
  return new Map(rows.map((row) => [row.name, row.last]))
}
