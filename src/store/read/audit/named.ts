import type { RecordKey } from '../records/records.ts'
import type { ChargeRange } from './trail.ts'

/** A numbered subject of a customer. */
export type SubjectKey = {
  readonly customerId: string
  readonly kind: 'invoice' | 'payment' | 'credit' | 'dispute'
  readonly no: number
}
/** Records of a customer that follow one another, both ends included. */
export type Stretch = { readonly customerId: string; readonly firstSeq: number; readonly lastSeq: number }

/** The trail of invoices: what concerns them, the charges on them, and what led to it. */
export type Trail = {
  readonly invoices: readonly SubjectKey[]
  readonly charges: readonly ChargeRange[]
  readonly upstream: readonly RecordKey[]
}

/** Hands a value to the statement; what it answers stands for it there. */
export type Param = (value: unknown) => string

/** That one of some conditions holds. */
export const anySql = (parts: readonly string[]): string => (parts.length === 0 ? 'false' : `(${parts.join(' or ')})`)

/** Subjects of the one customer by their numbers, which an index serves; of several, by pairs. */
export const subjectSql = (subjects: readonly SubjectKey[], customerId: string | null, param: Param): string[] =>
  (['invoice', 'payment', 'credit', 'dispute'] as const).flatMap((kind) => {
    const own = subjects.filter((subject) => subject.kind === kind)
    if (own.length === 0) return []
    const nos = param(own.map((subject) => subject.no))
    if (customerId !== null) return [`r.${kind} = any(${nos}::int[])`]
    const owners = param(own.map((subject) => subject.customerId))
    return [`(r.customer_id, r.${kind}) in (select * from unnest(${owners}::text[], ${nos}::int[]))`]
  })

/** That a record lies in a stretch. */
export const stretchSql = ({ customerId, firstSeq, lastSeq }: Stretch, param: Param): string =>
  `(r.customer_id = ${param(customerId)} and r.seq between ${param(firstSeq)}::bigint and ${param(lastSeq)}::bigint)`

/** Records by their names, as rows. */
export const keyLists = (keys: readonly RecordKey[], param: Param): string =>
  `unnest(${param(keys.map((key) => key.customerId))}::text[], ${param(keys.map((key) => key.seq))}::bigint[])`

/** That a record is one of some. */
export const keysSql = (keys: readonly RecordKey[], param: Param): string =>
  `(r.customer_id, r.seq) in (select * from ${keyLists(keys, param)})`

const rangeSql = ({ customerId, from, to }: ChargeRange, param: Param): string =>
  `(r.customer_id = ${param(customerId)} and r.charge between ${param(from)}::int and ${param(to)}::int)`

/** That a record belongs to a trail. */
export function trailSql({ invoices, charges, upstream }: Trail, customerId: string | null, param: Param): string {
  const led = upstream.length === 0 ? [] : [keysSql(upstream, param)]
  return anySql([...subjectSql(invoices, customerId, param), ...charges.map((one) => rangeSql(one, param)), ...led])
}

/** Charges on invoices, and records above them, of which all are put in order for a page. */
const MOST_AT_ONCE = 4000

/** Does a trail have so few records that they are taken one by one? Of many more, a walk through the log meets enough. */
export const isShort = ({ charges, upstream }: Trail): boolean =>
  charges.reduce((sum, { from, to }) => sum + to - from + 1, upstream.length) <= MOST_AT_ONCE

/** The names of the records of a short trail, each part by its own index. */
export function trailKeysSql({ invoices, charges, upstream }: Trail, param: Param): string {
  const owners = [...Map.groupBy(invoices, (one) => one.customerId)]
  const concerned = owners.map(
    ([owner, own]) => `(r.customer_id = ${param(owner)} and r.invoice = any(${param(own.map(({ no }) => no))}::int[]))`,
  )
  const parts = [...concerned, ...charges.map((one) => rangeSql(one, param))].map(
    (where) => `select r.customer_id, r.seq from record r where ${where}`,
  )
  const led = upstream.length === 0 ? [] : [`select * from ${keyLists(upstream, param)}`]
  return [...parts, ...led].join(' union ')
}
