import pg from 'pg'
import { type Applied, migrate } from './migrate.ts'

/** Migrates a database by its address, on a connection of its own; answers what was applied. */
export async function migrateDatabase(url: string): Promise<Applied[]> {
  const client = new pg.Client({ connectionString: url })
  // its failures are those of its statements
  client.on('error', () => {})
  await client.connect()
  try {
    return await migrate(client)
  } finally {
    await client.end()
  }
}
