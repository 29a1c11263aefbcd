import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { expect, inject } from 'vitest'
import { type Said, whence } from '../cli/terminal.ts'
import { createDatabase, dropDatabase } from '../service/server.ts'
import { customerIds, load, openAccount, opening, settle } from './load.ts'
import { startVictim, type Victim } from './victim.ts'

/** A server that was backed up while operations ran, and empty databases to restore into. */
export type BackedUp = {
  readonly folder: string
  readonly home: string
  /** another home, that knows the same sign-in data */
  readonly elsewhere: string
  readonly source: Victim
  readonly file: string
  /** a backup that goes on from it, made while operations ran as well */
  readonly later: string
  /** what the command said, and how many operations had been acknowledged before and after it */
  readonly under: { readonly said: Said; readonly before: number; readonly after: number }
  readonly empty: () => Promise<{ readonly url: string; readonly name: string }>
  /** restores a backup, this one unless another is named, as a person does */
  readonly restored: (database: string, path?: string, ...more: readonly string[]) => Promise<Said>
  readonly close: () => Promise<void>
}

/** Calls of one customer: enough rows that writing and reading them takes a while. */
const CALLS = 8000

/** Starts a server, lets operations run, and backs it up meanwhile. */
export async function openBackedUp(): Promise<BackedUp> {
  const folder = mkdtempSync(join(tmpdir(), 'whence-backup-'))
  const [home, elsewhere] = [join(folder, 'home'), join(folder, 'elsewhere')]
  const file = join(folder, 'ledger.backup')
  const later = join(folder, 'later.backup')
  const made: string[] = []
  const source = await startVictim(home)
  const account = openAccount()
  account.unknown.push(...customerIds.map(opening))
  await settle(source, account)
  await usage(home, join(folder, 'usage.csv'))
  let isOver = false
  const working = load(source, account, () => isOver)
  await sleep(1000)
  const before = account.acknowledged.size
  const said = await whence(home, ['backup', file])
  const under = { said, before, after: account.acknowledged.size }
  await sleep(1000)
  expect(await whence(home, ['backup', later, '--since', file])).toMatchObject({ code: 0 })
  isOver = true
  await working
  mkdirSync(elsewhere)
  copyFileSync(join(home, 'credentials.json'), join(elsewhere, 'credentials.json'))
  return {
    folder,
    home,
    elsewhere,
    source,
    file,
    later,
    under,
    empty: async () => {
      const name = `restored_${process.pid}_${made.length}_${Date.now()}`
      made.push(name)
      return { url: await createDatabase(inject('server'), name), name }
    },
    restored: (database, path = file, ...more) => whence(elsewhere, ['restore', path, ...more], { database }),
    close: async () => {
      await source.stop()
      for (const name of made) await dropDatabase(inject('server'), name)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function usage(home: string, path: string): Promise<void> {
  const now = new Date().toISOString()
  const lines = Array.from({ length: CALLS }, (_, at) => `c0,${now},0.01,voice,${9_000_000 + at}`)
  writeFileSync(path, `customer_id,used_at,amount,service,xdr_id\n${lines.join('\n')}\n`)
  expect(await whence(home, ['import', path])).toMatchObject({ code: 0 })
}

/** Asks a database as its owner, on a connection for this one question. */
export async function asked<R extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<R[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<R>(sql, [...values])).rows
  } finally {
    await client.end()
  }
}
