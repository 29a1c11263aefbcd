import type { Instant } from '../../engine/time.ts'
import { textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import { hashOf, type NameColumns, type Named, namedFrom } from './people.ts'

/** A key of the API. */
export type ApiKey = Named & {
  readonly id: string
  readonly role: string
  /** the actor id of who made it; null: not known */
  readonly owner: string | null
  /** whose the idempotency keys are that are sent with it: an integration by name, or `key:<id>`; null: its own */
  readonly integration: string | null
  readonly madeAt: Instant
  /** from when on it is good no more; null: it has no end */
  readonly endsAt: Instant | null
}

type KeyRow = NameColumns &
  Pick<ApiKey, 'id' | 'role' | 'owner' | 'integration'> & {
    readonly created_at: Instant
    readonly revoked_at: Instant | null
  }

const keyFrom = (row: KeyRow): ApiKey => ({
  id: row.id,
  role: row.role,
  owner: row.owner,
  integration: row.integration,
  madeAt: row.created_at,
  endsAt: row.revoked_at,
  ...namedFrom(row),
})
const keyFields = 'id, name, name_text, name_hash, role, owner, integration, created_at, revoked_at'

type Reads = Pick<Session, 'query'>

/** Adds a key, which has no end. */
export async function insertKey(session: Reads, key: ApiKey, secretHash: Uint8Array): Promise<void> {
  await session.query(
    `insert into api_key (id, name, secret_hash, role, created_at, owner, name_text, name_hash, integration)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      key.id,
      key.name,
      secretHash,
      key.role,
      textOfTime(key.madeAt),
      key.owner,
      key.nameText?.textId ?? null,
      hashOf(key),
      key.integration,
    ],
  )
}

/** The key of a secret; undefined when there is none that is good now. */
export async function findKey(session: Reads, secretHash: Uint8Array, now: Instant): Promise<ApiKey | undefined> {
  const [row] = await session.query<KeyRow>(
    `select ${keyFields} from api_key where secret_hash = $1 and (revoked_at is null or revoked_at > $2)`,
    [secretHash, textOfTime(now)],
  )
  return row && keyFrom(row)
}

/** A key by its id, good or not, held until the transaction ends. */
export async function lockKey(session: Reads, id: string): Promise<ApiKey | undefined> {
  const [row] = await session.query<KeyRow>(`select ${keyFields} from api_key where id = $1 for update`, [id])
  return row && keyFrom(row)
}

/** Ends a key at a moment; answers false when there is none that is good until then. */
export async function endKey(session: Reads, id: string, at: Instant): Promise<boolean> {
  const rows = await session.query(
    'update api_key set revoked_at = $2 where id = $1 and (revoked_at is null or revoked_at > $2) returning id',
    [id, textOfTime(at)],
  )
  return rows.length === 1
}

/** All keys that are good now. */
export const allKeys = async (session: Reads, now: Instant): Promise<ApiKey[]> => {
  const sql = `select ${keyFields} from api_key where revoked_at is null or revoked_at > $1 order by created_at, id`
  return (await session.query<KeyRow>(sql, [textOfTime(now)])).map(keyFrom)
}
