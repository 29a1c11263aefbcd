import type { Instant } from '../../../engine/time.ts'
import type { Reader, RecordKey } from './records.ts'

/** One stimulus from outside, as it was written down beside its records. */
export type OperationRow = {
  readonly customerId: string
  readonly firstSeq: number
  readonly lastSeq: number
  /** the root of the chain that its records belong to */
  readonly rootSeq: number
  readonly op: string
  readonly command: string
  /** how he is called; null: his name was erased */
  readonly actor: string | null
  readonly realm: string
  readonly channel: string
  readonly ip: string | null
  readonly reference: string | null
  readonly correlationId: string
  readonly rules: number
  readonly recordedAt: Instant
}

type Row = {
  customer_id: string
  first_seq: bigint
  last_seq: bigint
  root_seq: bigint
  op: string
  command: string
  actor: string | null
  realm: string
  channel: string
  ip: string | null
  reference: string | null
  correlation_id: string
  rules: number
  recorded_at: Instant
}

/** The name stands in the operation, or in a text of the operator's own log, where it may be erased. */
const actorName = `case when o.actor_text is null then o.actor
  else (select t.body from text t where t.customer_id = '~operator' and t.text_id = o.actor_text
    and octet_length(t.salt) > 0) end`

const COLUMNS = `o.customer_id, o.first_seq, o.last_seq, o.root_seq, o.op, o.realm, o.channel, o.ip, o.reference,
  o.correlation_id, o.rules, o.recorded_at`

const fields = (command: string): string => `${COLUMNS}, ${command} as command, ${actorName} as actor`

const FIRST = 'select max(first_seq) from operation where customer_id = r.customer_id and first_seq'

/**
 * The operation that made a record: the last that begins at or before it. `r` stands for the record. It is looked for near
 * it first: a step down in an index looks at all that its condition lets in on a page.
 */
export const OPERATION_OF_RECORD = `lateral (select * from operation where customer_id = r.customer_id and first_seq = coalesce(
    (${FIRST} between r.seq - 15 and r.seq), (${FIRST} between r.seq - 255 and r.seq), (${FIRST} <= r.seq)))`

// One step to the operation of the first record of each run, and one along those that begin behind it. Few people did many
// operations: each name is looked up once.
const ofRuns = `with o as materialized (
    select ${COLUMNS}, o.actor, o.actor_text from unnest($1::text[], $2::bigint[], $3::bigint[]) as r (customer_id, seq, last)
      cross join lateral (
        (select * from operation where customer_id = r.customer_id and first_seq <= r.seq order by first_seq desc limit 1)
        union all
        select * from operation where customer_id = r.customer_id and first_seq > r.seq and first_seq <= r.last
      ) o
  ), named as materialized (
    select t.text_id, t.body from (select distinct actor_text from o where actor_text is not null) d
      cross join lateral (select * from text t where t.customer_id = '~operator' and t.text_id = d.actor_text
        and octet_length(t.salt) > 0 offset 0) t
  ) select ${COLUMNS}, '' as command, case when o.actor_text is null then o.actor else n.body end as actor
      from o left join named n on n.text_id = o.actor_text`
const one = `select ${fields('o.command')} from (select $1::text as customer_id, $2::bigint as seq) r
  cross join ${OPERATION_OF_RECORD} o`
const ofChain = `select ${fields("''")} from operation o where o.customer_id = $1 and o.root_seq = $2 order by o.first_seq`

/** Records of a customer that lie so near one another that all operations between them are read along. */
type Run = { readonly customerId: string; readonly seq: number; last: number }

/** As near as that: a step in the index costs as much as reading so many operations. */
const NEAR = 16

/** Records in runs, in order. */
function runsOf(records: readonly RecordKey[]): readonly Run[] {
  const runs: Run[] = []
  for (const [customerId, own] of Map.groupBy(records, (record) => record.customerId))
    for (const seq of own.map((record) => record.seq).sort((a, b) => a - b)) {
      const run = runs.at(-1)
      if (run?.customerId === customerId && seq - run.last <= NEAR) run.last = seq
      else runs.push({ customerId, seq, last: seq })
    }
  return runs
}

/**
 * The operations that made some records, each with the record that was asked for, without their commands, in no order. An
 * operation is read once however many of its records are asked for.
 */
export async function readOperations(
  reader: Reader,
  records: readonly RecordKey[],
): Promise<(OperationRow & { readonly recordSeq: number })[]> {
  if (records.length === 0) return []
  const runs = runsOf(records)
  const rows = await reader.query<Row>(ofRuns, [
    runs.map((run) => run.customerId),
    runs.map((run) => run.seq),
    runs.map((run) => run.last),
  ])
  const operations = Map.groupBy(rows.map(operationFrom), (one) => one.customerId)
  for (const own of operations.values()) own.sort((a, b) => a.firstSeq - b.firstSeq)
  return records.flatMap(({ customerId, seq }) => {
    const operation = lastUpTo(operations.get(customerId) ?? [], seq)
    return operation === undefined ? [] : [{ ...operation, recordSeq: seq }]
  })
}

/** The last of some operations in order that begins at or before a record. */
function lastUpTo(operations: readonly OperationRow[], seq: number): OperationRow | undefined {
  let [low, high] = [0, operations.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((operations[middle]?.firstSeq ?? 0) <= seq) low = middle + 1
    else high = middle
  }
  return operations[low - 1]
}

/** The operation that made a record, with its command; undefined when there is no such record. */
export async function readOperation(reader: Reader, record: RecordKey): Promise<OperationRow | undefined> {
  const [row] = await reader.query<Row>(one, [record.customerId, record.seq])
  const operation = row && operationFrom(row)
  return operation !== undefined && record.seq <= operation.lastSeq ? operation : undefined
}

/** The operations whose records make up a chain: that of its root, and what became of its messages; in their order. */
export async function readChainOperations(reader: Reader, root: RecordKey): Promise<OperationRow[]> {
  const rows = await reader.query<Row>(ofChain, [root.customerId, root.seq])
  return rows.map(operationFrom)
}

/** What the clock of the customer showed, in the command that is kept with an operation; and how that begins there. */
const CLOCK_READING = /^"clock":\{"mail":"[a-z]+","now":\{"micros":"(-?[0-9]+)"/
const [CLOCK, CLOCK_LENGTH] = ['"clock":{"mail":"', 100]

/** What the customer's clock showed when operations were entered, by their first records; those that keep none left out. */
export async function readClockReadings(
  reader: Reader,
  operations: readonly RecordKey[],
): Promise<(RecordKey & { readonly now: Instant })[]> {
  if (operations.length === 0) return []
  // a pattern that the database looks for costs 25 µs a command, a text one
  const rows = await reader.query<{ customer_id: string; first_seq: bigint; clock: string | null }>(
    `select o.customer_id, o.first_seq, substr(o.command, nullif(strpos(o.command, $3), 0), $4::int) as clock
       from unnest($1::text[], $2::bigint[]) as k (customer_id, seq)
       join operation o on o.customer_id = k.customer_id and o.first_seq = k.seq`,
    [operations.map((one) => one.customerId), operations.map((one) => one.seq), CLOCK, CLOCK_LENGTH],
  )
  return rows.flatMap(({ customer_id, first_seq, clock }) => {
    const [, now] = CLOCK_READING.exec(clock ?? '') ?? []
    return now === undefined ? [] : [{ customerId: customer_id, seq: Number(first_seq), now: BigInt(now) }]
  })
}

const operationFrom = (row: Row): OperationRow => ({
  customerId: row.customer_id,
  firstSeq: Number(row.first_seq),
  lastSeq: Number(row.last_seq),
  rootSeq: Number(row.root_seq),
  op: row.op,
  command: row.command,
  actor: row.actor,
  realm: row.realm,
  channel: row.channel,
  ip: row.ip,
  reference: row.reference,
  correlationId: row.correlation_id,
  rules: row.rules,
  recordedAt: row.recorded_at,
})
