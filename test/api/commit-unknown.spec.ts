import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from '../../src/api/app.ts'
import { openServer } from '../../src/api/server.ts'
import { createKey } from '../../src/service/people/api-keys.ts'
import { openStore, type Store } from '../../src/store/session/store.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'

/** A wire to the database that breaks between a commit and its answer, or at the first question after it. */

const folder = mkdtempSync(join(tmpdir(), 'whence-wire-'))
let cellar: Cellar
let ledger: Ledger
let wire: Server
let breaks: 'never' | 'at the commit' | 'after the commit' = 'never'
let store: Store
let server: App
let url: string
let secret: string
/** when the customer was opened: what is dated then is answered from the log */
let dated: string

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  wire = await openWire(new URL(ledger.url))
  const through = new URL(ledger.url)
  through.port = String((wire.address() as AddressInfo).port)
  store = await openStore(through.href)
  server = await openServer(store, { web: folder, logLevel: 'silent' })
  url = await server.listen({ host: '127.0.0.1', port: 0 })
  const atTest = { actor: 'Test', realm: 'operator', channel: 'cli', ip: null } as const
  secret = (await createKey(ledger.store, 'Gateway', atTest)).secret
  const opened = await post('/customers', { customer_id: 'c', name: 'C', currency: 'USD' })
  dated = ((await opened.json()) as { records: { effective_at: string }[] }).records[0]?.effective_at ?? ''
})

afterAll(async () => {
  await server.close()
  await store.close()
  wire.close()
  await cellar.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Passes on what both sides say, until it sees the commit go by and its answer come back. */
function openWire({ hostname, port }: URL): Promise<Server> {
  const made = createServer((client) => {
    const database = connect(Number(port), hostname)
    let isCommitted = false
    const cut = (): void => {
      breaks = 'never'
      client.destroy()
      database.destroy()
    }
    client.on('error', () => {}).on('close', () => database.destroy())
    database.on('error', () => {}).on('close', () => client.destroy())
    client.on('data', (chunk) => {
      if (isCommitted && breaks === 'after the commit') cut()
      else database.write(chunk)
    })
    database.on('data', (chunk) => {
      isCommitted ||= breaks !== 'never' && chunk.includes('COMMIT\0')
      if (isCommitted && breaks === 'at the commit') cut()
      else client.write(chunk)
    })
  })
  return new Promise((resolve) => made.listen(0, '127.0.0.1', () => resolve(made)))
}

const post = (path: string, body: unknown, key: string = randomUUID()): Promise<Response> =>
  fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  })

const payments = async (): Promise<number> =>
  (await ledger.query('select from record where kind = 1 and type = 5')).length

test.each(['at the commit', 'after the commit'] as const)(
  'where the connection breaks %s, the answer says that it may be booked; the same key books it once',
  async (when) => {
    const before = await payments()
    const key = randomUUID()
    const body = { amount: '60.00', ...(when === 'after the commit' && { effective_at: dated }) }
    breaks = when
    const answer = await post('/customers/c/payments', body, key)
    const problem = await answer.json()
    expect([answer.status, problem.code]).toEqual([503, 'outcome_unknown'])
    expect(answer.headers.get('retry-after')).not.toBeNull()
    expect(`${problem.title} ${problem.sentence}`).not.toContain('nothing was booked')
    expect(await payments()).toBe(before + 1)
    const again = await post('/customers/c/payments', body, key)
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([200, 'true'])
    expect(await payments()).toBe(before + 1)
  },
)

test('where the connection breaks after the commit, what needs no reading is answered as ever', async () => {
  const before = await payments()
  breaks = 'after the commit'
  const answer = await post('/customers/c/payments', { amount: '60.00' })
  breaks = 'never'
  expect(answer.status).toBe(200)
  expect(await payments()).toBe(before + 1)
})
