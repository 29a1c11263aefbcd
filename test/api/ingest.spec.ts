import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

type AnswerLine = {
  readonly line: number
  readonly status: string
  readonly records?: { readonly type: string }[]
  readonly problem?: { readonly code: string; readonly bytes?: number }
}

async function ingest(lines: readonly unknown[], query = ''): Promise<AnswerLine[]> {
  const body = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  const answer = await api.raw(`/api/v1/ingest${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.secret}`, 'content-type': 'application/x-ndjson' },
    body,
  })
  expect(answer.status).toBe(200)
  return String(answer.body)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as AnswerLine)
}

const charge = (n: number) => ({
  op: 'book_charge',
  customer_id: 'c',
  key: `charge ${n}`,
  amount: '1.00',
  service: 'calls',
})

test('each line is answered in its place; a refused one stops no other', async () => {
  const answers = await ingest([
    { op: 'open_customer', customer_id: 'c', key: 'open', name: 'C', currency: 'USD' },
    charge(1),
    '',
    '{"op": "book_charge", ',
    { ...charge(2), amount: '-1.00' },
    { ...charge(3), customer_id: 'nobody' },
    { op: 'dance', customer_id: 'c', key: 'd' },
    { op: 'book_charge', customer_id: 'c', amount: '1.00', service: 'calls' },
    { ...charge(4), tip: '1' },
    `{"op": "add_note", "key": "n", "customer_id": "c", "text": "${'x'.repeat(1_100_000)}"}`,
    { op: 'issue_invoice', customer_id: 'c', key: 'invoice', invoice: 'i1' },
    {
      op: 'adjust_invoice',
      customer_id: 'c',
      key: 'adjust',
      invoice: 'i1',
      amount: '-0.50',
      reason: 'r',
      reference: 'CRM 1',
    },
    { op: 'receive_payment', customer_id: 'c', key: 'pay', amount: '0.20' },
    charge(1),
    { ...charge(1), amount: '2.00' },
  ])
  expect(answers.map(({ line, status, problem }) => [line, status, problem?.code])).toEqual([
    [1, 'done', undefined],
    [2, 'done', undefined],
    [4, 'refused', 'malformed_request'],
    [5, 'refused', 'amount_must_not_be_negative'],
    [6, 'refused', 'customer_unknown'],
    [7, 'refused', 'malformed_request'],
    [8, 'refused', 'malformed_request'],
    [9, 'refused', 'malformed_request'],
    [10, 'refused', 'body_too_large'],
    [11, 'done', undefined],
    [12, 'done', undefined],
    [13, 'done', undefined],
    [14, 'replayed', undefined],
    [15, 'refused', 'idempotency_key_reused'],
  ])
  expect(answers[8]?.problem).toMatchObject({ bytes: expect.any(Number), limit_bytes: 1_048_576 })
  expect(Number(answers[8]?.problem?.bytes)).toBeGreaterThan(1_048_576)
  expect(answers[1]?.records?.map((record) => record.type)).toContain('charge_booked')
  expect((await api.get('/invoices/i1')).body.figures).toMatchObject({ total: '1.00', outstanding: '0.30' })
})

test('a bundle of usage is one line; what of it is not booked is named, also when it is repeated', async () => {
  await api.post('/customers', { customer_id: 'u', name: 'U', currency: 'USD' })
  const charges = [{ amount: '1.00', xdr_id: '7001' }, { amount: '1,00' }, { amount: '2.00' }]
  const line = { op: 'book_usage', customer_id: 'u', key: 'file 1', service: 'calls', charges }
  const again = { ...line, key: 'file 2', charges: charges.slice(0, 1) }
  const answers = await ingest([line, line, again, { ...line, charges: [] }], '?records=none')
  const left = [{ line: 2, field: 'amount', code: 'amount_malformed' }]
  expect(answers).toMatchObject([
    { status: 'done', rejected: left },
    { status: 'replayed', rejected: left },
    { status: 'refused', problem: { code: 'usage_all_rejected', because: 'xdr_id_taken' } },
    { status: 'refused', problem: { code: 'malformed_request' } },
  ])
  expect((await api.get('/customers/u')).body.figures.unbilled).toBe('3.00')
})

/** A stream whose end does not come; answers its status and a header once they are there. */
function begun(): { readonly answer: Promise<readonly [number, string | undefined]>; readonly end: () => void } {
  const { promise, resolve } = Promise.withResolvers<readonly [number, string | undefined]>()
  const headers = { authorization: `Bearer ${api.secret}`, 'content-type': 'application/x-ndjson' }
  const sent = request(`${api.url}/api/v1/ingest`, { method: 'POST', headers, agent: false }, (response) => {
    response.resume()
    resolve([response.statusCode ?? 0, response.headers['retry-after']])
  })
  sent.on('error', () => {})
  sent.write('\n')
  return { answer: promise, end: () => sent.destroy() }
}

test('more streams than are taken on at once are told to come again, and may when others have ended', async () => {
  const [open, others] = [Array.from({ length: 32 }, begun), Array.from({ length: 3 }, begun)]
  expect(await Promise.race(others.concat(open).map(({ answer }) => answer))).toEqual([503, '1'])
  for (const { end } of [...open, ...others]) end()
  await expect.poll(async () => (await ingest([charge(7000)]).catch(() => []))[0]?.status).toMatch(/done|refused/)
})

test('what no database can keep is refused by its line alone', async () => {
  await api.post('/customers', { customer_id: 'e', name: 'E', currency: 'USD' })
  const mine = (n: number) => ({ ...charge(n), customer_id: 'e', key: `e ${n}` })
  const answers = await ingest([
    mine(1),
    { op: 'add_note', customer_id: 'e', key: 'nul', text: 'a\0b' },
    { ...mine(2), reference: 'half a pair: \ud800' },
    { ...mine(2), service: 'a\0b' },
    { ...mine(2), key: 'a\0b' },
    mine(3),
  ])
  const refused = ['refused', 'malformed_request']
  expect(answers.map(({ status, problem }) => [status, problem?.code])).toEqual([
    ['done', undefined],
    refused,
    refused,
    refused,
    refused,
    ['done', undefined],
  ])
  expect((await api.get('/customers/e')).body.figures.balance).toBe('2.00')
})

test('a NUL or half a surrogate pair is a malformed request, in bodies and in queries', async () => {
  await api.post('/customers', { customer_id: 'f', name: 'F', currency: 'USD' })
  const asked = await Promise.all([
    api.post('/customers/f/notes', { text: 'a\0b' }),
    api.post('/customers/f/notes', { text: 'a\udc00b' }),
    api.post('/customers', { name: 'a\0b', currency: 'USD' }),
    api.post('/customers', { name: 'G', currency: 'USD', time_zone: 'a\0b' }),
    api.post('/customers/f/payments', { amount: '1.00', method: 'a\0b' }),
    api.get('/audit', { q: 'ab\0' }),
    api.get('/audit', { actor: 'ab\0' }),
    api.get('/customers', { q: 'ab\0' }),
    api.get('/customers', { cursor: 'ab\0' }),
    api.get('/customers/f%00'),
    api.get('/customers/f/explain', { figure: 'customer.balance', subject: 'invoice:\0' }),
  ])
  expect(asked.map(({ status, body }) => [status, body.code])).toEqual(asked.map(() => [400, 'malformed_request']))
})

test('a long stream is answered line by line, and again as replayed', async () => {
  await api.post('/customers', { customer_id: 'd', name: 'D', currency: 'USD' })
  const lines = Array.from({ length: 1500 }, (_, at) => ({
    ...charge(at),
    customer_id: at % 2 === 0 ? 'c' : 'd',
    key: `long ${at}`,
  }))
  const first = await ingest(lines, '?records=none')
  expect([first.length, new Set(first.map((answer) => answer.status))]).toEqual([1500, new Set(['done'])])
  expect(first.map((answer) => answer.line)).toEqual(lines.map((_, at) => at + 1))
  const again = await ingest(lines, '?records=none')
  expect(new Set(again.map((answer) => answer.status))).toEqual(new Set(['replayed']))
  expect((await api.get('/customers/d')).body.figures.balance).toBe('750.00')
})
