import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { connected } from '../../src/store/session/connected.ts'
import { openStore, type Store } from '../../src/store/session/store.ts'
import { type Database, openDatabase } from './database.ts'
import { type Server, startServer } from './victim.ts'

/** How a clock is marked, as being moved or joined, is on record from its beginning: nobody else can mark one. */

const home = mkdtempSync(join(tmpdir(), 'whence-marks-'))
let database: Database
let server: Server
/** The server's own login. */
let store: Store

beforeAll(async () => {
  database = await openDatabase()
  server = await startServer(home, database.url)
  store = await openStore(database.url)
  for (const clock of ['moved', 'joined', 'idle', 'old'])
    await post('/clocks', { clock, now: '2026-01-01', mail: 'withhold' })
  for (const clock of ['moved', 'joined', 'old']) {
    await post('/customers', { customer_id: clock, name: 'C', currency: 'USD', clock })
    const lines = [{ description: 'Fee', amount: '10.00' }]
    await post(`/customers/${clock}/invoices`, { lines, due_on: '2026-01-10' })
  }
})

afterAll(async () => {
  await store?.close()
  await server?.kill()
  await database?.close()
  rmSync(home, { recursive: true, force: true })
})

async function post(path: string, body: object): Promise<void> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${server.key}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify(body),
  })
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
}

const owner = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => connected(database.url, work)

const found = async (): Promise<string[]> => (await verify(store, { decide: true })).findings.map((one) => one.what)

const clockOf = async (name: string) =>
  (await store.query('select moving_to, joining, joined_at from clock where clock = $1', [name]))[0]

/** Asks for something that cannot come to its end, since a customer is held, and kills the server at it. */
async function killedAt(
  customerId: string,
  path: string,
  body: object,
  isBegun: () => Promise<boolean>,
): Promise<void> {
  await owner(async (client) => {
    await client.query('begin')
    await client.query('select from customer_head where customer_id = $1 for update', [customerId])
    const asked = post(path, body).catch(() => {})
    await expect.poll(isBegun, { timeout: 20_000 }).toBe(true)
    await server.kill()
    await asked
  })
  // who died lets go of his rows
  await expect
    .poll(() =>
      store.query("select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"),
    )
    .toEqual([])
}

/** What a forger who has the server's login may do: every mark is found. */
async function forgeriesAreFound(): Promise<void> {
  const forged = ["moving_to = '2027-01-01'", 'moving_to = null', 'joining = not joining']
  for (const clock of ['moved', 'idle'])
    for (const change of forged) {
      const [before] = await store.query<{ moving_to: string | null; joining: boolean }>(
        'select moving_to::text, joining from clock where clock = $1',
        [clock],
      )
      await store.query(`update clock set ${change} where clock = $1`, [clock])
      const [now] = await store.query('select moving_to::text, joining from clock where clock = $1', [clock])
      const isAnother = JSON.stringify(now) !== JSON.stringify(before)
      const says = await found()
      await store.query('update clock set moving_to = $2::timestamptz, joining = $3 where clock = $1', [
        clock,
        before?.moving_to,
        before?.joining,
      ])
      expect([clock, change, says.filter((one) => one.startsWith(`table clock ${clock}`)).length > 0]).toEqual([
        clock,
        change,
        isAnother,
      ])
    }
}

test('a move that was killed is on record: it verifies, and no other mark does', async () => {
  const isBegun = async () => (await clockOf('moved'))?.moving_to !== null
  await killedAt('moved', '/clocks/moved/advance', { to: '2026-03-01' }, isBegun)
  expect(await found()).toEqual([])
  await store.query("insert into lease values ('clock:idle', gen_random_uuid(), 1, now() + interval '1 hour')")
  await forgeriesAreFound()
  await store.query("delete from lease where name = 'clock:idle'")
  expect(await found()).toEqual([])
})

test('so is a join', async () => {
  server = await startServer(home, database.url)
  await killedAt('joined', '/clocks/joined/join', {}, async () => (await clockOf('joined'))?.joining === true)
  expect(await found()).toEqual([])
  await store.query("update clock set joining = false where clock = 'joined'")
  expect(await found()).toEqual([expect.stringMatching(/^table clock joined: /)])
  await store.query("update clock set joining = true where clock = 'joined'")
})

test('both are finished by the next server, and held as finished', async () => {
  server = await startServer(home, database.url)
  await expect.poll(() => clockOf('moved'), { timeout: 40_000 }).toMatchObject({ moving_to: null })
  await expect.poll(async () => (await clockOf('joined'))?.joined_at, { timeout: 40_000 }).not.toBe(null)
  expect(await found()).toEqual([])
  await forgeriesAreFound()
})
