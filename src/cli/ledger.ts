import { userInfo } from 'node:os'
import type { Caller } from '../service/asked/request.ts'
import { takeOverRows } from '../service/ledger/pins.ts'
import { checkDatabase, migrateDatabase } from '../store/migrations/migrate-database.ts'
import { findData } from '../store/postgres/cluster.ts'
import { homeOf, openDatabase } from '../store/postgres/open.ts'
import { openRoom } from '../store/session/room.ts'
import { openStore, type Store } from '../store/session/store.ts'
import { UsageFault } from './fault.ts'

/**
 * Works on the ledger of this home: beside a running server on its database, else on one started for the while. The
 * tables are brought to this release first. On a full disk nothing is begun.
 */
export async function withLedger<T>(work: (store: Store) => Promise<T>): Promise<T> {
  await needRoom()
  return await onLedger(migrateDatabase, async (store) => {
    await takeOverRows(store)
    return await work(store)
  })
}

const { DATABASE_URL } = process.env
const room = openRoom(DATABASE_URL ? undefined : findData(homeOf(process.env)))

/** Throws where the disk of this home's database has no room left for going on: before anything is written, or more. */
export async function needRoom(): Promise<void> {
  if (!(await room.isLeft()))
    throw new UsageFault('The disk of the database is full: make room on it, then give the command again.')
}

/** Asks the ledger of this home, and changes nothing: tables of an older release are a fault that says what to do. */
export const askLedger = <T>(question: (store: Store, url: string) => Promise<T>): Promise<T> =>
  onLedger(checkDatabase, question)

async function onLedger<T>(
  prepare: (url: string) => Promise<unknown>,
  work: (store: Store, url: string) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(process.env, { share: true, say: (line) => console.error(line) })
  try {
    await prepare(database.url)
    const store = await openStore(database.url)
    try {
      return await work(store, database.url)
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
