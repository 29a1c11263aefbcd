import { afterAll, beforeAll, expect, test } from 'vitest'
import { decisionTypes } from '../../src/engine/events/decisions.ts'
import { type Api, openApi } from './api.ts'

/** Numbers and places that a caller made up: refused in words or answered with nothing, never a fault of the ledger. */

let api: Api

beforeAll(async () => {
  api = await openApi()
  await api.post('/customers', { customer_id: 'c', name: 'C', currency: 'USD' })
  const lines = [{ description: 'a', amount: '1.00' }]
  await api.post('/customers/c/invoices', { invoice: 'I1', lines, due_on: null })
})
afterAll(() => api.close())

const forged = (...parts: readonly unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url')
const terms = 'explain/terms?figure=invoice.total&subject=invoice:I1'

const records = ['xdrs', 'notes', 'messages', 'chains/1'].map((list) => `/customers/c/${list}`)
const bySubject = [
  ...['invoices', 'payments', 'credit-notes', 'disputes'].map((list) => `/customers/c/${list}`),
  '/invoices/I1/lines',
  `/customers/c/${terms}&group=charge:`,
  `/customers/c/${terms}`,
]

test.each([...bySubject, ...records])('%s behind a place that no answer gave', async (path) => {
  for (const cursor of ['2147483647', '2147483648', '999999999999999', '7.AAAAAAAA']) {
    const { status, body } = await api.get(`${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`)
    expect([status, body.code, body.path]).toEqual([400, 'malformed_request', 'cursor'])
  }
})

test('a cursor goes on with its own question alone, whatever the size of the page', async () => {
  await api.post('/customers', { customer_id: 'd', name: 'D', currency: 'USD' })
  for (const customer of ['c', 'd'])
    for (const text of ['one', 'two', 'three']) await api.post(`/customers/${customer}/notes`, { text })
  const { next } = (await api.get('/customers/c/notes', { limit: 1 })).body
  expect((await api.get('/customers/c/notes', { limit: 2, cursor: next })).body.items).toHaveLength(2)
  const others = [
    api.get('/customers/d/notes', { limit: 1, cursor: next }),
    api.get('/customers/c/xdrs', { limit: 1, cursor: next }),
    api.get('/customers/c/notes', { limit: 1, cursor: next, as_of: '2030-01-01' }),
    api.get('/audit', { cursor: next }),
  ]
  expect((await Promise.all(others)).map(({ status, body }) => [status, body.path])).toEqual(
    others.map(() => [400, 'cursor']),
  )
})

test.each([
  ['a NUL in the customer', forged('0', 'c\0', 1, 1)],
  ['a moment long ago', forged('-999999999999999999', 'c', 1, 1)],
  ['a moment far away', forged('99999999999999999', 'c', 1, 1)],
  ['no number', forged('0', 'c', '1', 1)],
])('a place of the audit log with %s', async (_, cursor) => {
  const { status, body } = await api.get('/audit', { cursor })
  expect([status, body.code]).toEqual([400, 'malformed_request'])
})

test.each(['9223372036854775808', '9999999999999999999', 'seq:9999999999999999'])(
  'nothing is there to correct by %s',
  async (corrects) => {
    const body = { amount: '-0.10', reason: 'as agreed', corrects }
    const answer = await api.post('/invoices/I1/adjustments', body)
    expect([answer.status, answer.body.code]).toEqual([404, 'corrects_unknown'])
  },
)

test.each(Object.keys(decisionTypes))('the log is filtered by the decision %s', async (type) => {
  expect((await api.get('/audit', { type })).status).toBe(200)
})
