import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../api/app.ts'
import type { OpenDatabase } from '../store/postgres/open.ts'
import type { Store } from '../store/session/store.ts'

type Running = {
  readonly server: App
  readonly service: { readonly stop: () => Promise<unknown> }
  readonly stores: readonly Pick<Store, 'close'>[]
  readonly database: OpenDatabase
}

/** How long each part of an ending may take; together less than ten seconds. */
const PATIENCE_MS = { requests: 3000, background: 2000, stores: 500, database: 4000 }

/**
 * Ends a server part by part: requests under way are answered, what the background is at is finished, the database writes
 * its checkpoint; each as long as there is time for it, since what is cut off is safe: it is rolled back, or
 * asked again, or found by the next start.
 */
export async function ended({ server, service, stores, database }: Running): Promise<void> {
  await within(server.close(), PATIENCE_MS.requests)
  server.server.closeAllConnections()
  await within(service.stop(), PATIENCE_MS.background)
  await within(Promise.all(stores.map((store) => store.close())), PATIENCE_MS.stores)
  await within(database.close(), PATIENCE_MS.database)
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  const over = new AbortController()
  const fault = (error: unknown): void => console.error(error)
  await Promise.race([work.catch(fault), sleep(ms, undefined, { signal: over.signal }).catch(() => {})])
  over.abort()
}
