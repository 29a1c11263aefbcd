import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import process from 'node:process'
import pg from 'pg'
import { connected } from './connected.ts'

/** Where and as whom the server signs in. */
export type Login = {
  readonly url: string
  /** whether it can change history neither as it is nor as anyone that it may become */
  readonly isBound: boolean
  /** the role that it puts on, where it is not bound and may */
  readonly role: 'whence_app' | null
  /** whether this is a coordinator of Citus: rows of different customers may stand on different nodes */
  readonly isDistributed: boolean
}

// Of a table every right that could change history; of the login every way to become somebody who has one.
const BOUND = `select d.oid, exists (select from pg_roles where rolname = 'whence_app') as "hasRole",
    exists (select from pg_roles r where r.rolname = 'whence_app' and pg_has_role(session_user, r.oid, 'member'))
      as "mayTakeRole",
    exists (select from pg_extension where extname = 'citus') as "isDistributed",
    not (me.rolsuper or me.rolcreaterole) and not exists (
      select from pg_class c where c.relnamespace = current_schema::regnamespace and c.relkind = 'r'
        and (pg_has_role(me.oid, c.relowner, 'member')
          or c.relname in ('record', 'operation', 'log', 'policy')
            and has_table_privilege(me.oid, c.oid, 'update, delete, truncate, trigger'))) as "isBound"
  from pg_database d, pg_roles me where d.datname = current_database() and me.rolname = session_user`

type Standing = {
  readonly oid: number | bigint
  readonly hasRole: boolean
  readonly mayTakeRole: boolean
  readonly isDistributed: boolean
  readonly isBound: boolean
}

/**
 * How to sign in to a database of which the address is known: as it says, where that login cannot become more; else as the
 * server's own login, where `makeLogin` has made one; else as it says, in the role `whence_app` if that may be taken.
 */
export async function loginOf(url: string): Promise<Login> {
  const standing = await connected(url, standingOf)
  const { isDistributed } = standing
  if (standing.isBound) return { url, isBound: true, role: null, isDistributed }
  const own = ownLogin(url, standing)
  const isBound = own !== null && (await connected(own.url, standingOf).catch(refusedLogin))?.isBound === true
  return isBound
    ? { url: own.url, isBound, role: null, isDistributed }
    : { url, isBound, role: standing.mayTakeRole ? 'whence_app' : null, isDistributed }
}

/** To sign in as whom the address names, whatever that may. */
export async function ownerOf(url: string): Promise<Login> {
  const { isDistributed } = await connected(url, standingOf)
  return { url, isBound: false, role: null, isDistributed }
}

/**
 * Makes the login that the server signs in as: a member of `whence_app`, and of nothing else. Its password follows from
 * that of the address (or of PGPASSWORD), so that everyone who may migrate finds it, and nothing has to be kept. Without
 * one it has none: where the database asks for none (`trust`, a map of `peer`) it can sign in, and is kept; where it
 * cannot, and where the address may not make others, there is none. Again: nothing, unless the password has changed.
 */
export async function makeLogin(url: string): Promise<void> {
  await connected(url, async (client) => {
    const standing = await standingOf(client)
    const own = ownLogin(url, standing)
    if (standing.isBound || !standing.hasRole || own === null || (await canSignIn(own.url))) return
    const { rows } = await client.query('select from pg_roles where rolname = $1', [own.name])
    await client.query(makingOf(own)).catch(refusedToMake)
    // made for nothing: nobody could sign in as it
    if (rows.length === 0 && own.password === null && !(await canSignIn(own.url)))
      await client.query(`drop role if exists ${own.name}`)
  })
}

const canSignIn = async (url: string): Promise<boolean> =>
  (await connected(url, standingOf).catch(refusedLogin)) !== null

/** `password: null`: the address has none, as where the database knows its users by their connection. */
type OwnLogin = { readonly name: string; readonly password: string | null; readonly url: string }

function ownLogin(url: string, { oid }: Standing): OwnLogin | null {
  if (!URL.canParse(url)) return null
  const own = new URL(url)
  const name = `whence_server_${oid}`
  const secret = decodeURIComponent(own.password) || own.searchParams.get('password') || process.env.PGPASSWORD
  const password = secret ? createHmac('sha256', secret).update(name).digest('base64url') : null
  own.username = ''
  own.password = ''
  // an address of a socket has no place for them but here
  own.searchParams.set('user', name)
  if (password === null) own.searchParams.delete('password')
  else own.searchParams.set('password', password)
  return { name, password, url: own.href }
}

/** The password goes to the server as what it keeps of it, so that no log of statements holds it. */
const makingOf = ({ name, password }: OwnLogin): string => `do $$
  begin
    if not exists (select from pg_roles where rolname = '${name}') then
      create role ${name};
    end if;
    alter role ${name} with login inherit ${password === null ? '' : `password '${verifierOf(password)}'`};
    grant whence_app to ${name};
  end
$$`

const ROUNDS = 4096

function verifierOf(password: string): string {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, ROUNDS, 32, 'sha256')
  const keyOf = (of: string): Buffer => createHmac('sha256', salted).update(of).digest()
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${ROUNDS}:${salt.toString('base64')}$${stored}:${keyOf('Server Key').toString('base64')}`
}

async function standingOf(client: pg.Client): Promise<Standing> {
  const { rows } = await client.query<Standing>(BOUND)
  const [standing] = rows
  if (standing === undefined) throw new Error('Bug: the database does not know itself')
  return standing
}

/** No such login, another password, or the server lets nobody of this name in. */
const NO_LOGIN = new Set(['28000', '28P01'])
/** It may not be made; or another process has just made it. */
const NOT_MADE = new Set(['42501', '42710', '23505', 'XX000'])

/** The driver's word for a server that asks for a password where there is none. */
const WITHOUT_PASSWORD = /password must be a (non-empty )?string/

const refusedLogin = (error: unknown): null =>
  error instanceof Error && WITHOUT_PASSWORD.test(error.message) ? null : except(error, NO_LOGIN)
const refusedToMake = (error: unknown): null => except(error, NOT_MADE)

function except(error: unknown, states: ReadonlySet<string>): null {
  if (error instanceof pg.DatabaseError && error.code !== undefined && states.has(error.code)) return null
  throw error
}
