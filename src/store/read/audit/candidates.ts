import type { Instant } from '../../../engine/time.ts'
import { textOfTime } from '../../session/rows.ts'
import { each } from '../../subjects/released.ts'
import type { Reader } from '../records/records.ts'
import { overAll } from '../records/told.ts'
import { byOperation, goesByOperation } from './by-operation.ts'
import { isShort, keyLists, trailKeysSql } from './named.ts'
import { type Conditions, conditions, type Narrowing } from './narrowing.ts'
import type { AuditPlace, Scan } from './scan.ts'

/** A record that may belong on a page. */
export type Candidate = AuditPlace & { readonly kind: number; readonly type: number }

/**
 * A stretch of a scan: the records that passed all filters, how many were looked at, and where the last of these stands;
 * null: there was none.
 */
export type Scanned = {
  readonly found: readonly Candidate[]
  readonly looked: number
  readonly end: AuditPlace | null
}

type Row = {
  customer_id: string
  seq: bigint
  at: Instant
  kind: number
  type: number
  /** of the row behind those that passed: how many were looked at, of which it is the last */
  looked: bigint | null
}

/**
 * Looks at the next records in order that pass the filters an index serves, and judges each by the other ones: so a filter
 * that few records pass costs a bounded scan, whose end the caller knows. Those that do not pass stay in the database, and
 * so do those beyond the wanted ones and one more.
 */
export async function readCandidates(reader: Reader, narrowing: Narrowing, scan: Scan): Promise<Scanned> {
  const where = conditions(narrowing, scan.clock)
  const isJudged = where.matches.length > 0
  const sql = isJudged ? passingSql(narrowing, scan, where) : nextSql(narrowing, scan, where)
  const rows = await reader.query<Row>(sql, where.values)
  const last = rows.at(-1)
  return {
    found: rows.flatMap((row) => (row.looked === null ? { ...placeOf(row), kind: row.kind, type: row.type } : [])),
    looked: isJudged ? Number(last?.looked ?? 0n) : rows.length,
    end: last === undefined ? null : placeOf(last),
  }
}

const placeOf = (row: Row): AuditPlace => ({ customerId: row.customer_id, seq: Number(row.seq), at: row.at })

/** The next candidates, where nothing is judged. */
function nextSql(narrowing: Narrowing, scan: Scan, where: Conditions): string {
  const candidates = candidatesSql(narrowing, scan, where)
  return `select r.customer_id, r.seq, r.${scan.clock}_at as at, r.kind, r.type, null::bigint as looked
    from (${candidates}) r order by ${sortedBy(orderOf(narrowing, scan.clock), scan)}`
}

/** The candidates that pass, as many as are wanted and one more, and behind them the last that was looked at. */
function passingSql(narrowing: Narrowing, scan: Scan, where: Conditions): string {
  const order = orderOf(narrowing, scan.clock).map((column) => (column.endsWith('_at') ? 'at' : column))
  const sorted = sortedBy(order, scan, '')
  return `${judgedSql(narrowing, scan, where)}
    select * from (
      (select customer_id, seq, at, kind, type, null::bigint as looked from passed order by ${sorted}
        limit ${where.param(scan.wanted + 1)}::int)
      union all
      (select customer_id, seq, at, null, null, (select count(*) from looked) from looked
        limit 1 offset greatest((select count(*) from looked) - 1, 0))
    ) r order by looked nulls first, ${sorted}`
}

/** The records that are looked at, in order, as `looked`, and those of them that pass, as `passed`. */
function judgedSql(narrowing: Narrowing, scan: Scan, where: Conditions): string {
  const candidates = candidatesSql(narrowing, scan, where)
  const place = `r.customer_id, r.seq, r.${scan.clock}_at as at`
  const passes = where.matches.length === 0 ? 'true' : where.matches.join(' and ')
  return where.asksOperation
    ? `with looked as materialized (select ${place} from (${candidates}) r), ${runsSql(narrowing)},
       passed as (select ${place}, r.kind, r.type from ${MADE_BY} where ${passes})`
    : `with looked as materialized (select ${place}, r.kind, r.type, ${passes} as passes from (${candidates}) r),
       passed as (select customer_id, seq, at, kind, type from looked where passes)`
}

function candidatesSql(narrowing: Narrowing, scan: Scan, where: Conditions): string {
  const { clock, newestFirst, start, size } = scan
  const order = orderOf(narrowing, clock)
  if (start !== null) where.and.push(startCondition(order, newestFirst ? '<=' : '>=', start, where))
  const from = sourceOf(narrowing, scan, where)
  if (from === ALL_IN_ORDER && narrowing.customerId === null) where.and.push(overAll('r'))
  return `select r.* from ${from} ${where.and.length === 0 ? '' : `where ${where.and.join(' and ')}`}
    order by ${sortedBy(order, scan)} limit ${where.param(size)}::int`
}

const sortedBy = (columns: readonly string[], { newestFirst }: Pick<Scan, 'newestFirst'>, of = 'r.'): string =>
  columns.map((column) => `${of}${column} ${newestFirst ? 'desc' : 'asc'}`).join(', ')

/** The records of `looked` in runs that follow one another; of one customer put in order by their numbers alone. */
const runsSql = ({ customerId }: Narrowing): string => `in_run as (
    select customer_id, seq, seq - row_number() over (${customerId === null ? 'partition by customer_id' : ''} order by seq) as run
      from looked
  ), run as (
    select customer_id, min(seq) as first, max(seq) as last from in_run group by customer_id, run
  )`

// The operations `o` of each run, and the records `r` of each: one step of the index to what made the first of a run, and one
// along those that begin in it. Of an operation that does not pass no record is looked at again.
const MADE_BY = `run cross join lateral (
    (select * from operation where customer_id = run.customer_id and first_seq <= run.first
      order by first_seq desc limit 1)
    union all
    select * from operation where customer_id = run.customer_id and first_seq > run.first and first_seq <= run.last
  ) o ${each(
    'record',
    'r',
    `r.customer_id = o.customer_id
    and r.seq between greatest(o.first_seq, run.first) and least(o.last_seq, run.last)`,
  )}`

/** Where a scan takes its records `r` from: those that are named, where it is known which can match, else all in order. */
function sourceOf(narrowing: Narrowing, scan: Scan, where: Conditions): string {
  const { keys, few, trail, xdrIds } = narrowing
  const { param } = where
  if (keys !== null) return `${keyLists(keys, param)} as k (customer_id, seq) ${each('record', 'r', NAMED)}`
  if (few !== null)
    return `unnest(${param(few.map((one) => one.customerId))}::text[], ${param(few.map((one) => one.firstSeq))}::bigint[],
      ${param(few.map((one) => one.lastSeq))}::bigint[]) as k (customer_id, first_seq, last_seq)
      ${each('record', 'r', 'r.customer_id = k.customer_id and r.seq between k.first_seq and k.last_seq')}`
  if (trail !== null && isShort(trail)) return `(${trailKeysSql(trail, param)}) k ${each('record', 'r', NAMED)}`
  if (xdrIds !== null)
    return `unnest(${param([...new Set(xdrIds)].map(String))}::bigint[]) as k (xdr_id) ${each('record', 'r', 'r.xdr_id = k.xdr_id')}`
  return goesByOperation(narrowing, scan.clock, where.isWithoutCharges)
    ? byOperation(narrowing, scan, where)
    : ALL_IN_ORDER
}

const ALL_IN_ORDER = 'record r'
const NAMED = 'r.customer_id = k.customer_id and r.seq = k.seq'

type Column = 'effective_at' | 'recorded_at' | 'customer_id' | 'seq'

/** Within one customer the order of recording is that of seq, which the primary key serves. */
function orderOf({ customerId }: Narrowing, clock: Scan['clock']): Column[] {
  if (customerId === null) return [`${clock}_at`, 'customer_id', 'seq']
  return clock === 'recorded' ? ['seq'] : ['effective_at', 'seq']
}

function startCondition(order: readonly Column[], compare: '<=' | '>=', start: AuditPlace, where: Conditions): string {
  const values = order.map((column) => {
    if (column === 'seq') return `${where.param(start.seq)}::bigint`
    if (column === 'customer_id') return `${where.param(start.customerId)}::text collate "C"`
    return `${where.param(textOfTime(start.at))}::timestamptz`
  })
  return `(${order.map((column) => `r.${column}`).join(', ')}) ${compare} (${values.join(', ')})`
}

/** How many records of each kind pass all filters, of the first `most` that an index finds, and whether there are more. */
export async function countCandidates(
  reader: Reader,
  narrowing: Narrowing,
  clock: Scan['clock'],
  most: number,
): Promise<{ readonly counts: ReadonlyMap<number, number>; readonly isCut: boolean }> {
  const where = conditions(narrowing, clock)
  const scan = { clock, newestFirst: true, start: null, size: most, wanted: most }
  const rows = await reader.query<{ kind: number | null; n: bigint; looked: bigint }>(
    `${judgedSql(narrowing, scan, where)} select kind, n, looked from (select count(*) as looked from looked) l
      left join (select kind, count(*) as n from passed group by kind) p on true`,
    where.values,
  )
  const counts = new Map(rows.flatMap(({ kind, n }) => (kind === null ? [] : [[kind, Number(n)] as const])))
  return { counts, isCut: Number(rows[0]?.looked ?? 0n) >= most }
}
