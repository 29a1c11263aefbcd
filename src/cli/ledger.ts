import { userInfo } from 'node:os'
import type { Caller } from '../service/request.ts'
import { migrateDatabase } from '../store/migrate-database.ts'
import { openDatabase } from '../store/postgres/open.ts'
import { openStore, type Store } from '../store/store.ts'

/** Works on the ledger of this home: beside a running server on its database, else on one started for the while. */
export async function withLedger<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const database = await openDatabase(process.env, { share: true, say: (line) => console.error(line) })
  try {
    await migrateDatabase(database.url)
    const store = await openStore(database.url)
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  } finally {
    await database.close()
  }
}

/** Who works at the command line: the account of the machine. */
export const atTerminal = (): Caller => ({
  actor: userInfo().username,
  realm: 'administrator',
  channel: 'cli',
  ip: null,
})
