import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'

/** What is sent must be what is booked: text in UTF-8, names in one line, ids that an address can hold. */

let api: Api
beforeAll(async () => {
  api = await openApi()
  await api.post('/customers', { customer_id: 'c', name: 'C', currency: 'USD' })
})
afterAll(() => api.close())

const sent = (path: string, body: Buffer, type = 'application/json') =>
  api.raw(`/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.secret}`, 'content-type': type, 'idempotency-key': randomUUID() },
    body: new Uint8Array(body),
  })

test('bytes that are not UTF-8 are refused, and nothing is booked', async () => {
  const before = await api.recordCount()
  const latin = Buffer.from('{"text":"caf\xe9"}', 'latin1')
  const { status, body } = await sent('/customers/c/notes', latin)
  expect([status, body.code, body.expected]).toEqual([400, 'malformed_request', 'text in UTF-8'])
  const line = (text: string, encoding: BufferEncoding) =>
    Buffer.from(`{"op":"add_note","customer_id":"c","key":"${randomUUID()}","text":"${text}"}\n`, encoding)
  const stream = Buffer.concat([line('caf\xe9', 'latin1'), line('café', 'utf8')])
  const response = await fetch(`${api.url}/api/v1/ingest`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.secret}`, 'content-type': 'application/x-ndjson' },
    body: new Uint8Array(stream),
  })
  const answers = (await response.text()).trim().split('\n')
  expect(answers.map((one) => JSON.parse(one).status)).toEqual(['refused', 'done'])
  expect(await api.recordCount()).toBe(before + 1)
})

test.each([['.'], ['..'], ['a\u2028b'], ['a\u2029b'], ['   '], ['\u2028'], ['a\u202eb']])(
  '%j names nothing new',
  async (id) => {
    const before = await api.recordCount()
    const tried = [
      api.post('/customers', { customer_id: id, name: 'N', currency: 'USD' }),
      api.post('/customers', { name: 'N', currency: 'USD', class: id }),
      api.post('/customers/c/payments', { amount: '1.00', payment_id: id }),
      api.post('/customers/c/invoices', { invoice: id, lines: [{ description: 'a', amount: '1.00' }] }),
      api.post('/customers/c/credit-notes', { credit_note: id, amount: '1.00', reason: 'r' }),
      api.post('/customers/c/disputes', { dispute_id: id, invoice: 'I', reason: 'r' }),
      api.post('/clocks', { clock: id, now: '2026-01-01' }),
    ]
    expect((await Promise.all(tried)).map(({ status, body }) => [status, body.code])).toEqual(
      tried.map(() => [400, 'malformed_request']),
    )
    expect(await api.recordCount()).toBe(before)
  },
)

test.each([['Ann\nBoss'], ['Ann\r'.concat('x')], ['Ann\u2028x'], ['\u202eAnn'], ['Ann\u2066x'], ['Ann\u200f']])(
  '%j is no name',
  async (name) => {
    const tried = [api.post('/customers', { name, currency: 'USD' }), api.post('/customers/c/details', { name })]
    expect((await Promise.all(tried)).map(({ status, body }) => [status, body.path])).toEqual([
      [400, 'name'],
      [400, 'name'],
    ])
  },
)

test('names of people are kept as they are written', async () => {
  for (const name of ['Žofie Nováková', 'नमस्ते\u200d', 'محمد', 'O\'Neil & "Sons"'])
    expect((await api.post('/customers', { name, currency: 'USD' })).status).toBe(200)
})

test.each([
  '/customers',
  '/customers/c/invoices',
  '/audit',
  '/customers/c/chains/1',
  '/customers/c/explain/chain?figure=customer.balance',
])('%s takes its limit in digits alone', async (path) => {
  for (const limit of ['0x10', '1e1', ' 5', '+5', '5.0', '-1', '0', ''])
    expect(
      (
        await api.raw(`/api/v1${path}${path.includes('?') ? '&' : '?'}limit=${encodeURIComponent(limit)}`, {
          headers: { authorization: `Bearer ${api.secret}` },
        })
      ).status,
    ).toBe(400)
  expect((await api.get(path, path.includes('?') ? {} : { limit: '5' })).status).toBe(200)
})
