import type { Instant } from '../../engine/time.ts'
import { textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import { type User, type UserRow, userFields, userFrom } from './people.ts'

type Reads = Pick<Session, 'query'>

/** From where somebody comes: his address, and what his browser calls itself. */
export type From = { readonly ip: string | null; readonly agent: string | null }

/** A session as a list shows it. */
export type OpenSession = From & {
  readonly sessionId: string
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly openedAt: Instant
  readonly seenAt: Instant
  readonly endsAt: Instant
}

/** How long a session is good: from its beginning, and from when it was used last; microseconds. */
export type Lasting = { readonly whole: bigint; readonly idle: bigint }

/** Opens a session; those that are over are cleared away. Answers with its id. */
export async function insertSession(
  session: Session,
  { tokenHash, email, ip, agent }: From & { readonly tokenHash: Uint8Array; readonly email: string },
  now: Instant,
  { whole, idle }: Lasting,
): Promise<string> {
  session.send('delete from session where expires_at < $1 or seen_at < $2', [textOfTime(now), textOfTime(now - idle)])
  const [row] = await session.query<{ session_id: string }>(
    `insert into session (token_hash, email, created_at, seen_at, expires_at, ip, agent)
     values ($1, $2, $3, $3, $4, $5, $6) returning session_id`,
    [tokenHash, email, textOfTime(now), textOfTime(now + whole), ip, agent],
  )
  return row?.session_id ?? ''
}

/** A session that somebody has, and whose it is. */
export type SessionOf = User & { readonly sessionId: string }

/** Whose session it is, noting that it is used now; undefined when it is over. */
export async function useSession(
  session: Reads,
  tokenHash: Uint8Array,
  now: Instant,
  { idle }: Lasting,
): Promise<SessionOf | undefined> {
  const [row] = await session.query<UserRow & { readonly session_id: string }>(
    `update session s set seen_at = greatest(s.seen_at, $2) from app_user u
     where s.token_hash = $1 and s.expires_at > $2 and s.seen_at > $3 and u.email = s.email and u.disabled_at is null
     returning ${userFields}, s.session_id`,
    [tokenHash, textOfTime(now), textOfTime(now - idle)],
  )
  return row && { ...userFrom(row), sessionId: row.session_id }
}

/** The sessions that are good now, of one user or of all, those used last first. */
export async function openSessions(
  session: Reads,
  { userId, now, idle }: { readonly userId: string | null; readonly now: Instant; readonly idle: bigint },
): Promise<OpenSession[]> {
  const rows = await session.query<{
    session_id: string
    user_id: string
    email: string
    name: string
    created_at: Instant
    seen_at: Instant
    expires_at: Instant
    ip: string | null
    agent: string | null
  }>(
    `select s.session_id, u.user_id, u.email, u.name, s.created_at, s.seen_at, s.expires_at, s.ip, s.agent
     from session s join app_user u on u.email = s.email
     where s.expires_at > $1 and s.seen_at > $2 and u.disabled_at is null and ($3::text is null or u.user_id = $3)
     order by s.seen_at desc, s.session_id`,
    [textOfTime(now), textOfTime(now - idle), userId],
  )
  return rows.map((row) => ({
    sessionId: row.session_id,
    userId: row.user_id,
    email: row.email,
    name: row.name,
    openedAt: row.created_at,
    seenAt: row.seen_at,
    endsAt: row.expires_at,
    ip: row.ip,
    agent: row.agent,
  }))
}

/** Ends a session, of one user or of anybody; answers whose it was, undefined when there is none. */
export async function endSession(
  session: Reads,
  sessionId: string,
  userId: string | null,
): Promise<string | undefined> {
  const [row] = await session.query<{ user_id: string }>(
    `delete from session s using app_user u
     where s.session_id = $1 and u.email = s.email and ($2::text is null or u.user_id = $2) returning u.user_id`,
    [sessionId, userId],
  )
  return row?.user_id
}

/** Ends the session of a token; answers which and whose it was. */
export async function deleteSession(
  session: Reads,
  tokenHash: Uint8Array,
): Promise<{ readonly sessionId: string; readonly userId: string } | undefined> {
  const [row] = await session.query<{ session_id: string; user_id: string }>(
    `delete from session s using app_user u where s.token_hash = $1 and u.email = s.email
     returning s.session_id, u.user_id`,
    [tokenHash],
  )
  return row && { sessionId: row.session_id, userId: row.user_id }
}
