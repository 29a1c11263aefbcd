import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { openDatabase } from '../faults/database.ts'

/** The database that new ledgers are copies of. */
export const TEMPLATE = 'ledger_template'

declare module 'vitest' {
  interface ProvidedContext {
    /** the owner's address on the server that all files of a suite share */
    readonly server: string
  }
}

/** Nothing here outlives the suite: what files share need not survive a power cut, and is not written through. */
const FLEETING = { fsync: 'off', full_page_writes: 'off', max_connections: '200' }

/** Starts one database server for all files of a suite, with an empty ledger to copy. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const database = await openDatabase(FLEETING)
  try {
    await makeTemplate(database.url)
  } catch (error) {
    await database.close()
    throw error
  }
  project.provide('server', database.url)
  return database.close
}

/** Makes the ledger that others are copies of: migrating takes longer than copying what it came to. */
export async function makeTemplate(server: string): Promise<void> {
  const owner = new pg.Client({ connectionString: await createDatabase(server, TEMPLATE) })
  await owner.connect()
  await migrate(owner)
  await owner.end()
}

/** Makes a database of that name, like another one; answers its address. */
export async function createDatabase(server: string, name: string, like?: string): Promise<string> {
  await asOwner(server, `create database ${name}${like === undefined ? '' : ` template ${like}`}`)
  const made = new URL(server)
  made.pathname = `/${name}`
  return made.href
}

/** Takes a database away with whoever is in it. */
export const dropDatabase = (server: string, name: string): Promise<void> =>
  asOwner(server, `drop database if exists ${name} with (force)`)

async function asOwner(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(statement)
  await client.end()
}
