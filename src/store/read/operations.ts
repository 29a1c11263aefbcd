import type { Instant } from '../../engine/time.ts'
import type { Reader, RecordKey } from './records.ts'

/** One stimulus from outside, as it was written down beside its records. */
export type OperationRow = {
  readonly customerId: string
  readonly firstSeq: number
  readonly lastSeq: number
  readonly op: string
  readonly command: string
  readonly actor: string
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
  op: string
  command: string
  actor: string
  realm: string
  channel: string
  ip: string | null
  reference: string | null
  correlation_id: string
  rules: number
  recorded_at: Instant
}

const fields = (
  command: string,
): string => `o.customer_id, o.first_seq, o.last_seq, o.op, ${command} as command, o.actor,
  o.realm, o.channel, o.ip, o.reference, o.correlation_id, o.rules, o.recorded_at`

const byKey = `select ${fields("''")} from unnest($1::text[], $2::bigint[]) as k (customer_id, seq)
  join operation o on o.customer_id = k.customer_id and o.first_seq = k.seq`
const one = `select ${fields('o.command')} from operation o where o.customer_id = $1 and o.first_seq = $2`

/** Operations by their first records (`root_seq`), without their commands, in no order. */
export async function readOperations(reader: Reader, roots: readonly RecordKey[]): Promise<OperationRow[]> {
  if (roots.length === 0) return []
  const rows = await reader.query<Row>(byKey, [roots.map((root) => root.customerId), roots.map((root) => root.seq)])
  return rows.map(operationFrom)
}

/** One operation with its command; undefined when the record is not the first of one. */
export async function readOperation(reader: Reader, root: RecordKey): Promise<OperationRow | undefined> {
  const [row] = await reader.query<Row>(one, [root.customerId, root.seq])
  return row && operationFrom(row)
}

const operationFrom = (row: Row): OperationRow => ({
  customerId: row.customer_id,
  firstSeq: Number(row.first_seq),
  lastSeq: Number(row.last_seq),
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
