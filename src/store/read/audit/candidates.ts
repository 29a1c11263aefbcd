import type { Instant } from '../../../engine/time.ts'
import { textOfTime } from '../../session/rows.ts'
import { each } from '../../subjects/released.ts'
import type { Reader } from '../records/records.ts'
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
  matches: boolean
  looked: bigint | null
}

/**
 * Looks at the next records in order that pass the filters an index serves, and judges each by the other ones: so a filter
 * that few records pass costs a bounded scan, whose end the caller knows. Those that do not pass stay in the database.
 */
export async function readCandidates(reader: Reader, narrowing: Narrowing, scan: Scan): Promise<Scanned> {
  const where = conditions(narrowing, scan.clock)
  const sql = where.matches.length === 0 ? candidatesSql : passingSql
  const rows = await reader.query<Row>(sql(narrowing, scan, where), where.values)
  const last = rows.at(-1)
  return {
    found: rows.filter((row) => row.matches).map((row) => ({ ...placeOf(row), kind: row.kind, type: row.type })),
    looked: Number(last?.looked ?? rows.length),
    end: last === undefined ? null : placeOf(last),
  }
}

const placeOf = (row: Row): AuditPlace => ({ customerId: row.customer_id, seq: Number(row.seq), at: row.at })

/** The candidates that pass, and the last one, which says how many were looked at. */
const passingSql = (narrowing: Narrowing, scan: Scan, where: Conditions): string =>
  `select customer_id, seq, at, matches, kind, type, looked from (
     select c.*, count(*) over () as looked, row_number() over () as place
       from (${candidatesSql(narrowing, scan, where)}) c) c
    where matches or place = looked order by place`

function candidatesSql(narrowing: Narrowing, scan: Scan, where: Conditions): string {
  const { clock, newestFirst, start, size } = scan
  const time = `r.${clock}_at`
  const order = orderOf(narrowing, clock)
  if (start !== null) where.and.push(startCondition(order, newestFirst ? '<=' : '>=', start, where))
  const from = sourceOf(narrowing, scan, where)
  const direction = newestFirst ? 'desc' : 'asc'
  const candidates = `select r.* from ${from} ${where.and.length === 0 ? '' : `where ${where.and.join(' and ')}`}
    order by ${order.map((column) => `r.${column} ${direction}`).join(', ')} limit ${where.param(size)}::int`
  const matches = where.matches.length === 0 ? 'true' : `coalesce(${where.matches.join(' and ')}, false)`
  const judged = `select r.customer_id, r.seq, ${time} as at, ${matches} as matches, r.kind, r.type`
  const sorted = `order by ${order.map((column) => `r.${column} ${direction}`).join(', ')}`
  return where.asksOperation
    ? `with looked as materialized (${candidates}), ${MADE_BY}
       ${judged} from made r ${each('operation', 'o', 'o.customer_id = r.customer_id and o.first_seq = r.begun')}
       where not r.is_begin ${sorted}`
    : `${judged} from (${candidates}) r ${sorted}`
}

const OF_RECORD = ['effective_at', 'recorded_at', 'kind', 'type', 'figure', 'amount', 'invoice', 'payment', 'credit']
  .concat('dispute', 'charge', 'canonical')
  .join(', ')
const OF_NONE = OF_RECORD.replaceAll(/\w+/g, (column) => `null as ${column}`)

// Where the operations of the records of `looked` begin: one step of the index for each run of records that follow one
// another, and one along the operations in it, instead of a step for each record. What begins last before a record made it.
const MADE_BY = `row_in_run as (
    select customer_id, seq, seq - row_number() over (partition by customer_id order by seq) as run from looked
  ), run as (
    select customer_id, min(seq) as first, max(seq) as last from row_in_run group by customer_id, run
  ), begun as (
    select run.customer_id, o.first_seq from run cross join lateral (
      (select first_seq from operation where customer_id = run.customer_id and first_seq <= run.first
        order by first_seq desc limit 1)
      union all
      select first_seq from operation where customer_id = run.customer_id and first_seq > run.first and first_seq <= run.last
    ) o
  ), made as (
    select *, max(begins) over (partition by customer_id order by seq, begins nulls last) as begun, begins is not null as is_begin
      from (select customer_id, seq, null::bigint as begins, ${OF_RECORD} from looked
        union all select customer_id, first_seq, first_seq, ${OF_NONE} from begun) m
  )`

/** Where a scan takes its records `r` from: those that are named, where it is known which can match, else all in order. */
function sourceOf(narrowing: Narrowing, scan: Scan, where: Conditions): string {
  const { keys, few, trail } = narrowing
  const { param } = where
  if (keys !== null) return `${keyLists(keys, param)} as k (customer_id, seq) ${each('record', 'r', NAMED)}`
  if (few !== null)
    return `unnest(${param(few.map((one) => one.customerId))}::text[], ${param(few.map((one) => one.firstSeq))}::bigint[],
      ${param(few.map((one) => one.lastSeq))}::bigint[]) as k (customer_id, first_seq, last_seq)
      ${each('record', 'r', 'r.customer_id = k.customer_id and r.seq between k.first_seq and k.last_seq')}`
  if (trail !== null && isShort(trail)) return `(${trailKeysSql(trail, param)}) k ${each('record', 'r', NAMED)}`
  return goesByOperation(narrowing, scan.clock, where.isWithoutCharges)
    ? byOperation(narrowing, scan, where)
    : 'record r'
}

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
  const all = candidatesSql(narrowing, { clock, newestFirst: true, start: null, size: most }, where)
  const rows = await reader.query<{ kind: number; n: bigint; looked: bigint }>(
    `select kind, count(*) filter (where matches) as n, sum(count(*)) over () as looked from (${all}) c group by kind`,
    where.values,
  )
  const counts = new Map(rows.map((row) => [row.kind, Number(row.n)]))
  return { counts, isCut: Number(rows[0]?.looked ?? 0n) >= most }
}
