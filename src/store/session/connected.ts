import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** How long a database is waited for that is there, but lets nobody in yet; and how often it is asked; ms. */
const RECOVERY_MS = 30_000
const ASK_AGAIN_MS = 100

/**
 * Works on a connection of its own, which is ended whatever comes. A database that is starting or recovers what it had
 * written is waited for.
 */
export async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await letIn(url, performance.now() + RECOVERY_MS)
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function letIn(url: string, until: number): Promise<pg.Client> {
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    // its failures are those of its statements
    client.on('error', () => {})
    try {
      await client.connect()
      return client
    } catch (error) {
      const isRecovering = error instanceof pg.DatabaseError && error.code === CANNOT_CONNECT_NOW
      if (!isRecovering || performance.now() > until) throw error
    }
    await sleep(ASK_AGAIN_MS)
  }
}

const CANNOT_CONNECT_NOW = '57P03'
