import type { Dials } from '../../../engine/replay/as-of.ts'
import type { Ranges } from '../../../engine/state/customer.ts'
import type { Instant } from '../../../engine/time.ts'
import type { DirectoryKind } from '../../heads/directory.ts'
import { textOfTime } from '../../session/rows.ts'
import { each } from '../../subjects/released.ts'
import { type Reader, type RecordRow, type Row, rowOf } from '../records/records.ts'
import { noCharge, toldOnly } from '../records/told.ts'

/** Events of some types (the engine's numbers) that concern some subjects of a kind, or (null) any. */
export type Concerned = {
  readonly subjects: { readonly kind: DirectoryKind; readonly nos: readonly number[] } | null
  readonly types: readonly number[]
}

/**
 * Which of them: those that count from a moment on, those before a place of the order (effective_at, seq). `upTo`: of
 * records up to this one the bytes are left out.
 */
export type Stretch = {
  readonly upTo?: number | undefined
  readonly since?: Instant | undefined
  readonly before?: { readonly effectiveAt: Instant; readonly seq: number } | undefined
}

type Within = Pick<Dials, 'effectiveAt'> & { readonly knownSeq: number }

/** The newest of such events within both dials, newest first by (effective_at, seq), at most `limit`. */
export async function readConcerned(
  reader: Reader,
  customerId: string,
  concerned: readonly Concerned[],
  dials: Within,
  { limit, upTo, ...stretch }: Stretch & { readonly limit: number },
): Promise<RecordRow[]> {
  const asked = selection(customerId, concerned, dials, stretch)
  if (asked === null) return []
  const bytes = bytesAfter('record', upTo, asked.param)
  const order = `order by effective_at desc, seq desc limit ${asked.param(limit)}::int`
  const parts = asked.parts.map(
    (where) => `(select customer_id, seq, xdr_id, ${bytes}, effective_at from record where ${where} ${order})`,
  )
  const rows = await reader.query<Sparse>(
    `select customer_id, seq, xdr_id, canonical from (${parts.join(' union ')}) m ${order}`,
    asked.values,
  )
  return rows.map(sparse)
}

/** The bytes of records of a table behind one, those of all where none is named. */
const bytesAfter = (table: string, upTo: number | undefined, param: (value: unknown) => string): string =>
  upTo === undefined || upTo === 0
    ? `${table}.canonical`
    : `case when ${table}.seq > ${param(upTo)}::bigint then ${table}.canonical end as canonical`

type Sparse = Omit<Row, 'canonical'> & { readonly canonical: Buffer | null }

const noBytes = Buffer.alloc(0)
const sparse = ({ canonical, ...row }: Sparse): RecordRow =>
  canonical === null
    ? { customerId: row.customer_id, seq: Number(row.seq), xdrId: row.xdr_id, canonical: noBytes }
    : rowOf({ ...row, canonical })

/** All such events, read on in pages of `limit`, newest first by (effective_at, seq). */
export async function* readAllConcerned(
  reader: Reader,
  customerId: string,
  concerned: readonly Concerned[],
  dials: Within,
  { limit, placeOf }: { readonly limit: number; readonly placeOf: (row: RecordRow) => NonNullable<Stretch['before']> },
): AsyncGenerator<RecordRow[]> {
  let before: Stretch['before']
  for (;;) {
    const rows = await readConcerned(reader, customerId, concerned, dials, { limit, before })
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows
    if (rows.length < limit) return
    before = placeOf(last)
  }
}

/** What such events add up to on an invoice, micros; `no` is that of the money. */
export type SumOn = {
  readonly kind: 'payment' | 'credit'
  readonly no: number
  readonly invoice: number
  readonly amount: bigint
}

/**
 * What some money is applied to each invoice: events of the types `adding` less those of the other types, summed by the
 * database, in the order in which it began. Their number is unlimited: a payment may pay any number of invoices.
 */
export async function sumConcerned(
  reader: Reader,
  customerId: string,
  concerned: readonly Concerned[],
  dials: Within,
  adding: readonly number[],
): Promise<SumOn[]> {
  const asked = selection(customerId, concerned, dials, {})
  if (asked === null) return []
  const parts = asked.parts.map(
    (where) => `(select seq, effective_at, payment, credit, invoice, type, amount from record where ${where})`,
  )
  const rows = await reader.query<{ payment: number | null; credit: number | null; invoice: number; amount: bigint }>(
    `select payment, credit, invoice,
            sum(case when type = any(${asked.param(adding)}::smallint[]) then amount else -amount end)::bigint as amount
       from (${parts.join(' union ')}) m where invoice is not null
      group by payment, credit, invoice order by min(effective_at), min(seq)`,
    asked.values,
  )
  return rows.flatMap(({ payment, credit, invoice, amount }) => {
    const no = payment ?? credit
    return no === null
      ? []
      : [{ kind: payment === null ? ('credit' as const) : ('payment' as const), no, invoice, amount }]
  })
}

/** How many there are; counted up to `most`. */
export async function countConcerned(
  reader: Reader,
  customerId: string,
  concerned: readonly Concerned[],
  dials: Within,
  most: number,
): Promise<number> {
  const asked = selection(customerId, concerned, dials, {})
  if (asked === null) return 0
  const limit = asked.param(most)
  const parts = asked.parts.map((where) => `(select seq from record where ${where} limit ${limit}::int)`)
  const [row] = await reader.query<{ count: bigint }>(
    `select count(*) as count from (select seq from (${parts.join(' union ')}) p limit ${limit}::int) m`,
    asked.values,
  )
  return Number(row?.count ?? 0)
}

function selection(customerId: string, concerned: readonly Concerned[], dials: Within, { since, before }: Stretch) {
  const asked = concerned.filter((one) => one.types.length > 0 && one.subjects?.nos.length !== 0)
  if (asked.length === 0) return null
  const values: unknown[] = [customerId, textOfTime(dials.effectiveAt), dials.knownSeq]
  const param = (value: unknown): string => `$${values.push(value)}`
  const from = since === undefined ? '' : ` and effective_at >= ${param(textOfTime(since))}::timestamptz`
  const until =
    before === undefined
      ? ''
      : ` and (effective_at, seq) < (${param(textOfTime(before.effectiveAt))}::timestamptz, ${param(before.seq)}::bigint)`
  const parts = asked.map(({ subjects, types }) => {
    const about = subjects === null ? '' : ` and ${subjects.kind} = any(${param(subjects.nos)}::int[])`
    return `customer_id = $1 and kind = 1 and effective_at <= $2::timestamptz and seq <= $3::bigint
      and type = any(${param(types)}::smallint[])${toldOnly(types, 'record')}${about}${from}${until}`
  })
  return { parts, values, param }
}

/** A figure of which the changes are records, of one subject or (null) of any of its kind; the engine's number. */
export type Changed = {
  readonly figure: number
  readonly subject: { readonly kind: DirectoryKind; readonly no: number } | null
}

/** The events of some types (the engine's numbers) that changed such figures by moving the day, newest first, at most `limit`. */
export async function readTurns(
  reader: Reader,
  customerId: string,
  changed: readonly Changed[],
  types: readonly number[],
  dials: Within,
  { limit, before, upTo }: Stretch & { readonly limit: number },
): Promise<RecordRow[]> {
  if (changed.length === 0) return []
  const values: unknown[] = [customerId, textOfTime(dials.effectiveAt), dials.knownSeq, types, limit]
  const param = (value: unknown): string => `$${values.push(value)}`
  const which = changed.map(({ figure, subject }) => {
    const about = subject === null ? '' : ` and c.${subject.kind} = ${param(subject.no)}::int`
    return `(c.figure = ${param(figure)}::smallint${about})`
  })
  const until =
    before === undefined
      ? ''
      : ` and (e.effective_at, e.seq) < (${param(textOfTime(before.effectiveAt))}::timestamptz, ${param(before.seq)}::bigint)`
  const bytes = bytesAfter('e', upTo, param)
  const rows = await reader.query<Sparse>(
    `select distinct e.customer_id, e.seq, e.xdr_id, ${bytes}, e.effective_at from record c
       ${each('record', 'e', 'e.customer_id = c.customer_id and e.seq in (c.parent_seq, c.root_seq)')}
      where e.kind = 1 and e.type = any($4::smallint[]) and c.customer_id = $1 and c.kind = 2 and ${noCharge('c')} and c.effective_at <= $2::timestamptz and c.seq <= $3::bigint
        and (${which.join(' or ')})${until}
      order by e.effective_at desc, e.seq desc limit $5::int`,
    values,
  )
  return rows.map(sparse)
}

/** Events of the charges of a customer that have some numbers, in their order. */
export async function readCharges(reader: Reader, customerId: string, ranges: Ranges): Promise<RecordRow[]> {
  const rows = await reader.query<Row>(
    `select r.customer_id, r.seq, r.xdr_id, r.canonical from unnest($2::int[], $3::int[]) as u (from_no, to_no)
       ${each('record', 'r', 'r.customer_id = $1 and r.charge between u.from_no and u.to_no')}
      order by r.charge`,
    [customerId, ranges.map(([from]) => from), ranges.map(([, to]) => to)],
  )
  return rows.map(rowOf)
}

/** The terms that a scope sets itself, by the newest version up to one; `setSeq`: the operator's record that set it. */
export type TermsSet = {
  readonly scope: string
  readonly version: number
  readonly terms: Readonly<Record<string, unknown>>
  readonly setSeq: number | null
}

/** The newest terms of some scopes up to a version; `correlation` begins the correlations under which versions are set. */
export async function readTermsSet(
  reader: Reader,
  scopes: readonly string[],
  upTo: number,
  setBy: { readonly operatorId: string; readonly correlation: string },
): Promise<TermsSet[]> {
  const rows = await reader.query<Omit<TermsSet, 'setSeq'> & { set_seq: bigint | null }>(
    `select p.scope, p.version, p.terms, o.first_seq as set_seq from (
       select distinct on (scope) scope, version, terms from policy
        where scope = any($1) and version <= $2::int order by scope, version desc
     ) p left join lateral (
       select first_seq from operation where correlation_id = $4 || p.version and customer_id = $3
         and correlation_id <> operation_id::text order by first_seq limit 1
     ) o on true`,
    [scopes, upTo, setBy.operatorId, setBy.correlation],
  )
  return rows.map(({ set_seq, ...row }) => ({ ...row, setSeq: set_seq === null ? null : Number(set_seq) }))
}
