import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from '../../src/api/app.ts'
import { openServer } from '../../src/api/server.ts'
import type { Caller } from '../../src/service/asked/request.ts'
import { createKey } from '../../src/service/people/api-keys.ts'
import { advanceClock, createClock } from '../../src/service/time/clocks.ts'
import { evaluateDue } from '../../src/service/time/evaluate-customers.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { openStore, type Store, serverBudget } from '../../src/store/session/store.ts'
import { run, small } from '../service/importing.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'

/** A row that somebody holds stalls its customer on every road of writing, and nobody else on any of them. */

const folder = mkdtempSync(join(tmpdir(), 'whence-held-'))
const atTest: Caller = { actor: 'Test', realm: 'operator', channel: 'cli', ip: null }
let cellar: Cellar
let ledger: Ledger
let store: Store
let server: App
let url: string
let headers: Record<string, string>

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  store = await openStore(ledger.url, { size: 20, budget: serverBudget })
  server = await openServer(store, { web: folder, logLevel: 'silent' })
  url = await server.listen({ host: '127.0.0.1', port: 0 })
  const { secret } = await createKey(store, 'Gateway', atTest)
  headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
  const opened = await Promise.all(
    others.concat('held').map((id) => post('/customers', { customer_id: id, name: 'C', currency: 'USD' })),
  )
  expect(opened.map((one) => one.status)).toEqual(opened.map(() => 200))
  for (const id of ['held', 'c1', 'c2', 'c3']) await post(`/customers/${id}/payments`, { amount: '500.00' })
})

afterAll(async () => {
  await server?.close()
  await store?.close()
  await cellar?.close()
  rmSync(folder, { recursive: true, force: true })
})

const others = Array.from({ length: 30 }, (_, at) => `c${at}`)
const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))

const post = (path: string, body: unknown, key: string = randomUUID()): Promise<Response> =>
  fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { ...headers, 'idempotency-key': key },
    body: JSON.stringify(body),
  })

const pay = { op: 'receive_payment', amount: '1.00' }
const batch = (customerId: string, key?: string) =>
  post(`/customers/${customerId}/batch`, { operations: [pay, pay] }, key)
const move = (from: string, to: string) => post(`/customers/${from}/moves`, { to, amount: '1.00', reason: 'as agreed' })
const stream = async (...customerIds: readonly string[]): Promise<string[]> => {
  const answer = await fetch(`${url}/api/v1/ingest`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-ndjson' },
    body: customerIds.map((customer_id) => JSON.stringify({ ...pay, customer_id, key: randomUUID() })).join('\n'),
  })
  const lines = (await answer.text()).trim().split('\n')
  return lines.map((line) => JSON.parse(line)).map((one) => one.problem?.code ?? one.status)
}

/** Holds rows, as somebody at a terminal of the database does, while something happens. */
async function holding<T>(sql: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ledger.url })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(sql)
    return await work()
  } finally {
    await client.end()
  }
}
const rowOf = (customerId: string): string => `select from customer_head where customer_id = '${customerId}' for update`

const waiting = async (): Promise<number> =>
  (await ledger.query("select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"))
    .length

/** All others pay and are asked about; answers the most connections that waited for a row meanwhile. */
async function othersGoOn(): Promise<number> {
  let most = 0
  for (const id of others) {
    const [answer, question, count] = await Promise.all([
      post(`/customers/${id}/payments`, { amount: '1.00' }),
      fetch(`${url}/api/v1/customers/${id}`, { headers }),
      waiting(),
    ])
    expect([id, answer.status, question.status]).toEqual([id, 200, 200])
    most = Math.max(most, count)
  }
  return most
}

const toldToAskAgain = async (answers: readonly Response[]): Promise<void> => {
  for (const answer of answers) {
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await answer.json()).toMatchObject({ code: 'held_elsewhere' })
  }
}

test('batches, moves and lines about one who is held take one connection, and all others go on', async () => {
  await holding(rowOf('held'), async () => {
    const order: string[] = []
    const asked = [
      ...times(40, (at) => batch('held', `batch ${at}`)),
      ...times(20, () => move('held', 'c1')),
      ...times(20, (at) => move(`c${1 + (at % 3)}`, 'held')),
    ].map((one) => one.finally(() => order.push('held')))
    const streams = times(5, () => stream('held', 'c4', 'held', 'c5'))
    await expect.poll(waiting).toBeGreaterThan(0)
    expect(await othersGoOn()).toBeLessThanOrEqual(2)
    order.push('others')
    expect(order[0]).toBe('others')
    await toldToAskAgain(await Promise.all(asked))
    for (const lines of await Promise.all(streams))
      expect(lines).toEqual(['held_elsewhere', 'done', 'held_elsewhere', 'done'])
  })
  expect((await batch('held', 'batch 7')).status).toBe(200)
  expect((await move('held', 'c1')).status).toBe(200)
}, 60_000)

test('a move to one who is held keeps the row of the other side free', async () => {
  await holding(rowOf('held'), async () => {
    // heads are locked in the order of their ids: c1 would be before
    const moves = times(10, () => move('c1', 'held'))
    await expect.poll(waiting).toBeGreaterThan(0)
    const batches = await Promise.all(times(10, () => batch('c1')))
    expect(batches.map((one) => one.status)).toEqual(batches.map(() => 200))
    await toldToAskAgain(await Promise.all(moves))
  })
}, 60_000)

test('who is let go in time is booked, whichever way it was asked', async () => {
  const asked = await holding(rowOf('held'), async () => {
    const all = [batch('held'), move('c1', 'held'), move('held', 'c1')]
    await expect.poll(waiting).toBeGreaterThan(0)
    return all.map((one) => one.then((answer) => answer.status))
  })
  expect(await Promise.all(asked)).toEqual([200, 200, 200])
}, 60_000)

test('many who are held take no more than a few connections, and the others go on', async () => {
  const many = times(30, (at) => `m${at}`)
  await Promise.all(many.map((id) => post('/customers', { customer_id: id, name: 'M', currency: 'USD' })))
  await holding("select from customer_head where customer_id like 'm%' for update", async () => {
    const asked = many.flatMap((id) => [batch(id), post(`/customers/${id}/payments`, { amount: '1.00' })])
    await expect.poll(waiting).toBeGreaterThan(0)
    expect(await othersGoOn()).toBeLessThanOrEqual(16)
    await toldToAskAgain(await Promise.all(asked))
  })
}, 60_000)

test('doings of the operator whose row is held take one connection, and all others go on', async () => {
  await holding(rowOf('~operator'), async () => {
    const asked = times(30, (at) => post('/clocks', { clock: `w${at}`, now: '2026-01-01', mail: 'withhold' }))
    await expect.poll(waiting).toBeGreaterThan(0)
    expect(await othersGoOn()).toBeLessThanOrEqual(2)
    await toldToAskAgain(await Promise.all(asked))
  })
}, 60_000)

test('moves of a clock that is held take one connection, and end together', async () => {
  await createClock(store, { clock: 'story', now: '2026-01-01', mail: 'withhold' }, atTest)
  await holding("select from clock where clock = 'story' for update", async () => {
    const asked = [
      ...times(20, (at) => post('/clocks/story/advance', { to: `2026-03-${10 + at}` })),
      ...times(20, () => post('/clocks/story/join', {})),
    ]
    await expect.poll(waiting).toBeGreaterThan(0)
    expect(await othersGoOn()).toBeLessThanOrEqual(2)
    await toldToAskAgain(await Promise.all(asked))
  })
  expect((await post('/clocks/story/advance', { to: '2026-04-01' })).status).toBe(200)
}, 60_000)

test('days that come for one who is held come for the others, who keep their rows free', async () => {
  await createClock(store, { clock: 'days', now: '2026-01-01', mail: 'withhold' }, atTest)
  for (const id of ['da', 'db', 'dz']) {
    await post('/customers', { customer_id: id, name: 'D', currency: 'USD', clock: 'days' })
    const lines = [{ description: 'Fee', amount: '10.00' }]
    expect((await post(`/customers/${id}/invoices`, { lines, due_on: '2026-01-10' })).status).toBe(200)
  }
  await holding(rowOf('db'), async () => {
    const moving = post('/clocks/days/advance', { to: '2026-02-01' })
    await expect.poll(waiting).toBeGreaterThan(0)
    expect((await batch('da')).status).toBe(200)
    expect((await batch('dz')).status).toBe(200)
    await toldToAskAgain([await moving])
  })
  await advanceClock(store, 'days', '2026-02-01', atTest)
  await evaluateDue(store)
  const dunned = await ledger.query(
    "select distinct customer_id as id from operation where op = 'evaluate_day' order by 1",
  )
  expect(dunned.map(({ id }) => id)).toEqual(['da', 'db', 'dz'])
})

test('an import of one who is held waits for him, and keeps the rows of the others in the file free', async () => {
  const lines = ['c10', 'held', 'x1'].map((id) => `${id},I-${id},2026-01-05,2026-02-04,10.00,,,USD\n`)
  const importing = await holding(rowOf('held'), async () => {
    const asked = run(ledger, small(lines.join('')))
    await expect.poll(waiting).toBeGreaterThan(0)
    expect(await othersGoOn()).toBeLessThanOrEqual(2)
    expect((await batch('c10')).status).toBe(200)
    return [asked]
  })
  await importing[0]
  const invoices = await ledger.query("select id from directory where id like 'I-%' order by id")
  expect(invoices.map(({ id }) => id)).toEqual(['I-c10', 'I-held', 'I-x1'])
}, 60_000)

test('and the ledger verifies', async () => {
  expect((await verify(store, { decide: true })).findings).toEqual([])
})
