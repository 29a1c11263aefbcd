import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from '../../src/api/app.ts'
import { openServer } from '../../src/api/server.ts'
import { createKey } from '../../src/service/people/api-keys.ts'
import { openStore, type Store, serverBudget } from '../../src/store/session/store.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'

/** Nobody waits for ever: not for a row, not for a body; and nothing goes on for one who has hung up. */

const folder = mkdtempSync(join(tmpdir(), 'whence-patience-'))
const lines: string[] = []
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
  const probe = await openStore(ledger.url, { size: 1 })
  const log = { write: (line: string) => void lines.push(line) }
  server = await openServer(store, { web: folder, logLevel: 'info', silenceMs: 500, probe, log })
  url = await server.listen({ host: '127.0.0.1', port: 0 })
  const { secret } = await createKey(store, 'Gateway', { actor: 'Test', realm: 'operator', channel: 'cli', ip: null })
  headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
  for (let no = 0; no < 40; no += 1) await post('/customers', { customer_id: `c${no}`, name: 'C', currency: 'USD' })
  return () => probe.close()
})

afterAll(async () => {
  await server.close()
  await store.close()
  await cellar.close()
  rmSync(folder, { recursive: true, force: true })
})

const post = (path: string, body: unknown, key: string = randomUUID()): Promise<Response> =>
  fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { ...headers, 'idempotency-key': key },
    body: JSON.stringify(body),
  })

const payment = (customerId: string, key?: string): Promise<Response> =>
  post(`/customers/${customerId}/payments`, { amount: '1.00' }, key)

/** Holds the row of a customer, as somebody at a terminal of the database does. */
async function holding<T>(customerId: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ledger.url })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select from customer_head where customer_id = $1 for update', [customerId])
    return await work()
  } finally {
    await client.end()
  }
}

test('a row that somebody holds stalls its customer alone, who is told to ask again', async () => {
  const order: string[] = []
  await holding('c7', async () => {
    const held = payment('c7', 'held').finally(() => order.push('held'))
    const others = Array.from({ length: 40 }, (_, no) => `c${no}`).filter((id) => id !== 'c7')
    for (let round = 0; round < 3; round += 1) {
      const statuses = await Promise.all(others.map(async (id) => (await payment(id)).status))
      // a busy machine may not come to all rounds meanwhile
      if (round === 0) order.push('others')
      expect(new Set(statuses)).toEqual(new Set([200]))
    }
    const answer = await held
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await answer.json()).toMatchObject({ code: 'held_elsewhere', retry_after: 1 })
  })
  expect(order).toEqual(['others', 'held'])
  const again = await payment('c7', 'held')
  expect([again.status, again.headers.get('idempotent-replay')]).toEqual([200, null])
})

test('who is held is waited for, and booked when he is let go', async () => {
  const held = await holding('c8', async () => {
    const waiting = payment('c8')
    // the others are answered, so that his request has been set aside
    await Promise.all(Array.from({ length: 20 }, (_, at) => (at === 8 ? null : payment(`c${at}`))))
    return [waiting]
  })
  expect((await held[0])?.status).toBe(200)
})

const asked = async (): Promise<number> =>
  (await ledger.query("select from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()"))
    .length

test('a question ends when its client hangs up, and that is no fault of the database', async () => {
  await ledger.query('alter table customer_head rename to customer_head_fast')
  await ledger.query(
    'create view customer_head as select h.* from customer_head_fast h, lateral (select pg_sleep(14)) as slow',
  )
  await ledger.query('grant select on customer_head to whence_app')
  const hangUp = new AbortController()
  const answer = fetch(`${url}/api/v1/customers/c1`, { headers, signal: hangUp.signal }).catch(() => 'hung up')
  await expect.poll(asked).toBe(1)
  lines.length = 0
  hangUp.abort()
  expect(await answer).toBe('hung up')
  await expect.poll(() => lines.join('')).toContain('the client hung up')
  await expect.poll(asked, { timeout: 10_000 }).toBe(0)
  await ledger.query('drop view customer_head')
  await ledger.query('alter table customer_head_fast rename to customer_head')
  expect(lines.join('')).not.toMatch(/database|"level":(40|50|60)/)
})

const half = (path: string, more: string, type = 'application/json'): Socket => {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write(
    `POST /api/v1${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${headers.authorization}\r\nIdempotency-Key: half\r\n` +
      `Content-Type: ${type}\r\nContent-Length: 1000\r\n\r\n${more}`,
  )
  return socket
}

const allOf = async (socket: Socket): Promise<string> => {
  let all = ''
  for await (const chunk of socket) all += String(chunk)
  return all
}

test('a body of which the rest does not come is answered as such, and its connection ended', async () => {
  const answer = await allOf(half('/customers/c1/payments', '{"amount": "1.0'))
  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  expect(answer).toContain('"code":"request_incomplete"')
})

test('so is one that nobody reads: what was asked is answered, its connection ended, and the server goes on', async () => {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"a"')
  expect(await allOf(socket)).toMatch(/^HTTP\/1\.1 200 /)
  expect((await fetch(`${url}/health`)).status).toBe(200)
})

test('a stream of lines of which the rest does not come is ended; what came is booked, and may be sent again', async () => {
  const line = JSON.stringify({ op: 'receive_payment', customer_id: 'c2', key: 'of a stream', amount: '2.00' })
  const answers = await allOf(half('/ingest', `${line}\n{"op"`, 'application/x-ndjson')).catch(() => '')
  expect(answers).toContain('"status":"done"')
  const sent = await fetch(`${url}/api/v1/ingest`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-ndjson' },
    body: line,
  })
  expect(await sent.text()).toContain('"status":"replayed"')
})

test('a client that hangs up within its body is not a fault of the database', async () => {
  lines.length = 0
  const socket = half('/customers/c1/payments', '{"amount"')
  await new Promise((done) => socket.once('ready', done))
  socket.resetAndDestroy()
  await expect.poll(() => lines.join('')).toContain('the client hung up')
  expect(lines.join('')).not.toMatch(/database|"level":(40|50|60)/)
})
