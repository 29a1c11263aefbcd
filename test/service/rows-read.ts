import type { EventEmitter } from 'node:events'
import type pg from 'pg'
import type { Store } from '../../src/store/session/store.ts'

/** How many rows the database answered while something was done: work is counted, not timed. */
export async function rowsReadBy({ pool }: Store, work: () => Promise<unknown>): Promise<number> {
  let rows = 0
  const count = (): void => {
    rows += 1
  }
  const watched = new Set<EventEmitter>()
  const watch = (client: pg.PoolClient): void => {
    const { connection } = client as unknown as { readonly connection: EventEmitter }
    if (!watched.has(connection)) connection.on('dataRow', count)
    watched.add(connection)
  }
  pool.on('acquire', watch)
  await work()
  pool.off('acquire', watch)
  for (const connection of watched) connection.off('dataRow', count)
  return rows
}
