import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { type Postgres, startPostgres } from '../../src/store/postgres/start.ts'
import { makeLogin } from '../../src/store/session/login.ts'
import { openStore, type Store } from '../../src/store/session/store.ts'

/** A real database server for a test file, with as many empty ledgers as it wants. */
export type Cellar = {
  readonly postgres: Postgres
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

export async function openCellar(): Promise<Cellar> {
  const folder = mkdtempSync(join(tmpdir(), 'whence-ledger-'))
  chmodSync(folder, 0o755)
  const postgres = await startPostgres({ home: join(folder, 'home') })
  const toClose = new Map<string, () => Promise<void>>()
  await makeTemplate(postgres.url)
  let count = 0
  const like = async (template: string): Promise<Ledger> => {
    count += 1
    const url = await createDatabase(postgres.url, `ledger_${count} template ${template}`)
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
    postgres,
    ledger: () => like(TEMPLATE),
    filled: async (fill) => {
      const owner = new pg.Client({ connectionString: await createDatabase(postgres.url, 'ledger_filled') })
      await owner.connect()
      await fill(owner)
      await owner.end()
      return like('ledger_filled')
    },
    copyOf: async ({ url }) => {
      await toClose.get(url)?.()
      return like(new URL(url).pathname.slice(1))
    },
    close: async () => {
      for (const close of toClose.values()) await close()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Does something at its first call only. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work()
    return done
  }
}

const TEMPLATE = 'ledger_template'

/** Migrating takes longer than copying what it came to. */
async function makeTemplate(url: string): Promise<void> {
  const owner = new pg.Client({ connectionString: await createDatabase(url, TEMPLATE) })
  await owner.connect()
  await migrate(owner)
  await owner.end()
}

async function createDatabase(url: string, how: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create database ${how}`)
  await client.end()
  const made = new URL(url)
  made.pathname = `/${how.split(' ')[0]}`
  return made.href
}
