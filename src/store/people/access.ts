import type { Instant } from '../../engine/time.ts'
import { textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import type { From } from './sessions.ts'

type Reads = Pick<Session, 'query'>

/** What somebody did at the door. */
export type AccessKind =
  | 'signed_in'
  | 'sign_in_failed'
  | 'sign_in_refused'
  | 'signed_out'
  | 'session_ended'
  | 'origin_refused'

/** One line of who came; `userId` null: nobody is known by the address that was tried. */
export type Access = From & {
  readonly at: Instant
  readonly accessId: string
  readonly kind: AccessKind
  readonly userId: string | null
  readonly sessionId: string | null
}

/** Adds a line. */
export function insertAccess(session: Session, one: Access): void {
  session.send(
    'insert into access (at, access_id, kind, user_id, session_id, ip, agent) values ($1, $2, $3, $4, $5, $6, $7)',
    [textOfTime(one.at), one.accessId, one.kind, one.userId, one.sessionId, one.ip, one.agent],
  )
}

/** The lines before a place, the newest first; of one user where he is named. */
export async function accessLines(
  session: Reads,
  { userId, before, limit }: { userId: string | null; before: Pick<Access, 'at' | 'accessId'> | null; limit: number },
): Promise<(Access & { readonly name: string | null })[]> {
  const rows = await session.query<{
    at: Instant
    access_id: string
    kind: AccessKind
    user_id: string | null
    session_id: string | null
    ip: string | null
    agent: string | null
    name: string | null
  }>(
    `select a.at, a.access_id, a.kind, a.user_id, a.session_id, a.ip, a.agent, nullif(u.name, '') as name
     from access a left join app_user u on u.user_id = a.user_id
     where ($1::text is null or a.user_id = $1)
       and ($2::timestamptz is null or (a.at, a.access_id) < ($2::timestamptz, $3::uuid))
     order by a.at desc, a.access_id desc limit $4`,
    [userId, before === null ? null : textOfTime(before.at), before?.accessId ?? null, limit],
  )
  return rows.map(({ access_id: accessId, user_id, session_id, ...row }) => ({
    ...row,
    accessId,
    userId: user_id,
    sessionId: session_id,
  }))
}

/** Wrong passwords in a row that were tried for an address since a moment, and when the last was. */
export async function failuresOf(
  session: Reads,
  addressHash: Uint8Array,
): Promise<{ readonly count: number; readonly lastAt: Instant } | undefined> {
  const [row] = await session.query<{ count: number; last_at: Instant }>(
    'select count, last_at from sign_in_failure where address_hash = $1',
    [addressHash],
  )
  return row && { count: Number(row.count), lastAt: row.last_at }
}

/** One more wrong password for an address; those that are older than `since` count no more, and are cleared away. */
export async function addFailure(session: Reads, addressHash: Uint8Array, now: Instant, since: Instant): Promise<void> {
  await session.query('delete from sign_in_failure where last_at < $1', [textOfTime(since)])
  await session.query(
    `insert into sign_in_failure (address_hash, count, last_at) values ($1, 1, $2)
     on conflict (address_hash) do update set count = sign_in_failure.count + 1, last_at = excluded.last_at`,
    [addressHash, textOfTime(now)],
  )
}

/** The right password was given for an address. */
export const clearFailures = (session: Session, addressHash: Uint8Array): void =>
  session.send('delete from sign_in_failure where address_hash = $1', [addressHash])
