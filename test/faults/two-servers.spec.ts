import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { openStore, type Store } from '../../src/store/session/store.ts'
import { openSink, type Sink } from '../service/sink.ts'
import { type Database, openDatabase } from './database.ts'
import { type Asked, load, openAccount, opening, post, settle } from './load.ts'
import { owing } from './owing.ts'
import { nothingDoubled, nothingLost } from './reckoning.ts'
import { type Server, startServer } from './victim.ts'

/** Two servers on one database, started in the same moment: nothing is done twice, and each goes on without the other. */

const home = mkdtempSync(join(tmpdir(), 'whence-two-'))
const account = openAccount()
let database: Database
let sink: Sink
let one: Server
let other: Server
let store: Store

beforeAll(async () => {
  database = await openDatabase()
  sink = await openSink()
  const start = (): Promise<Server> => startServer(home, database.url, { SMTP_URL: sink.url })
  ;[one, other] = await Promise.all([start(), start()])
  store = await openStore(database.url)
})

afterAll(async () => {
  await store?.close()
  await Promise.all([one?.kill(), other?.kill()])
  await database?.close()
  await sink?.close()
  rmSync(home, { recursive: true, force: true })
})

/** Asks for things in their order; each must be done, and is asked for again when a busy server says so. */
async function asked(server: Server, all: readonly Asked[]): Promise<void> {
  for (const each of all) {
    await expect.poll(() => post(server, each), { timeout: 60_000 }).toBe(true)
    // keys of clocks are the operator's
    if (!each.path.startsWith('/clocks')) account.acknowledged.set(each.key, each)
  }
}

async function answer(server: Server, path: string, body: object, key: string) {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(200)
  return (await response.json()) as Record<string, unknown>
}

const lettersTo = (customerId: string): number =>
  sink.received.filter(({ to }) => to.includes(`${customerId}@example.com`)).length

/** Letters by what became of them, as the ledger says. */
const said = async (): Promise<{ queued: number; settled: number }> => {
  const rows = await store.query<{ type: number; n: bigint }>(
    'select type, count(*) as n from record where kind = 4 and type in (1, 2) group by type',
  )
  const of = (type: number): number => Number(rows.find((row) => row.type === type)?.n ?? 0)
  return { queued: of(1), settled: of(2) }
}

test('both were started at once on an empty database, and know the same first administrator', async () => {
  expect(one.key).toBe(other.key)
  expect(await store.query('select email from app_user')).toHaveLength(1)
  await asked(one, [opening('c0')])
  await asked(other, [opening('c1')])
})

test('letters that both may send go out once', async () => {
  const ids = Array.from({ length: 16 }, (_, at) => `d${at}`)
  await Promise.all(ids.map((id, at) => asked(at % 2 === 0 ? one : other, owing(id))))
  await expect.poll(async () => (await said()).settled, { timeout: 60_000 }).toBe((await said()).queued)
  expect(ids.map(lettersTo)).toEqual(ids.map(() => lettersTo('d0')))
  expect(sink.received).toHaveLength((await said()).queued)
  expect(lettersTo('d0')).toBeGreaterThan(0)
})

test('a run and a move that both are asked for are made once', async () => {
  const day = new Date().toISOString().slice(0, 10)
  const runs = await Promise.all(
    [one, other, one, other].map((server, at) =>
      answer(server, '/collection/runs', { business_date: day }, `run ${at}`),
    ),
  )
  expect(new Set(runs.map((run) => run.run_id)).size).toBe(1)
  expect(new Set(runs.map((run) => run.state))).toEqual(new Set(['done']))
  const moves = (): Promise<unknown[]> =>
    store.query(`select seq from record where customer_id = '~operator' and type = 44`)
  const before = (await moves()).length
  const to = { to: '2026-11-01T00:00:00Z' }
  await Promise.all(
    [one, other, one, other].map((server, at) => answer(server, '/clocks/d0/advance', to, `move ${at}`)),
  )
  expect(await moves()).toHaveLength(before + 1)
})

test('one is killed in the middle of work: the other goes on, with what the one was at too', async () => {
  account.unknown.push(...['c2', 'c3', 'c4'].map(opening))
  await settle(other, account)
  let isOver = false
  const working = Promise.all([one, other].map((server) => load(server, account, () => isOver)))
  const until = account.acknowledged.size + 100
  await expect.poll(() => account.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(until)
  await one.kill()
  const more = account.acknowledged.size + 100
  await expect.poll(() => account.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(more)
  isOver = true
  await working
  for (let round = 0; account.unknown.length > 0 && round < 5; round += 1) await settle(other, account)
  // whoever gave transactions their order may have been the one that is gone
  await expect.poll(() => store.query('select customer_id from unsequenced'), { timeout: 60_000 }).toEqual([])
  await asked(other, owing('late'))
  await expect.poll(() => lettersTo('late'), { timeout: 60_000 }).toBe(lettersTo('d1'))
})

test('nothing is lost, nothing doubled, and the ledger verifies', async () => {
  await nothingLost(store, account)
  await nothingDoubled(store, account)
  expect((await verify(store, { decide: true })).findings).toEqual([])
})
