import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { openStore, type Store } from '../../src/store/session/store.ts'
import { type Database, openDatabase } from './database.ts'
import { type Server, startServer } from './victim.ts'

/** The clock of a machine is set back: what was recorded lies in the future, and that is said until it is over. */

const HOUR_MS = 3_600_000
const home = mkdtempSync(join(tmpdir(), 'whence-clock-'))
let database: Database
let store: Store
let server: Server | undefined

beforeAll(async () => {
  database = await openDatabase()
})
afterEach(async () => {
  await server?.stop()
})
afterAll(async () => {
  await store?.close()
  await database?.close()
  rmSync(home, { recursive: true, force: true })
})

async function started(aheadMs: number): Promise<Server> {
  const options = `--import=${resolve('test/product/other-clock.mjs')}`
  server = await startServer(home, database.url, { NODE_OPTIONS: options, CLOCK_AHEAD_MS: String(aheadMs) })
  store ??= await openStore(database.url)
  return server
}

async function post({ url, key }: Server, path: string, body: object): Promise<{ recorded_at: string }[]> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { records: { recorded_at: string }[] }).records
}
const charge = (on: Server, customer: string) =>
  post(on, `/customers/${customer}/charges`, { amount: '1.00', service: 'fee' })
const health = async ({ url }: Server) =>
  (await (await fetch(`${url}/health`)).json()) as { clock: string; clock_behind_seconds: number }

const IN_STEP = { clock: 'in step with the records', clock_behind_seconds: 0 }
const BEHIND =
  /^The clock of this machine is behind the newest record by \d+ seconds, until \S+Z\. It was set back, or /m
const latest = async (customer: string): Promise<number> => {
  const rows = await store.query<{ at: bigint }>('select max(recorded_at) as at from record where customer_id = $1', [
    customer,
  ])
  return Number(rows[0]?.at) / 1000
}
/** Records that are not stamped later than those of their customer before. */
const unordered = () =>
  store.query(`select * from (select customer_id, seq, recorded_at,
    lag(recorded_at) over (partition by customer_id order by seq) as before from record) as r where recorded_at < before`)

test('a server whose clock is right is started on records of one whose clock was ahead', async () => {
  const ahead = await started(HOUR_MS)
  await post(ahead, '/customers', { customer_id: 'c', name: 'C', currency: 'USD' })
  expect(await health(ahead)).toMatchObject(IN_STEP)
  await ahead.stop()
  const newest = await latest('c')
  expect(newest - Date.now()).toBeGreaterThan(HOUR_MS / 2)
  const right = await started(0)
  const { clock, clock_behind_seconds: by } = await health(right)
  expect(clock).toBe(`behind the newest record by ${by} seconds, until ${new Date(newest).toISOString()}`)
  expect(by * 1000).toBeGreaterThan(HOUR_MS / 2)
  expect(by * 1000).toBeLessThanOrEqual(HOUR_MS)
  expect(right.said().match(new RegExp(BEHIND, 'gm'))).toHaveLength(1)
  expect(await (await fetch(`${right.url}/metrics`)).text()).toMatch(/^whence_clock_behind_seconds [1-9]\d+$/m)
  // his records go on after those that he has; those of somebody else are stamped by the clock
  await charge(right, 'c')
  expect(await latest('c')).toBeGreaterThan(newest)
  await post(right, '/customers', { customer_id: 'd', name: 'D', currency: 'USD' })
  expect((await latest('d')) - Date.now()).toBeLessThan(1000)
  expect(await unordered()).toEqual([])
  expect((await verify(store, { decide: true })).findings).toEqual([])
})

test('when time has caught up, nothing is said any more', async () => {
  const later = await started(2 * HOUR_MS)
  expect(await health(later)).toMatchObject(IN_STEP)
  expect(later.said()).not.toMatch(/The clock of this machine/)
  await charge(later, 'd')
})

test('a clock that jumps back under a running server is said, and that it is right again', async () => {
  const jumping = await started(4 * HOUR_MS)
  await charge(jumping, 'c')
  expect(await health(jumping)).toMatchObject(IN_STEP)
  jumping.signal('SIGUSR2')
  await expect.poll(async () => (await health(jumping)).clock_behind_seconds).toBeGreaterThan(2 * 3600)
  await expect.poll(() => jumping.said()).toMatch(BEHIND)
  await charge(jumping, 'c')
  await charge(jumping, 'd')
  jumping.signal('SIGUSR2')
  await expect.poll(async () => await health(jumping)).toMatchObject(IN_STEP)
  await expect.poll(() => jumping.said()).toMatch(/^The clock of this machine has caught up with the newest record\.$/m)
  await charge(jumping, 'd')
  expect(await unordered()).toEqual([])
  expect((await verify(store, { decide: true })).findings).toEqual([])
})
