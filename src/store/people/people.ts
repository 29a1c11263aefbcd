import type { Instant } from '../../engine/time.ts'
import { textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'

/** Somebody who may sign in. */
export type User = Named & { readonly userId: string; readonly email: string; readonly role: string }

/** How somebody is called: also as the text that the operator's own log has of it; null where that has none. */
export type Named = {
  readonly name: string
  readonly nameText: { readonly textId: string; readonly hash: string } | null
}

export type NameColumns = {
  readonly name: string
  readonly name_text: string | null
  readonly name_hash: Buffer | null
}
/** The columns of a user, as `userFields` names them. */
export type UserRow = NameColumns & { readonly user_id: string; readonly email: string; readonly role: string }

export const namedFrom = ({ name, name_text: textId, name_hash: hash }: NameColumns): Named => ({
  name,
  nameText: textId === null || hash === null ? null : { textId, hash: hash.toString('hex') },
})
export const hashOf = ({ nameText }: Named): Buffer | null =>
  nameText === null ? null : Buffer.from(nameText.hash, 'hex')
export const userFrom = (row: UserRow): User => ({
  userId: row.user_id,
  email: row.email,
  role: row.role,
  ...namedFrom(row),
})
export const userFields = 'u.user_id, u.email, u.name, u.name_text, u.name_hash, u.role'

type Reads = Pick<Session, 'query'>

/** Adds a user; answers false when the e-mail address is in use. */
export async function insertUser(session: Reads, user: User & { passwordHash: string; at: Instant }): Promise<boolean> {
  const rows = await session.query(
    `insert into app_user (email, name, password_hash, role, created_at, user_id, name_text, name_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (email) do nothing returning email`,
    [
      user.email,
      user.name,
      user.passwordHash,
      user.role,
      textOfTime(user.at),
      user.userId,
      user.nameText?.textId ?? null,
      hashOf(user),
    ],
  )
  return rows.length === 1
}

/** Gives a user another password; answers false when there is none who may sign in. */
export async function setPassword(session: Reads, userId: string, passwordHash: string): Promise<boolean> {
  const rows = await session.query(
    'update app_user set password_hash = $2 where user_id = $1 and disabled_at is null returning user_id',
    [userId, passwordHash],
  )
  return rows.length === 1
}

/** Gives a user another role; answers false when there is none who may sign in, or he has it already. */
export async function setRole(session: Reads, userId: string, role: string): Promise<boolean> {
  const rows = await session.query(
    'update app_user set role = $2 where user_id = $1 and disabled_at is null and role <> $2 returning user_id',
    [userId, role],
  )
  return rows.length === 1
}

/** Ends all sessions of a user, but one where that is named. */
export function endSessions(session: Session, userId: string, but: string | null = null): void {
  session.send(
    `delete from session where email = (select email from app_user where user_id = $1)
       and ($2::uuid is null or session_id <> $2)`,
    [userId, but],
  )
}

/** A user who may sign in, with the hash of his password; undefined when there is none. */
export async function findUser(
  session: Reads,
  email: string,
): Promise<(User & { readonly passwordHash: string }) | undefined> {
  const [row] = await session.query<UserRow & { readonly password_hash: string }>(
    `select ${userFields}, u.password_hash from app_user u where u.email = $1 and u.disabled_at is null`,
    [email],
  )
  return row && { ...userFrom(row), passwordHash: row.password_hash }
}

/** The texts of the operator's own log that say what a user is called, and his address, as far as they are there. */
export async function nameTextsOf(session: Reads, { userId, nameText }: User): Promise<string[]> {
  const rows = await session.query<{ text_id: string }>(
    `select t.text_id from text t, app_user u
     where u.user_id = $1 and t.customer_id = '~operator' and octet_length(t.salt) > 0
       and (t.text_id = $2 or (t.slot = 10 and t.body = u.email
         and t.seq = (select seq from text n where n.customer_id = '~operator' and n.text_id = $2)))
     order by t.slot`,
    [userId, nameText?.textId ?? null],
  )
  return rows.map((row) => row.text_id)
}

/** Ends a user: his sessions, his right to sign in, his name and address. */
export function endUser(session: Session, userId: string): void {
  endSessions(session, userId)
  session.send(
    `update app_user set email = 'erased:' || user_id, name = '', password_hash = '', disabled_at = now() where user_id = $1`,
    [userId],
  )
}

/** All users who may sign in, with when they signed in last and how many sessions are good now. */
export async function usersSeen(
  session: Reads,
  now: Instant,
  idle: bigint,
): Promise<(User & { readonly addedAt: Instant; readonly signedInAt: Instant | null; readonly sessions: number })[]> {
  const rows = await session.query<UserRow & { created_at: Instant; signed_in_at: Instant | null; sessions: bigint }>(
    `select ${userFields}, u.created_at,
       (select a.at from access a where a.user_id = u.user_id and a.kind = 'signed_in' order by a.at desc limit 1)
         as signed_in_at,
       (select count(*) from session s where s.email = u.email and s.expires_at > $1 and s.seen_at > $2) as sessions
     from app_user u where u.disabled_at is null order by u.name, u.email`,
    [textOfTime(now), textOfTime(now - idle)],
  )
  return rows.map((row) => ({
    ...userFrom(row),
    addedAt: row.created_at,
    signedInAt: row.signed_in_at,
    sessions: Number(row.sessions),
  }))
}

/** All users who may sign in. */
export const allUsers = async (session: Reads): Promise<User[]> => {
  const sql = `select ${userFields} from app_user u where u.disabled_at is null order by u.email`
  return (await session.query<UserRow>(sql)).map(userFrom)
}
