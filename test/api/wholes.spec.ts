import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'

/** What goes beyond one operation of one customer now: batches, moves, operations that wait, terms. */

let api: Api

beforeAll(async () => {
  api = await openApi()
  for (const id of ['ann', 'bob'])
    await api.post('/customers', {
      customer_id: id,
      name: id,
      currency: 'USD',
      class: 'gold',
      effective_at: '2026-01-01',
    })
  await api.post('/customers/ann/payments', { amount: '20.00' })
})
afterAll(() => api.close())

const send = (method: 'PUT' | 'DELETE', path: string, body?: object, key: string | null = randomUUID()) =>
  api.raw(`/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${api.secret}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== null && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

test('an operation dated after now is answered with 202, listed, and cancelled', async () => {
  const body = { amount: '3.00', service: 'voice', effective_at: '2998-05-01T10:00:00Z' }
  const kept = await api.post('/customers/ann/charges', body, { key: 'later' })
  expect(kept.status).toBe(202)
  expect(kept.body).toMatchObject({ op: 'book_charge', effective_at: '2998-05-01T10:00:00.000Z' })
  expect(kept.body.records).toMatchObject([{ type: 'operation_scheduled' }])
  const again = await api.post('/customers/ann/charges', body, { key: 'later' })
  expect([again.status, again.headers.get('idempotent-replay'), again.body]).toEqual([202, 'true', kept.body])
  const list = await api.get('/customers/ann/scheduled')
  expect(list.body.items).toMatchObject([
    { scheduled: kept.body.scheduled, due_on: '2998-05-01', body: { amount: '3.00' } },
  ])
  const cancelled = await send(
    'DELETE',
    `/customers/ann/scheduled/${kept.body.scheduled}?reason=wrong`,
    undefined,
    null,
  )
  expect([cancelled.status, cancelled.body.records[0].type]).toEqual([200, 'schedule_ended'])
  expect((await api.get('/customers/ann/scheduled')).body.items).toEqual([])
  expect((await send('DELETE', `/customers/ann/scheduled/${kept.body.scheduled}`)).body.code).toBe('scheduled_unknown')
  expect((await api.get('/customers/nobody/scheduled')).status).toBe(404)
})

test('a batch is done as a whole, or answers which operation was refused', async () => {
  const charge = { op: 'book_charge', amount: '1.00', service: 'voice' }
  const operations = [charge, { op: 'issue_invoice', invoice: 'B1', charges: 'unbilled' }]
  const done = await api.post('/customers/bob/batch', { operations }, { key: 'b1' })
  expect([done.status, done.body.operations.map((one: { op: string }) => one.op)]).toEqual([
    200,
    ['book_charge', 'issue_invoice'],
  ])
  const again = await api.post('/customers/bob/batch', { operations }, { key: 'b1' })
  expect([again.headers.get('idempotent-replay'), again.body]).toEqual(['true', done.body])
  const before = await api.recordCount()
  const refused = await api.post('/customers/bob/batch', {
    operations: [charge, { op: 'adjust_invoice', invoice: 'none', amount: '-1', reason: 'x' }],
  })
  expect(refused.body).toMatchObject({ status: 422, code: 'invoice_unknown', operation: 1, invoice: 'none' })
  expect([refused.status, await api.recordCount()]).toEqual([422, before])
  expect((await api.post('/customers/bob/batch', { operations: [] })).body.code).toBe('batch_is_empty')
  const malformed = await api.post('/customers/bob/batch', { operations: [charge, { ...charge, tax: '1' }] })
  expect(malformed.body).toMatchObject({ code: 'malformed_request', path: 'operations.1.tax' })
})

test('a move answers both sides, and clearing 0', async () => {
  const wish = { to: 'bob', amount: '5.00', reason: 'wrong account' }
  const moved = await api.post('/customers/ann/moves', wish, { key: 'm1' })
  expect(moved.body).toMatchObject({ from: 'ann', to: 'bob', clearing: '0.00', currency: 'USD' })
  const again = await api.post('/customers/ann/moves', wish, { key: 'm1' })
  expect([again.headers.get('idempotent-replay'), again.body]).toEqual(['true', moved.body])
  const ahead = { ...wish, amount: '0.01', effective_at: '2998-01-01' }
  const kept = await api.post('/customers/ann/moves', ahead, { key: 'm2' })
  expect([kept.status, kept.body.op, kept.body.effective_at]).toEqual([202, 'move_money', '2998-01-01T00:00:00.000Z'])
  const waits = await api.get('/customers/ann/scheduled')
  expect(waits.body.items).toMatchObject([{ scheduled: kept.body.scheduled, op: 'move_money', body: { to: 'bob' } }])
  const refused = await api.post('/customers/ann/moves', { ...wish, amount: '500.00' })
  expect([refused.status, refused.body.code]).toEqual([422, 'move_exceeds_free_money'])
})

test('terms are set for a class and a customer under a key, and read back', async () => {
  const terms = { overpay: 'reject', collection: { reminders_before: '10,7,1', late_fee: { amount: '5.00' } } }
  expect((await send('PUT', '/classes/gold/policy', terms, null)).body.code).toBe('idempotency_key_required')
  const set = await send('PUT', '/classes/gold/policy', terms, 'p1')
  expect(set.body).toMatchObject({
    version: 1,
    policy: {
      overpay: 'reject',
      collection: {
        reminders_before: [10, 7, 1],
        late_fee: { amount: '5.00', percent: '0', on: 'next_invoice' },
      },
    },
  })
  const again = await send('PUT', '/classes/gold/policy', terms, 'p1')
  expect([again.headers.get('idempotent-replay'), again.body]).toEqual(['true', set.body])
  expect((await send('PUT', '/classes/gold/policy', terms)).body.code).toBe('policy_unchanged')
  expect((await send('PUT', '/classes/gold/policy', { overpay: 'maybe' })).body).toMatchObject({
    code: 'malformed_request',
    path: 'overpay',
  })
  const own = await send('PUT', '/customers/ann/policy', { overpay: 'unallocated' })
  expect(own.body).toMatchObject({ version: 2, adopted_version: 2, own: { overpay: 'unallocated' } })
  expect((await api.get('/customers/bob/policy')).body).toMatchObject({ version: 1, adopted_version: 1, own: {} })
  expect((await send('PUT', '/customers/nobody/policy', { overpay: 'reject' })).status).toBe(404)
  expect((await api.get('/classes')).body.items).toEqual([{ class: 'gold', version: 1 }])
})
