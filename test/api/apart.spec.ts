import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Apart } from '../../src/api/apart.ts'
import type { App } from '../../src/api/app.ts'
import { openServer } from '../../src/api/server.ts'
import { openApart, startBackground } from '../../src/cli/threads/threads.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { openStore, type Store } from '../../src/store/session/store.ts'
import { type Api, openApi } from './api.ts'

/**
 * A customer with more than is taken on at once is worked on in another thread: the same is answered, and nothing of it is
 * done where everybody waits. Here more than three open subjects are too many.
 */

let api: Api
let store: Store
let server: App
let url: string
let apart: ReturnType<typeof openApart>
let answeredApart: string[] = []
/** What is waited for before something is asked apart. */
let before: (hungUp: AbortSignal) => Promise<unknown> = async () => {}
const logged: string[] = []
const web = mkdtempSync(join(tmpdir(), 'whence-web-'))

beforeAll(async () => {
  api = await openApi()
  store = await openStore(api.ledger.url, { atOnce: { subjects: 3, folded: 3, records: 12 } })
  apart = openApart(store, { url: api.ledger.url, settings: { web, mail: 'not configured', hosts: [] } })
  const counted: Apart = {
    answer: async (asked, hungUp) => {
      answeredApart.push(`${asked.method} ${asked.url}`)
      await before(hungUp)
      return apart.answer(asked, hungUp)
    },
    perform: (requests) => {
      answeredApart.push(`perform ${requests.length}`)
      return apart.perform(requests)
    },
  }
  const log = { write: (line: string) => void logged.push(line) }
  server = await openServer(store, { web, logLevel: 'info', log, apart: counted })
  url = await server.listen({ host: '127.0.0.1', port: 0 })
  for (const [id, invoices] of [
    ['large', 8],
    ['small', 2],
  ] as const) {
    await done(await post('/customers', { customer_id: id, name: id, currency: 'USD' }))
    for (let n = 1; n <= invoices; n += 1) await done(await post(`/customers/${id}/invoices`, invoice(`${id}-${n}`)))
  }
}, 240_000)

afterAll(async () => {
  await server?.close()
  await apart?.close()
  await store?.close()
  await api?.close()
  rmSync(web, { recursive: true, force: true })
})

const invoice = (name: string) => ({ invoice: name, lines: [{ description: 'Services', amount: '10.00' }] })

const headers = (): Record<string, string> => ({ authorization: `Bearer ${api.secret}` })

const post = (path: string, body: object, key: string = randomUUID()): Promise<Response> =>
  fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { ...headers(), 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  })

async function done(response: Response) {
  const body = (await response.json()) as Record<string, unknown>
  expect([response.status, body]).toEqual([200, expect.anything()])
  return body
}

/** What is asked apart while something is done. */
async function during<T>(work: () => Promise<T>): Promise<readonly [T, string[]]> {
  answeredApart = []
  return [await work(), answeredApart]
}

test('each question about a large customer is answered apart, as where nothing is too much', async () => {
  for (const path of [
    '/customers/large',
    '/customers/large/explain?figure=customer.outstanding',
    '/invoices/large-3',
    '/customers/large?as_of=2031-01-01',
    '/customers?limit=5',
  ]) {
    const [answer, by] = await during(
      async () => await (await fetch(`${url}/api/v1${path}`, { headers: headers() })).json(),
    )
    expect(by).toEqual([`GET /api/v1${path}`])
    const there = await api.get(path)
    expect(there.status).toBe(200)
    expect({ ...answer, as_of: null }).toEqual({ ...there.body, as_of: null })
  }
})

test('a question about a small one is answered at once', async () => {
  const [answer, by] = await during(() => fetch(`${url}/api/v1/customers/small`, { headers: headers() }))
  expect([answer.status, by]).toEqual([200, []])
})

test('an operation on a large customer is carried out apart, once, and answered again by its key', async () => {
  const [first, by] = await during(() => post('/customers/large/payments', { amount: '25.00' }, 'p1'))
  const booked = await done(first)
  expect([by, first.headers.get('idempotent-replay')]).toEqual([['POST /api/v1/customers/large/payments'], null])
  expect(booked).toMatchObject({ figures: { allocated: '25.00' } })
  const again = await post('/customers/large/payments', { amount: '25.00' }, 'p1')
  expect([again.headers.get('idempotent-replay'), await again.json()]).toEqual(['true', booked])
})

test('a refusal and a mistake are answered apart with their status, as problem documents', async () => {
  const answer = await post('/invoices/large-4/adjustments', { amount: '-11.00', reason: 'too much' })
  expect(answer.headers.get('content-type')).toMatch('application/problem+json')
  expect([answer.status, await answer.json()]).toMatchObject([422, { code: expect.any(String) }])
})

test('of many operations, those on large customers are carried out apart, each customer in order', async () => {
  const line = (customer_id: string, n: number) => ({
    op: 'book_charge',
    customer_id,
    key: `c${n}`,
    amount: `0.0${n}`,
    service: 's',
  })
  const lines = [1, 2, 3, 4, 5, 6].map((n) => line(n % 2 === 0 ? 'large' : 'small', n))
  const [response, by] = await during(() =>
    fetch(`${url}/api/v1/ingest`, {
      method: 'POST',
      headers: { ...headers(), 'content-type': 'application/x-ndjson' },
      body: lines.map((one) => JSON.stringify(one)).join('\n'),
    }),
  )
  const answers = (await response.text())
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text))
  expect(answers.map((one) => [one.line, one.status, one.customer_id])).toEqual(
    lines.map((one, at) => [at + 1, 'done', one.customer_id]),
  )
  expect(by).toEqual(['perform 3'])
  const charges = (await api.get('/customers/large/xdrs')).body.items.map((one: { amount: string }) => one.amount)
  expect(charges.filter((amount: string) => amount.startsWith('0.0'))).toEqual(['0.06', '0.04', '0.02'])
})

test('a question whose asker hangs up is ended apart, and is no mistake', async () => {
  const asker = new AbortController()
  before = async (hungUp) => {
    asker.abort()
    await once(hungUp, 'abort')
  }
  const path = `${url}/api/v1/customers/large`
  await expect(fetch(path, { headers: headers(), signal: asker.signal })).rejects.toThrow()
  await expect.poll(() => logged.some((line) => line.includes('the client hung up'))).toBe(true)
  before = async () => {}
  expect(logged.filter((line) => line.includes('the request failed'))).toEqual([])
  expect((await fetch(path, { headers: headers() })).status).toBe(200)
})

test('a thread that ends says so to those who wait for it, and is started again for the next', async () => {
  const asked = post('/customers/large/payments', { amount: '1.00' }, 'p2')
  while (!answeredApart.includes('POST /api/v1/customers/large/payments'))
    await new Promise((later) => setTimeout(later, 1))
  await apart.close()
  const cut = await asked
  // it may have been done in time
  if (cut.status !== 200)
    expect([cut.status, await cut.json()]).toMatchObject([
      503,
      { code: 'outcome_unknown', retry_after: expect.any(Number) },
    ])
  await done(await post('/customers/large/payments', { amount: '1.00' }, 'p2'))
  const paid = (await api.get('/customers/large/payments')).body.items.map((one: { amount: string }) => one.amount)
  expect(paid).toEqual(['1.00', '25.00'])
})

test('what was done in two threads holds', async () => {
  const { findings } = await verify(api.ledger.store)
  expect(findings).toEqual([])
})

test('what the thread has not the memory for is asked again of one that has more, and booked once', async () => {
  const little = openApart(
    store,
    { url: api.ledger.url, settings: { web, mail: 'not configured', hosts: [] } },
    { first: 12, most: 512 },
  )
  try {
    const forever = new AbortController().signal
    const asked = {
      method: 'POST',
      url: '/api/v1/customers/large/payments',
      headers: { ...headers(), 'content-type': 'application/json', 'idempotency-key': 'little' },
      body: '{"amount":"1.00"}',
      ip: '::1',
    } as const
    const [first, again] = [await little.answer(asked, forever), await little.answer(asked, forever)]
    expect([first.status, first.headers['idempotent-replay'], JSON.parse(first.body)]).toMatchObject([
      200,
      undefined,
      { figures: { amount: '1.00' } },
    ])
    expect([again.headers['idempotent-replay'], again.body]).toEqual(['true', first.body])
  } finally {
    await little.close()
  }
})

test('the background that needed more memory than it had is started again with more, and does its work', async () => {
  const body = { amount: '1.00', service: 'late', effective_at: new Date(Date.now() + 500).toISOString() }
  expect((await post('/customers/small/charges', body)).status).toBe(202)
  const given = { url: api.ledger.url, mail: { smtpUrl: undefined, from: 'a@example.com' }, data: undefined }
  const booked = (await api.get('/customers/small/xdrs')).body.items.length
  const said = vi.spyOn(console, 'error').mockReturnValue()
  const background = startBackground(store, given, { first: 8, most: 512 })
  try {
    const waiting = async () => (await api.get('/customers/small/scheduled')).body.items.length
    await expect.poll(waiting, { timeout: 30_000 }).toBe(0)
    expect((await api.get('/customers/small/xdrs')).body.items).toHaveLength(booked + 1)
    expect(said.mock.calls).toMatchObject([[{ code: 'ERR_WORKER_OUT_OF_MEMORY' }]])
  } finally {
    await background.stop()
    said.mockRestore()
  }
})
