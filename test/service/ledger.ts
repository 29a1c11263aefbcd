import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { startPostgres } from '../../src/store/postgres/start.ts'
import { makeLogin } from '../../src/store/session/login.ts'
import { openStore, type Store } from '../../src/store/session/store.ts'
import { createDatabase, dropDatabase, makeTemplate, TEMPLATE } from './server.ts'

/** As many empty ledgers as a test file wants. */
export type Cellar = {
  /** the owner's address of a database that is no ledger */
  readonly server: string
  readonly ledger: () => Promise<Ledger>
  /** one that is migrated and filled in another way */
  readonly filled: (fill: (owner: pg.Client) => Promise<void>) => Promise<Ledger>
  /** another ledger with the same contents; the first one is closed by it */
  readonly copyOf: (ledger: Ledger) => Promise<Ledger>
  readonly close: () => Promise<void>
}

/** An empty, migrated ledger; `query` asks as the owner, who may see and change everything. */
export type Ledger = {
  readonly url: string
  readonly store: Store
  readonly query: <R extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<R[]>
}

/** Databases of this file's own on the server that all files of its suite share. */
export const openCellar = (): Promise<Cellar> => Promise.resolve(cellarOn(inject('server'), async () => {}))

/** On a server of its own: for files that change what all databases of a server share, its roles above all. */
export async function openCellarApart(): Promise<Cellar> {
  const folder = mkdtempSync(join(tmpdir(), 'whence-ledger-'))
  chmodSync(folder, 0o755)
  const postgres = await startPostgres({ home: join(folder, 'home') })
  await makeTemplate(postgres.url)
  return cellarOn(postgres.url, async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  })
}

function cellarOn(server: string, end: () => Promise<void>): Cellar {
  const toClose = new Map<string, () => Promise<void>>()
  const made: string[] = []
  const of = `file_${randomBytes(5).toString('hex')}`
  const create = (like?: string): Promise<string> => {
    const name = `${of}_${made.length}`
    made.push(name)
    return createDatabase(server, name, like)
  }
  const open = async (url: string): Promise<Ledger> => {
    await makeLogin(url)
    const owner = new pg.Client({ connectionString: url })
    await owner.connect()
    const store = await openStore(url)
    const close = once(async () => {
      await store.close()
      await owner.end()
    })
    toClose.set(url, close)
    return { url, store, query: async (sql, values = []) => (await owner.query(sql, [...values])).rows }
  }
  return {
    server,
    ledger: async () => open(await create(TEMPLATE)),
    filled: async (fill) => {
      const url = await create()
      const owner = new pg.Client({ connectionString: url })
      await owner.connect()
      await fill(owner)
      await owner.end()
      return open(url)
    },
    copyOf: async ({ url }) => {
      await toClose.get(url)?.()
      return open(await create(nameIn(url)))
    },
    close: async () => {
      for (const close of toClose.values()) await close()
      for (const name of made) await dropDatabase(server, name)
      await end()
    },
  }
}

const nameIn = (url: string): string => new URL(url).pathname.slice(1)

/** Does something at its first call only. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work()
    return done
  }
}
