import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { othersOn } from '../distributed/others.ts'
import { type Applied, migrate, RESTORING } from '../migrations/migrate.ts'
import { connected } from '../session/connected.ts'
import { makeLogin } from '../session/login.ts'
import type { Session } from '../session/session.ts'

/** Why a database cannot be restored into. */
export type NotEmpty = { readonly reason: 'ledger' | 'tables' | 'others'; readonly names: readonly string[] }

const TABLES = `select c.relname::text as name from pg_class c
  where c.relnamespace = current_schema::regnamespace and c.relkind in ('r', 'v', 'm', 'S', 'f', 'p')
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  order by 1`

const FUNCTIONS = `select p.oid::regprocedure::text as name from pg_proc p
  where p.pronamespace = current_schema::regnamespace
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`

/** A connection of a restore that was killed is noticed by the database in this time; ms. */
const GONE_MS = 5000
const ASK_AGAIN_MS = 100

/**
 * Marks an empty database as being restored into, by a row that no release takes for a migration of its own: no server
 * starts on it. What a restore that was cut off has left is cleared. Answers why it is not to be had, else null.
 */
export const begin = (url: string): Promise<NotEmpty | null> =>
  connected(url, async (client) => {
    const others = await othersLeft(client)
    if (others.length > 0) return { reason: 'others', names: others }
    await client.query('begin')
    const names = await namesOf(client, TABLES)
    if (names.length > 0 && !(await isMarked(client))) {
      await client.query('rollback')
      return { reason: names.includes('migration') ? 'ledger' : 'tables', names }
    }
    await clear(client)
    await client.query(`create table migration (number integer primary key, name text not null, sha256 text not null,
      applied_at timestamptz not null default now())`)
    await client.query('insert into migration (number, name, sha256) values ($1, $2, $3)', [
      RESTORING.number,
      RESTORING.name,
      '',
    ])
    await client.query('commit')
    return null
  })

async function othersLeft(client: pg.Client): Promise<string[]> {
  for (const until = performance.now() + GONE_MS; ; await sleep(ASK_AGAIN_MS)) {
    const others = await othersOn(client)
    if (others.length === 0 || performance.now() > until) return others
  }
}

const namesOf = async (client: pg.Client, sql: string): Promise<string[]> =>
  (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name)

async function isMarked(client: pg.Client): Promise<boolean> {
  if ((await namesOf(client, TABLES)).every((name) => name !== 'migration')) return false
  const { rowCount } = await client.query('select from migration where number = $1', [RESTORING.number])
  return rowCount === 1
}

async function clear(client: pg.Client): Promise<void> {
  const tables = await namesOf(client, TABLES)
  if (tables.length > 0) await client.query(`drop table ${tables.map((name) => `"${name}"`).join(', ')} cascade`)
  for (const name of await namesOf(client, FUNCTIONS)) await client.query(`drop function ${name}`)
}

/** Takes away all that a restore has brought, so that the database is empty again. Does nothing to one that is not marked. */
export const giveUp = (url: string): Promise<void> =>
  connected(url, async (client) => {
    if (!(await isMarked(client))) return
    await client.query('begin')
    await clear(client)
    await client.query('commit')
  })

/** Makes the tables as some migrations make them; without numbers, all migrations that are left. */
export const makeTables = (url: string, numbers?: ReadonlySet<number>): Promise<Applied[]> =>
  connected(url, (client) => migrate(client, undefined, { restoring: true, ...(numbers && { only: numbers }) }))

/** What is to be done when all rows are there: the login of the server, and what the planner knows of them. */
export async function makeReady(url: string): Promise<void> {
  await makeLogin(url)
  await connected(url, (client) => client.query('analyze'))
}

/** From here on it is a ledger. */
export const end = (url: string): Promise<void> =>
  connected(url, async (client) => {
    await client.query('delete from migration where number = $1', [RESTORING.number])
  })

const INDEXES = `select c.relname::text as name, pg_get_indexdef(i.indexrelid) as made
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where c.relnamespace = current_schema::regnamespace
    and not exists (select from pg_constraint o where o.conindid = i.indexrelid)
  order by 1`

/**
 * Empties the tables that migrations have made, and brings rows into them; indexes are made when the rows are there, which
 * takes a fraction of the time. All of it or nothing.
 */
export async function fill(session: Session, rows: () => Promise<void>): Promise<void> {
  session.send('set local idle_in_transaction_session_timeout = 0')
  session.send("set local maintenance_work_mem = '128MB'")
  const tables = await session.query<{ name: string }>(TABLES)
  const names = tables.filter(({ name }) => name !== 'migration').map(({ name }) => `"${name}"`)
  await session.query(`truncate ${names.join(', ')}`)
  const indexes = await session.query<{ name: string; made: string }>(INDEXES)
  for (const { name } of indexes) await session.query(`drop index "${name}"`)
  await rows()
  for (const { made } of indexes) await session.query(made)
}
