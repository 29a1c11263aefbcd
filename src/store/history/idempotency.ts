import { copyRows } from '../session/copy.ts'
import type { Columns, RawRow } from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import { inSection, placesOf, type Section } from './section.ts'

/** What a key was used for: the request's hash, and the records that answered it. */
export type KeyUse = {
  readonly customerId: string
  readonly caller: string
  readonly key: string
  readonly requestHash: Uint8Array
  /** what the hash is salted with; null: with nothing; empty: it went with a text of the request that was erased */
  readonly salt: Uint8Array | null
  readonly firstSeq: number
  readonly lastSeq: number
  readonly correlationId: string
}

const columns: Columns = {
  customer_id: 'text',
  caller: 'text',
  key: 'text',
  request_hash: 'bytea',
  salt: 'bytea',
  first_seq: 'bigint',
  last_seq: 'bigint',
  correlation_id: 'text',
}

const target = { name: 'idempotency', columns }

type UseRow = {
  readonly customer_id: string
  readonly caller: string
  readonly key: string
  readonly request_hash: Buffer
  readonly salt: Buffer | null
  readonly first_seq: bigint
  readonly last_seq: bigint
  readonly correlation_id: string
}

const fields = 'i.customer_id, i.caller, i.key, i.request_hash, i.salt, i.first_seq, i.last_seq, i.correlation_id'

const useFrom = (row: UseRow): KeyUse => ({
  customerId: row.customer_id,
  caller: row.caller,
  key: row.key,
  requestHash: row.request_hash,
  salt: row.salt,
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

/** The keys that were used for operations whose first records lie in a section. For verifying. */
export async function usesIn(session: Pick<Session, 'query'>, section: Section): Promise<KeyUse[]> {
  const rows = await session.query<UseRow>(
    `select ${fields} from idempotency i where ${inSection('first_seq')}`,
    placesOf(section),
  )
  return rows.map(useFrom)
}

/** Remembers keys for ever. */
export function insertUses(session: Session, uses: readonly KeyUse[]): Promise<void> {
  return copyRows(session, target, uses.values().map(useRow))
}

const useRow = (one: KeyUse): RawRow => ({
  customer_id: one.customerId,
  caller: one.caller,
  key: one.key,
  request_hash: one.requestHash,
  salt: one.salt,
  first_seq: one.firstSeq,
  last_seq: one.lastSeq,
  correlation_id: one.correlationId,
})

/** Asked of several customers or operations as one, under the one key of the first: a batch, a move, what waited. */
const AS_ONE = '^(batch:|move:|SCH-)'

const forgetSalts = `with named as (
    select o.customer_id, o.first_seq, o.correlation_id from text t
      join operation o on o.customer_id = t.customer_id and t.seq between o.first_seq and o.last_seq
    where t.customer_id = $1 and t.text_id = $2),
  asked as (
    select customer_id, first_seq from named
    union
    select p.customer_id, p.first_seq from named n join operation p on p.correlation_id = n.correlation_id
      and p.correlation_id <> p.operation_id::text where n.correlation_id ~ '${AS_ONE}')
  update idempotency i set salt = '' from asked a
  where i.customer_id = a.customer_id and i.first_seq = a.first_seq and i.salt is not null`

/** Forgets the salt of the keys under which a text was asked for, so that nobody can guess it from their hashes. */
export function forgetSaltsOf(session: Session, customerId: string, textId: string): void {
  session.send(forgetSalts, [customerId, textId])
}
