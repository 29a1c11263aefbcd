import type { EventEmitter } from 'node:events'
import type { Writable } from 'node:stream'
import type pg from 'pg'
import type { Session } from '../../src/store/session/session.ts'
import type { Store } from '../../src/store/session/store.ts'

/** How many rows the database answered while something was done: work is counted, not timed. */
export const rowsReadBy = (store: Store, work: () => Promise<unknown>): Promise<number> =>
  counted(store, 'dataRow', work)

/** How many statements the database answered while something was done. */
export const statementsOf = (store: Store, work: () => Promise<unknown>): Promise<number> =>
  counted(store, 'commandComplete', work)

/** How often statements went to the database meanwhile: what is asked in one moment goes together. */
export const parcelsOf = (store: Store, work: () => Promise<unknown>): Promise<number> =>
  counted(store, 'readyForQuery', work)

/** How many pieces the connections of a store hand to the system meanwhile: each costs both sides a turn. */
export async function piecesOf(store: Store, work: () => Promise<unknown>): Promise<number> {
  let pieces = 0
  const watched = await during(store, work, ({ stream }) => {
    const { _write: one } = stream
    stream._write = (...args) => {
      pieces += 1
      one.apply(stream, args)
    }
  })
  for (const { stream } of watched) Reflect.deleteProperty(stream, '_write')
  return pieces
}

const LOOKED_AT = `select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as rows
  from pg_stat_xact_user_tables where relname in ('record', 'operation')`

/** How many rows of history the database looked at for something that is asked within one transaction. */
export async function rowsLookedAtBy(session: Session, work: () => Promise<unknown>): Promise<number> {
  const count = async (): Promise<number> => (await session.query<{ rows: number }>(LOOKED_AT))[0]?.rows ?? 0
  const before = await count()
  await work()
  return (await count()) - before
}

const PAGES = `select sum(pg_stat_get_xact_blocks_fetched(oid))::int as pages from pg_class
  where relnamespace = current_schema()::regnamespace and relkind in ('r', 'i')`

/** How many pages of tables and indexes the database looked at for something that is asked within one transaction. */
export async function pagesLookedAtBy(session: Session, work: () => Promise<unknown>): Promise<number> {
  const count = async (): Promise<number> => (await session.query<{ pages: number }>(PAGES))[0]?.pages ?? 0
  const before = await count()
  await work()
  return (await count()) - before
}

/** How often the connections of a store heard something of the database meanwhile. */
async function counted(store: Store, heard: string, work: () => Promise<unknown>): Promise<number> {
  let times = 0
  const count = (): void => {
    times += 1
  }
  const watched = await during(store, work, (connection) => connection.on(heard, count))
  for (const connection of watched) connection.off(heard, count)
  return times
}

type Connection = EventEmitter & { readonly stream: Writable }

/** Does some work, and meanwhile watches each connection that is taken for it; those that were. */
async function during(
  { pool }: Store,
  work: () => Promise<unknown>,
  watch: (connection: Connection) => unknown,
): Promise<ReadonlySet<Connection>> {
  const watched = new Set<Connection>()
  const taken = (client: pg.PoolClient): void => {
    const { connection } = client as unknown as { readonly connection: Connection }
    if (!watched.has(connection)) watch(connection)
    watched.add(connection)
  }
  pool.on('acquire', taken)
  await work()
  pool.off('acquire', taken)
  return watched
}
