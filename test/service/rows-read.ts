import type { EventEmitter } from 'node:events'
import type pg from 'pg'
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

/** How often the connections of a store heard something of the database meanwhile. */
async function counted({ pool }: Store, heard: string, work: () => Promise<unknown>): Promise<number> {
  let times = 0
  const count = (): void => {
    times += 1
  }
  const watched = new Set<EventEmitter>()
  const watch = (client: pg.PoolClient): void => {
    const { connection } = client as unknown as { readonly connection: EventEmitter }
    if (!watched.has(connection)) connection.on(heard, count)
    watched.add(connection)
  }
  pool.on('acquire', watch)
  await work()
  pool.off('acquire', watch)
  for (const connection of watched) connection.off(heard, count)
  return times
}
