import { createHash } from 'node:crypto'
import pg from 'pg'
import { parsers } from './parsers.ts'

/** One connection, or the pool: runs a statement and answers its rows. Statements are prepared once per connection. */
export type Session = {
  readonly query: <R extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<R[]>
  /** Sends a statement whose rows nobody awaits; when it fails, the commit does. */
  readonly send: (sql: string, values?: readonly unknown[]) => void
}

/** The ledger's database, as the role that can only add to history wherever the login may take it. */
export type Store = {
  readonly pool: pg.Pool
  readonly query: Session['query']
  /** whether the database itself keeps this process from changing history */
  readonly appendOnly: boolean
  readonly close: () => Promise<void>
}

export type StoreOptions = {
  /** most connections at once; 10 */
  readonly size?: number
  /** work as the login itself: for migrations, restoring and tests that tamper */
  readonly asOwner?: boolean
}

const settings = '-c timezone=UTC -c datestyle=ISO -c idle_in_transaction_session_timeout=60s'

/**
 * Connects to a migrated database. All statements of a connection are pipelined: sent without waiting for the answers
 * of the ones before (3.2 times as fast on single rows). COPY needs a connection of its own.
 */
export async function openStore(url: string, { size = 10, asOwner = false }: StoreOptions = {}): Promise<Store> {
  const appendOnly = !asOwner && (await mayTakeRole(url))
  const options = appendOnly ? `${settings} -c role=whence_app` : settings
  const pool = new pg.Pool({ connectionString: url, max: size, options, types: parsers, pipeline: true })
  // A connection that dies while idle is replaced by the pool; its death is no one's failure.
  pool.on('error', () => {})
  return { pool, appendOnly, query: (sql, values) => rowsOf(pool, sql, values), close: () => pool.end() }
}

async function mayTakeRole(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ may: boolean }>(
      `select exists (select from pg_roles where rolname = 'whence_app' and pg_has_role(current_user, oid, 'member'))
         and not exists (select from information_schema.role_table_grants
           where grantee = 'whence_app' and table_name in ('record', 'operation')
             and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')) as may`,
    )
    return rows[0]?.may ?? false
  } finally {
    await client.end()
  }
}

type Isolation = 'read committed' | 'repeatable read'

// Writing names every row by its key, so that one plan fits all values: planning anew each time would cost twice what
// the statements themselves do (3.6 against 1.2 ms of the server's time for an operation). Without sequential scans a
// plan made while a table was empty stays good when it has grown.
const WRITING = 'begin; set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off'

/**
 * Does some work in one transaction: committed when it answers, rolled back when it throws. `read committed` is for
 * writing; `repeatable read` for answers made of several statements, which all see one moment.
 */
export async function inTransaction<T>(
  store: Pick<Store, 'pool'>,
  work: (session: Session) => Promise<T>,
  isolation: Isolation = 'read committed',
): Promise<T> {
  const client = await store.pool.connect()
  const sent: Promise<unknown>[] = []
  const send: Session['send'] = (sql, values) => void sent.push(quiet(rowsOf(client, sql, values)))
  let broken = false
  try {
    sent.push(quiet(client.query(isolation === 'read committed' ? WRITING : `begin isolation level ${isolation}`)))
    const result = await work({ query: (sql, values) => rowsOf(client, sql, values), send })
    await commit(client, sent)
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** A statement that failed turns the commit into a rollback, which the server reports as a success. */
async function commit(client: pg.PoolClient, sent: readonly Promise<unknown>[]): Promise<void> {
  const [{ command }] = await Promise.all([client.query('commit'), ...sent])
  if (command !== 'COMMIT') throw new Error('The transaction was rolled back by the server')
}

/** Its failure is looked at later; meanwhile it must not count as unhandled. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

async function rowsOf<R extends pg.QueryResultRow>(
  client: Pick<pg.PoolClient, 'query'>,
  sql: string,
  values: readonly unknown[] = [],
): Promise<R[]> {
  const { rows } = await client.query<R>({ name: nameOf(sql), text: sql, values: [...values] })
  return rows
}

const names = new Map<string, string>()

/** Statements are prepared under a name that follows from their text. */
function nameOf(sql: string): string {
  const known = names.get(sql)
  if (known !== undefined) return known
  const name = createHash('sha256').update(sql).digest('base64url').slice(0, 16)
  names.set(sql, name)
  return name
}

/** The SQLSTATE of a failure of the database; undefined for any other. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}
