import { connected } from '../session/connected.ts'
import { makeLogin } from '../session/login.ts'
import { type Applied, checkCurrent, migrate } from './migrate.ts'

/** Migrates a database by its address, and makes the login that the server signs in as; answers what was applied. */
export async function migrateDatabase(url: string): Promise<Applied[]> {
  const applied = await connected(url, (client) => migrate(client))
  await makeLogin(url)
  return applied
}

/** Looks whether the tables are of this release, and changes nothing. Throws MigrationFault, which says what to do. */
export const checkDatabase = (url: string): Promise<void> => connected(url, (client) => checkCurrent(client))
