import { textOfTime } from '../../session/rows.ts'
import type { Conditions, Narrowing } from './narrowing.ts'
import type { AuditPlace, Scan } from './scan.ts'

/**
 * Does the log of all customers in order of recording go by operations? They share the moment with their records, so that
 * a charge needs no entry of its own; what narrows a scan to certain records has indexes that serve it better.
 */
export const goesByOperation = (narrowing: Narrowing, clock: Scan['clock'], isWithoutCharges: boolean): boolean =>
  clock === 'recorded' &&
  !isWithoutCharges &&
  narrowing.customerId === null &&
  [
    narrowing.keys,
    narrowing.few,
    narrowing.seqs,
    narrowing.reach,
    narrowing.trail,
    narrowing.xdrIds,
    narrowing.chains,
  ].every((one) => one === null) &&
  narrowing.subjects.length === 0

/**
 * The records of the next operations in order, as `r`, at least `size` where there are so many. Of one operation no more
 * are read than that: it may have very many.
 */
export function byOperation(narrowing: Narrowing, scan: Scan, where: Conditions): string {
  const { newestFirst, start } = scan
  const size = `${where.param(scan.size)}::int`
  const direction = newestFirst ? 'desc' : 'asc'
  const orderOf = (table: string): string =>
    ['recorded_at', 'customer_id', 'first_seq'].map((column) => `${table}.${column} ${direction}`).join(', ')
  const limits = [...momentsOf(narrowing, where), ...(start === null ? [] : behind(start, newestFirst, where))]
  const [first, last] = endsOf(start, newestFirst, where)
  const next = `select customer_id, ${first} as first_seq, ${last} as last_seq, recorded_at from operation
    ${limits.length === 0 ? '' : `where ${limits.join(' and ')}`} order by ${orderOf('operation')} limit ${size}`
  const counted = `select *, sum(last_seq - first_seq + 1) over (order by ${orderOf('o')} rows unbounded preceding) as read
    from (${next}) o`
  const cut = newestFirst
    ? `greatest(o.first_seq, o.last_seq - ${size} + 1) and o.last_seq`
    : `o.first_seq and least(o.last_seq, o.first_seq + ${size} - 1)`
  return `(${counted}) o join record r on r.customer_id = o.customer_id and r.seq between ${cut}
    and o.read - (o.last_seq - o.first_seq + 1) < ${size}`
}

function momentsOf({ from, to }: Narrowing, { param }: Conditions): string[] {
  return [
    ...(from === null ? [] : [`recorded_at >= ${param(textOfTime(from))}::timestamptz`]),
    ...(to === null ? [] : [`recorded_at <= ${param(textOfTime(to))}::timestamptz`]),
  ]
}

/** The operation in which a place lies, and those behind it. */
function behind({ at, customerId, seq }: AuditPlace, newestFirst: boolean, { param }: Conditions): string[] {
  const [moment, whose, record] = [param(textOfTime(at)), param(customerId), param(seq)]
  const place = `(${moment}::timestamptz, ${whose}::text collate "C"`
  return newestFirst
    ? [`(recorded_at, customer_id, first_seq) <= ${place}, ${record}::bigint)`]
    : [
        `(recorded_at, customer_id) >= ${place})`,
        `(recorded_at, customer_id, last_seq) >= ${place}, ${record}::bigint)`,
      ]
}

/** The first and the last record that are looked at of an operation: of that in which the scan starts, from there on. */
function endsOf(start: AuditPlace | null, newestFirst: boolean, { param }: Conditions): [string, string] {
  if (start === null) return ['first_seq', 'last_seq']
  const [whose, seq] = [`customer_id = ${param(start.customerId)}`, `${param(start.seq)}::bigint`]
  return newestFirst
    ? ['first_seq', `case when ${whose} then least(last_seq, ${seq}) else last_seq end`]
    : [`case when ${whose} then greatest(first_seq, ${seq}) else first_seq end`, 'last_seq']
}
