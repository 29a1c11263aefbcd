import type { Instant } from '../engine/time.ts'
import { textOfTime } from './rows.ts'
import type { Session } from './store.ts'

/** Somebody who may sign in. */
export type User = { readonly email: string; readonly name: string; readonly role: string }
type UserRow = User & { readonly password_hash: string }

type Reads = Pick<Session, 'query'>

/** Adds a user; answers false when the e-mail address is in use. */
export async function insertUser(session: Reads, user: User & { passwordHash: string; at: Instant }): Promise<boolean> {
  const rows = await session.query(
    `insert into app_user (email, name, password_hash, role, created_at) values ($1, $2, $3, $4, $5)
     on conflict (email) do nothing returning email`,
    [user.email, user.name, user.passwordHash, user.role, textOfTime(user.at)],
  )
  return rows.length === 1
}

/** Gives a user another password; answers false when there is no such user. */
export async function setPassword(session: Reads, email: string, passwordHash: string): Promise<boolean> {
  const rows = await session.query('update app_user set password_hash = $2 where email = $1 returning email', [
    email,
    passwordHash,
  ])
  return rows.length === 1
}

/** A user who may sign in, with the hash of his password; undefined when there is none. */
export async function findUser(
  session: Reads,
  email: string,
): Promise<(User & { readonly passwordHash: string }) | undefined> {
  const [row] = await session.query<UserRow>(
    'select email, name, role, password_hash from app_user where email = $1 and disabled_at is null',
    [email],
  )
  return row && { email: row.email, name: row.name, role: row.role, passwordHash: row.password_hash }
}

/** All users who may sign in. */
export const allUsers = (session: Reads): Promise<User[]> =>
  session.query<User>('select email, name, role from app_user where disabled_at is null order by email')

/** Opens a session; those that are over are cleared away. */
export async function insertSession(
  session: Session,
  tokenHash: Uint8Array,
  email: string,
  [from, to]: readonly [Instant, Instant],
): Promise<void> {
  session.send('delete from session where expires_at < $1', [textOfTime(from)])
  await session.query('insert into session (token_hash, email, created_at, expires_at) values ($1, $2, $3, $4)', [
    tokenHash,
    email,
    textOfTime(from),
    textOfTime(to),
  ])
}

/** Whose session it is; undefined when it is over. */
export async function findSession(session: Reads, tokenHash: Uint8Array, now: Instant): Promise<User | undefined> {
  const [row] = await session.query<User>(
    `select u.email, u.name, u.role from session s join app_user u on u.email = s.email
     where s.token_hash = $1 and s.expires_at > $2 and u.disabled_at is null`,
    [tokenHash, textOfTime(now)],
  )
  return row
}

/** Ends a session. */
export async function deleteSession(session: Reads, tokenHash: Uint8Array): Promise<void> {
  await session.query('delete from session where token_hash = $1', [tokenHash])
}

/** A key of the API. */
export type ApiKey = { readonly id: string; readonly name: string; readonly role: string }

/** Adds a key. */
export async function insertKey(session: Reads, key: ApiKey, secretHash: Uint8Array, at: Instant): Promise<void> {
  await session.query('insert into api_key (id, name, secret_hash, role, created_at) values ($1, $2, $3, $4, $5)', [
    key.id,
    key.name,
    secretHash,
    key.role,
    textOfTime(at),
  ])
}

/** The key of a secret; undefined when there is none or it was revoked. */
export async function findKey(session: Reads, secretHash: Uint8Array): Promise<ApiKey | undefined> {
  const [row] = await session.query<ApiKey>(
    'select id, name, role from api_key where secret_hash = $1 and revoked_at is null',
    [secretHash],
  )
  return row
}

/** Revokes a key; answers false when there is none, or it was revoked before. */
export async function revokeKey(session: Reads, id: string, at: Instant): Promise<boolean> {
  const rows = await session.query(
    'update api_key set revoked_at = $2 where id = $1 and revoked_at is null returning id',
    [id, textOfTime(at)],
  )
  return rows.length === 1
}

/** All keys that are good. */
export const allKeys = (session: Reads): Promise<ApiKey[]> =>
  session.query<ApiKey>('select id, name, role from api_key where revoked_at is null order by created_at, id')
