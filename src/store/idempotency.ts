import { type Columns, insertSql, textOfBytes } from './rows.ts'
import type { Session } from './store.ts'

/** What a key was used for: the request's hash, and the records that answered it. */
export type KeyUse = {
  readonly customerId: string
  readonly caller: string
  readonly key: string
  readonly requestHash: Uint8Array
  readonly firstSeq: number
  readonly lastSeq: number
  readonly correlationId: string
}

const columns: Columns = {
  customer_id: 'text',
  caller: 'text',
  key: 'text',
  request_hash: 'bytea',
  first_seq: 'bigint',
  last_seq: 'bigint',
  correlation_id: 'text',
}

const insert = insertSql('idempotency', columns)

type UseRow = {
  readonly customer_id: string
  readonly caller: string
  readonly key: string
  readonly request_hash: Buffer
  readonly first_seq: bigint
  readonly last_seq: bigint
  readonly correlation_id: string
}

const fields = 'i.customer_id, i.caller, i.key, i.request_hash, i.first_seq, i.last_seq, i.correlation_id'

const useFrom = (row: UseRow): KeyUse => ({
  customerId: row.customer_id,
  caller: row.caller,
  key: row.key,
  requestHash: row.request_hash,
  firstSeq: Number(row.first_seq),
  lastSeq: Number(row.last_seq),
  correlationId: row.correlation_id,
})

/** The uses of some keys so far; a key that was never used is left out. */
export async function usesOf(
  session: Session,
  keys: readonly Pick<KeyUse, 'customerId' | 'caller' | 'key'>[],
): Promise<KeyUse[]> {
  if (keys.length === 0) return []
  const rows = await session.query<UseRow>(
    `select ${fields}
     from unnest($1::text[], $2::text[], $3::text[]) as n (customer_id, caller, key)
       join idempotency i on i.customer_id = n.customer_id and i.caller = n.caller and i.key = n.key`,
    [keys.map((one) => one.customerId), keys.map((one) => one.caller), keys.map((one) => one.key)],
  )
  return rows.map(useFrom)
}

/** The keys that were used for records of a range, both ends included. For verifying. */
export async function usesBetween(
  session: Pick<Session, 'query'>,
  customerId: string,
  from: number,
  to: number,
): Promise<KeyUse[]> {
  const rows = await session.query<UseRow>(
    `select ${fields} from idempotency i where i.customer_id = $1 and i.first_seq between $2 and $3`,
    [customerId, from, to],
  )
  return rows.map(useFrom)
}

/** Remembers keys for ever. */
export function insertUses(session: Session, uses: readonly KeyUse[]): void {
  if (uses.length > 0) session.send(insert, [JSON.stringify(uses.map(useRow))])
}

const useRow = (one: KeyUse) => ({
  customer_id: one.customerId,
  caller: one.caller,
  key: one.key,
  request_hash: textOfBytes(one.requestHash),
  first_seq: one.firstSeq,
  last_seq: one.lastSeq,
  correlation_id: one.correlationId,
})
