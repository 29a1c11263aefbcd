import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connected } from '../../src/store/session/connected.ts'
import { type Database, openDatabase } from './database.ts'
import { customerIds, load, openAccount, opening, post, settle } from './load.ts'
import { type Server, startServer } from './victim.ts'

/** Connections break under the server's hands, and the database restarts, crashes and hangs: the server lives on. */

const home = mkdtempSync(join(tmpdir(), 'whence-outages-'))
let database: Database
let server: Server
const account = openAccount()

beforeAll(async () => {
  database = await openDatabase()
  server = await startServer(home, database.url)
  for (const customerId of customerIds) expect(await post(server, opening(customerId))).toBe(true)
})

beforeEach(() => readyAgain())

afterAll(async () => {
  await server?.kill()
  await database?.close()
  rmSync(home, { recursive: true, force: true })
})

const get = (path: string): Promise<Response> =>
  fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${server.key}` } })

const statusOf = async (path: string): Promise<number> => (await get(path)).status

async function readyAgain(): Promise<void> {
  await expect.poll(() => statusOf('/ready'), { timeout: 60_000 }).toBe(200)
}

/** Works while something happens, until all that was asked is done. */
async function underLoad(happen: () => Promise<void>): Promise<void> {
  let isOver = false
  const working = load(server, account, () => isOver)
  await happen()
  isOver = true
  await working
  await readyAgain()
  for (let round = 0; account.unknown.length > 0 && round < 5; round += 1) await settle(server, account)
  expect(server.isAlive()).toBe(true)
  expect(account.unknown).toEqual([])
}

const more = (): Promise<void> => {
  const wanted = account.acknowledged.size + 60
  return expect.poll(() => account.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(wanted)
}

const administrator = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => connected(database.url, work)

const processesThatAre = (what: RegExp): number[] =>
  [...database.processes()].filter(([, title]) => what.test(title)).map(([pid]) => pid)

test('every connection is terminated, again and again, at work and idle', () =>
  underLoad(async () => {
    for (let round = 0; round < 8; round += 1) {
      await more()
      await administrator((client) =>
        client.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()'),
      )
    }
  }))

test('a transaction that forgot to go on is ended by the database', () =>
  underLoad(async () => {
    await administrator((client) =>
      client.query(`alter database whence set idle_in_transaction_session_timeout = '1ms'`),
    )
    await more()
    await administrator((client) => client.query('alter database whence reset idle_in_transaction_session_timeout'))
  }))

test('a backend is killed without a word, and with it every connection', () =>
  underLoad(async () => {
    await more()
    const [backend = 0] = processesThatAre(/whence 127\.0\.0\.1/)
    await database.kill(backend)
    await readyAgain()
    await more()
  }))

test('the writer of the log is killed without a word', () =>
  underLoad(async () => {
    await more()
    const [writer = 0] = processesThatAre(/^walwriter/)
    await database.kill(writer)
    await readyAgain()
    await more()
  }))

test('while the database is away the server says so, and asks to be asked again', async () => {
  await database.stop()
  await expect.poll(() => statusOf('/ready')).toBe(503)
  expect(await statusOf('/health')).toBe(200)
  const answer = await get('/api/v1/customers/c0')
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(await answer.json()).toMatchObject({ code: 'database_unavailable', retry_after: 2 })
  await database.start()
  await readyAgain()
  expect(await statusOf('/api/v1/customers/c0')).toBe(200)
})

test('while the database hangs the server answers whether it lives and whether it can write', async () => {
  const frozen = [...database.processes().keys()]
  for (const pid of frozen) process.kill(pid, 'SIGSTOP')
  try {
    const asked = Array.from({ length: 30 }, () => statusOf('/api/v1/customers/c0'))
    expect(await statusOf('/health')).toBe(200)
    await expect.poll(() => statusOf('/ready')).toBe(503)
    expect(await statusOf('/health')).toBe(200)
    expect(new Set(await Promise.all(asked))).toEqual(new Set([503]))
  } finally {
    for (const pid of frozen) process.kill(pid, 'SIGCONT')
  }
  await readyAgain()
  expect(await statusOf('/api/v1/customers/c0')).toBe(200)
})
