import type { TextRef } from '../../engine/events/slots.ts'
import type { Instant } from '../../engine/time.ts'
import { copyRows } from '../session/copy.ts'
import type { Columns, RawRow } from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import { type RowReader, rowReader } from '../session/wire/row-reader.ts'
import { inSectionAsText, type Section } from './section.ts'

/** Who asked, and by which way, as it is kept. Operations of rules 2 and before have no id, and nothing that goes with it. */
export type StoredAsker = {
  readonly actorId: string | null
  /** the name, where it stands in no text */
  readonly actor: string | null
  /** the text of the operator's own log that holds the name */
  readonly actorText: TextRef | null
  readonly realm: string
  readonly role: string | null
  readonly limit: string | null
  readonly approver: string | null
  readonly owner: string | null
  readonly channel: string
  readonly ip: string | null
}

/** One stimulus from outside as it is kept: who, why, the command as canonical JSON, and the records it made. */
export type StoredOperation = StoredAsker & {
  readonly customerId: string
  readonly firstSeq: number
  readonly lastSeq: number
  /** the root of the chain that its records belong to; of an outcome of a message that which queued it */
  readonly rootSeq: number
  readonly operationId: string
  readonly op: string
  readonly command: string
  readonly digest: Uint8Array
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
  actor_id: 'text',
  actor_text: 'uuid',
  actor_hash: 'bytea',
  role: 'text',
  asker_limit: 'text',
  approver: 'text',
  owner: 'text',
  realm: 'text',
  channel: 'text',
  ip: 'text',
  reference: 'text',
  correlation_id: 'text',
  rules: 'integer',
  recorded_at: 'timestamptz',
}

const target = { name: 'operation', columns }

/** Appends operations to the history. */
export function insertOperations(session: Session, operations: readonly StoredOperation[]): Promise<void> {
  return copyRows(session, target, operations.values().map(operationRow))
}

const operationRow = (one: StoredOperation): RawRow => ({
  customer_id: one.customerId,
  first_seq: one.firstSeq,
  last_seq: one.lastSeq,
  root_seq: one.rootSeq,
  operation_id: one.operationId,
  op: one.op,
  command: one.command,
  digest: one.digest,
  actor: one.actor,
  actor_id: one.actorId,
  actor_text: one.actorText?.textId ?? null,
  actor_hash: one.actorText === null ? null : one.actorText.hash,
  role: one.role,
  asker_limit: one.limit,
  approver: one.approver,
  owner: one.owner,
  realm: one.realm,
  channel: one.channel,
  ip: one.ip,
  reference: one.reference,
  correlation_id: one.correlationId,
  rules: one.rules,
  recorded_at: one.recordedAt,
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
  readonly actor: string | null
  readonly actor_id: string | null
  readonly actor_text: string | null
  readonly actor_hash: Buffer | null
  readonly role: string | null
  readonly asker_limit: string | null
  readonly approver: string | null
  readonly owner: string | null
  readonly realm: string
  readonly channel: string
  readonly ip: string | null
  readonly reference: string | null
  readonly correlation_id: string
  readonly rules: number
  readonly recorded_at: Instant
}

const fields = `customer_id, first_seq, last_seq, root_seq, operation_id, op, command, digest, actor, actor_id, actor_text,
  actor_hash, role, asker_limit, approver, owner, realm, channel, ip, reference, correlation_id, rules, recorded_at`

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

/** The operations whose first records lie in a section, in their order. For verifying. */
export async function operationsIn(session: Pick<Session, 'read'>, section: Section): Promise<StoredOperation[]> {
  const operations: StoredOperation[] = []
  const row = rowReader()
  await session.read(
    `select ${fields} from operation where ${inSectionAsText('first_seq', section)} order by customer_id, first_seq`,
    (bytes) => {
      row.begin(Buffer.from(bytes))
      operations.push(operationOut(row))
    },
  )
  return operations
}

/** Reads the columns in the order of `fields`. */
const operationOut = ({ text, integer, whole, instant, uuid, bytes }: RowReader): StoredOperation => ({
  customerId: text() ?? '',
  firstSeq: whole() ?? 0,
  lastSeq: whole() ?? 0,
  rootSeq: whole() ?? 0,
  operationId: uuid() ?? '',
  op: text() ?? '',
  command: text() ?? '',
  digest: bytes() ?? NONE,
  actor: text(),
  actorId: text(),
  actorText: actorTextFrom(uuid(), bytes()),
  role: text(),
  limit: text(),
  approver: text(),
  owner: text(),
  realm: text() ?? '',
  channel: text() ?? '',
  ip: text(),
  reference: text(),
  correlationId: text() ?? '',
  rules: integer() ?? 0,
  recordedAt: instant() ?? 0n,
})

/** One without the other is nobody's, and nobody's digest. */
const actorTextFrom = (textId: string | null, hash: Uint8Array | null): TextRef | null =>
  textId === null && hash === null ? null : { textId: textId ?? '', hash: hash ?? NONE }

const NONE = Buffer.alloc(0)

const operationFrom = (row: OperationRow): StoredOperation => ({
  customerId: row.customer_id,
  firstSeq: Number(row.first_seq),
  lastSeq: Number(row.last_seq),
  rootSeq: Number(row.root_seq),
  operationId: row.operation_id,
  op: row.op,
  command: row.command,
  digest: row.digest,
  actorId: row.actor_id,
  actor: row.actor,
  actorText: actorTextFrom(row.actor_text, row.actor_hash),
  role: row.role,
  limit: row.asker_limit,
  approver: row.approver,
  owner: row.owner,
  realm: row.realm,
  channel: row.channel,
  ip: row.ip,
  reference: row.reference,
  correlationId: row.correlation_id,
  rules: row.rules,
  recordedAt: row.recorded_at,
})

/** Who asked for the first of a customer's operations with a correlation that is not the id of one of them. */
export async function firstAsker(
  session: Pick<Session, 'query'>,
  customerId: string,
  correlationId: string,
): Promise<StoredAsker | undefined> {
  const [row] = await session.query<OperationRow>(
    `select ${fields} from operation where correlation_id = $1 and correlation_id <> operation_id::text
       and customer_id = $2 order by first_seq limit 1`,
    [correlationId, customerId],
  )
  return row && operationFrom(row)
}

/** How many operations share a correlation that is not the id of one of them. */
export async function countCorrelated(session: Pick<Session, 'query'>, correlationId: string): Promise<number> {
  const [row] = await session.query<{ count: bigint }>(
    'select count(*) from operation where correlation_id = $1 and correlation_id <> operation_id::text',
    [correlationId],
  )
  return Number(row?.count ?? 0n)
}
