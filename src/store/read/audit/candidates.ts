import type { Instant } from '../../../engine/time.ts'
import { textOfTime } from '../../session/rows.ts'
import { OPERATION_OF_RECORD } from '../records/operations.ts'
import type { Reader } from '../records/records.ts'
import { byOperation, goesByOperation } from './by-operation.ts'
import { type Conditions, conditions, type Narrowing } from './narrowing.ts'
import type { AuditPlace, Scan } from './scan.ts'

/** A record that may belong on a page; `matches` says whether it passed the filters that no index serves. */
export type Candidate = AuditPlace & { readonly matches: boolean; readonly kind: number; readonly type: number }

type Row = { customer_id: string; seq: bigint; at: Instant; matches: boolean; kind: number; type: number }

/**
 * The next records in order that pass the filters an index serves, each with its verdict on the other ones: so a filter
 * that few records pass costs a bounded scan, whose end the caller knows.
 */
export async function readCandidates(reader: Reader, narrowing: Narrowing, scan: Scan): Promise<Candidate[]> {
  const where = conditions(narrowing, scan.clock)
  const rows = await reader.query<Row>(candidatesSql(narrowing, scan, where), where.values)
  return rows.map((row) => ({
    customerId: row.customer_id,
    seq: Number(row.seq),
    at: row.at,
    matches: row.matches,
    kind: row.kind,
    type: row.type,
  }))
}

function candidatesSql(narrowing: Narrowing, scan: Scan, where: Conditions): string {
  const { clock, newestFirst, start, size } = scan
  const time = `r.${clock}_at`
  const order = orderOf(narrowing, clock)
  if (start !== null) where.and.push(startCondition(order, newestFirst ? '<=' : '>=', start, where))
  const from =
    narrowing.keys === null
      ? goesByOperation(narrowing, clock, where.isWithoutCharges)
        ? byOperation(narrowing, scan, where)
        : 'record r'
      : `unnest(${where.param(narrowing.keys.map((key) => key.customerId))}::text[],
           ${where.param(narrowing.keys.map((key) => key.seq))}::bigint[]) as k (customer_id, seq)
         join record r on r.customer_id = k.customer_id and r.seq = k.seq`
  const direction = newestFirst ? 'desc' : 'asc'
  const candidates = `select r.* from ${from} ${where.and.length === 0 ? '' : `where ${where.and.join(' and ')}`}
    order by ${order.map((column) => `r.${column} ${direction}`).join(', ')} limit ${where.param(size)}::int`
  const matches = where.matches.length === 0 ? 'true' : `coalesce(${where.matches.join(' and ')}, false)`
  return `select r.customer_id, r.seq, ${time} as at, ${matches} as matches, r.kind, r.type
    from (${candidates}) r ${where.asksOperation ? `cross join ${OPERATION_OF_RECORD} o` : ''}
    order by ${order.map((column) => `r.${column} ${direction}`).join(', ')}`
}

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
