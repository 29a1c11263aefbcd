import type { Instant } from '../engine/time.ts'
import { type Columns, insertSql, textOfBytes, textOfTime } from './rows.ts'
import type { Session } from './store.ts'

/** One stimulus from outside as it is kept: who, why, the command as canonical JSON, and the records it made. */
export type StoredOperation = {
  readonly customerId: string
  readonly firstSeq: number
  readonly lastSeq: number
  /** the root of the chain that its records belong to; of an outcome of a message that which queued it */
  readonly rootSeq: number
  readonly operationId: string
  readonly op: string
  readonly command: string
  readonly digest: Uint8Array
  readonly actor: string
  readonly realm: string
  readonly channel: string
  readonly ip: string | null
  readonly reference: string | null
  readonly correlationId: string
  readonly rules: number
  readonly recordedAt: Instant
}

const columns: Columns = {
  customer_id: 'text',
  first_seq: 'bigint',
  last_seq: 'bigint',
  root_seq: 'bigint',
  operation_id: 'uuid',
  op: 'text',
  command: 'text',
  digest: 'bytea',
  actor: 'text',
  realm: 'text',
  channel: 'text',
  ip: 'text',
  reference: 'text',
  correlation_id: 'text',
  rules: 'integer',
  recorded_at: 'timestamptz',
}

const insert = insertSql('operation', columns)

/** Appends operations to the history. */
export function insertOperations(session: Session, operations: readonly StoredOperation[]): void {
  if (operations.length > 0) session.send(insert, [JSON.stringify(operations.map(operationRow))])
}

const operationRow = (one: StoredOperation) => ({
  customer_id: one.customerId,
  first_seq: one.firstSeq,
  last_seq: one.lastSeq,
  root_seq: one.rootSeq,
  operation_id: one.operationId,
  op: one.op,
  command: one.command,
  digest: textOfBytes(one.digest),
  actor: one.actor,
  realm: one.realm,
  channel: one.channel,
  ip: one.ip,
  reference: one.reference,
  correlation_id: one.correlationId,
  rules: one.rules,
  recorded_at: textOfTime(one.recordedAt),
})

type OperationRow = {
  readonly customer_id: string
  readonly first_seq: bigint
  readonly last_seq: bigint
  readonly root_seq: bigint
  readonly operation_id: string
  readonly op: string
  readonly command: string
  readonly digest: Buffer
  readonly actor: string
  readonly realm: string
  readonly channel: string
  readonly ip: string | null
  readonly reference: string | null
  readonly correlation_id: string
  readonly rules: number
  readonly recorded_at: Instant
}

const fields = `customer_id, first_seq, last_seq, root_seq, operation_id, op, command, digest, actor, realm, channel, ip, reference,
  correlation_id, rules, recorded_at`

/** The operations of a customer after a record, in their order; at most `limit`. */
export async function operationsAfter(
  session: Pick<Session, 'query'>,
  customerId: string,
  afterSeq: number,
  limit: number,
): Promise<StoredOperation[]> {
  const rows = await session.query<OperationRow>(
    `select ${fields} from operation where customer_id = $1 and first_seq > $2 order by first_seq limit $3`,
    [customerId, afterSeq, limit],
  )
  return rows.map(operationFrom)
}

/** The operations of a customer whose first records lie in a range, both ends included, in their order. */
export async function operationsBetween(
  session: Pick<Session, 'query'>,
  customerId: string,
  from: number,
  to: number,
): Promise<StoredOperation[]> {
  const rows = await session.query<OperationRow>(
    `select ${fields} from operation where customer_id = $1 and first_seq between $2 and $3 order by first_seq`,
    [customerId, from, to],
  )
  return rows.map(operationFrom)
}

const operationFrom = (row: OperationRow): StoredOperation => ({
  customerId: row.customer_id,
  firstSeq: Number(row.first_seq),
  lastSeq: Number(row.last_seq),
  rootSeq: Number(row.root_seq),
  operationId: row.operation_id,
  op: row.op,
  command: row.command,
  digest: row.digest,
  actor: row.actor,
  realm: row.realm,
  channel: row.channel,
  ip: row.ip,
  reference: row.reference,
  correlationId: row.correlation_id,
  rules: row.rules,
  recordedAt: row.recorded_at,
})

/** How many operations share a correlation that is not the id of one of them. */
export async function countCorrelated(session: Pick<Session, 'query'>, correlationId: string): Promise<number> {
  const [row] = await session.query<{ count: bigint }>(
    'select count(*) from operation where correlation_id = $1 and correlation_id <> operation_id::text',
    [correlationId],
  )
  return Number(row?.count ?? 0n)
}
