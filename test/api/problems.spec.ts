import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
  await api.post('/customers', { customer_id: 'c', name: 'C', currency: 'USD', credit_limit: '500.00' })
  await api.post('/customers', { customer_id: 'other', name: 'Other', currency: 'USD' })
  await api.post('/customers/c/invoices', { invoice: 'i1', lines: [{ description: 'a', amount: '100.00' }] })
  await api.post('/customers/c/payments', { payment_id: 'p1', amount: '40.00', allocate: 'none', xdr_id: '77' })
  await api.post('/clocks', { clock: 'k', now: '2026-01-01T00:00:00Z' })
})
afterAll(() => api.close())

const charge = { amount: '1.00', service: 'fee' }
const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
const injection = "x'; drop table record; --"

/** What is asked, and the problem that it is: nothing else may come back, and nothing may have changed. */
const bad: readonly [string, string, unknown, number, string][] = [
  ['an unknown customer', '/customers/nobody/charges', charge, 404, 'customer_unknown'],
  ['an unknown invoice', '/invoices/i9/adjustments', { amount: '-1.00', reason: 'r' }, 404, 'invoice_unknown'],
  ['an unknown payment', '/payments/p9/allocations', { invoice: 'i1', amount: '1.00' }, 404, 'payment_unknown'],
  ['an unknown credit', '/credits/k9/allocations', { invoice: 'i1', amount: '1.00' }, 404, 'credit_unknown'],
  ['an unknown clock', '/clocks/none/advance', { to: '2026-02-01' }, 404, 'clock_unknown'],
  [
    'an unknown text',
    '/customers/c/texts/00000000-0000-7000-8000-000000000000/erase',
    { reason: 'r' },
    404,
    'text_unknown',
  ],
  ['a customer id in use', '/customers', { customer_id: 'c', name: 'C', currency: 'USD' }, 409, 'customer_taken'],
  ['an invoice number in use', '/customers/other/invoices', { invoice: 'i1', lines: [] }, 409, 'invoice_taken'],
  ['a payment id in use', '/customers/other/payments', { payment_id: 'p1', amount: '1.00' }, 409, 'payment_taken'],
  ['an xDR id in use', '/customers/c/payments', { amount: '1.00', xdr_id: 77 }, 409, 'xdr_id_taken'],
  ['a clock in use', '/clocks', { clock: 'k', now: '2026-01-01' }, 409, 'clock_taken'],
  ['no currency', '/customers', { name: 'N', currency: 'XYZ' }, 422, 'currency_unknown'],
  ['no time zone', '/customers', { name: 'N', currency: 'USD', time_zone: 'Mars/Base' }, 422, 'time_zone_unknown'],
  ['the wrong currency', '/customers/c/payments', { amount: '1.00', currency: 'EUR' }, 422, 'currency_differs'],
  ['7 decimals', '/customers/c/charges', { ...charge, amount: '1.0000001' }, 422, 'amount_too_fine'],
  ['finer than the currency', '/customers/c/payments', { amount: '1.001' }, 422, 'amount_finer_than_currency'],
  ['above 10^12', '/customers/c/charges', { ...charge, amount: '1000000000001' }, 422, 'amount_too_large'],
  ['a negative payment', '/customers/c/payments', { amount: '-5.00' }, 422, 'amount_must_be_positive'],
  ['a payment of 0', '/customers/c/payments', { amount: '0.00' }, 422, 'amount_must_be_positive'],
  ['a negative charge', '/customers/c/charges', { ...charge, amount: '-1.00' }, 422, 'amount_must_not_be_negative'],
  ['an adjustment of 0', '/invoices/i1/adjustments', { amount: '0.00', reason: 'r' }, 422, 'amount_must_not_be_zero'],
  ['an adjustment without reason', '/invoices/i1/adjustments', { amount: '-1.00' }, 422, 'reason_required'],
  [
    'an adjustment above the invoice',
    '/invoices/i1/adjustments',
    { amount: '-100.01', reason: 'r' },
    422,
    'adjustment_must_not_exceed_invoice',
  ],
  [
    'more than the payment',
    '/payments/p1/allocations',
    { invoice: 'i1', amount: '40.01' },
    422,
    'allocation_exceeds_unallocated',
  ],
  ['what was not allocated', '/payments/p1/deallocations', { invoice: 'i1' }, 422, 'deallocation_exceeds_allocation'],
  [
    'an opening in the future',
    '/customers',
    { name: 'N', currency: 'USD', effective_at: '2999-01-01' },
    422,
    'effective_in_future',
  ],
  [
    'a date before the opening',
    '/customers/c/credit-limit',
    { limit: '5.00', reason: 'new', effective_at: '1999-01-01' },
    422,
    'effective_before_opening',
  ],
  ['30 February', '/customers/c/charges', { ...charge, effective_at: '2026-02-30' }, 422, 'date_invalid'],
  ['a clock backwards', '/clocks/k/advance', { to: '2025-01-01' }, 422, 'clock_behind'],
  ['malformed JSON', '/customers/c/charges', '{"amount": ', 400, 'malformed_request'],
  ['JSON that is no object', '/customers/c/charges', '[1]', 400, 'malformed_request'],
  ['JSON 20,000 deep', '/customers/c/charges', deep, 400, 'malformed_request'],
  ['no amount', '/customers/c/charges', { service: 'fee' }, 400, 'malformed_request'],
  ['an amount as a number', '/customers/c/charges', { ...charge, amount: 1 }, 400, 'malformed_request'],
  ['an amount with an exponent', '/customers/c/charges', { ...charge, amount: '1e3' }, 400, 'malformed_request'],
  ['a member that there is not', '/customers/c/charges', { ...charge, tax: '1' }, 400, 'malformed_request'],
  [
    'an id of 65 characters',
    '/customers',
    { customer_id: 'x'.repeat(65), name: 'N', currency: 'USD' },
    400,
    'malformed_request',
  ],
  [
    'an id with a control character',
    '/customers',
    { customer_id: 'a\u0000b', name: 'N', currency: 'USD' },
    400,
    'malformed_request',
  ],
  [
    'the name of the operator stream',
    '/customers',
    { customer_id: '~operator', name: 'N', currency: 'USD' },
    409,
    'customer_taken',
  ],
  ['a body of 2 MB', '/customers/c/notes', JSON.stringify({ text: 'x'.repeat(2_000_000) }), 413, 'body_too_large'],
  ['SQL in an id', `/customers/${encodeURIComponent(injection)}/charges`, charge, 404, 'customer_unknown'],
]

test('what is too large is told its size and the limit', async () => {
  const text = JSON.stringify({ text: 'x'.repeat(2_000_000) })
  expect((await api.post('/customers/c/notes', text)).body).toMatchObject({
    code: 'body_too_large',
    bytes: text.length,
    limit_bytes: 1_048_576,
  })
  const name = { customer_id: 'long', name: 'N'.repeat(250), currency: 'USD' }
  expect((await api.post('/customers', name)).body).toMatchObject({
    path: 'name',
    expected: 'at most 200 characters; it has 250',
  })
})

describe('bad input', () => {
  test.each(bad)('%s', async (_what, path, body, status, code) => {
    const before = await api.recordCount()
    const answer = await api.post(path, body)
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body).toMatchObject({
      type: `/errors/${code}`,
      status,
      title: expect.any(String),
      detail: expect.any(String),
    })
    expect(answer.headers.get('x-request-id')).toBe(answer.body.request_id)
    expect(await api.recordCount()).toBe(before)
  })

  test('a problem names the member that is wrong', async () => {
    const lines = [
      { description: 'a', amount: '1.00' },
      { description: 'b', amount: 'x' },
    ]
    expect((await api.post('/customers/c/invoices', { lines })).body.path).toBe('lines.1.amount')
    expect((await api.post('/customers/c/charges', { ...charge, tax: '1' })).body).toMatchObject({
      path: 'tax',
      expected: 'no such member',
    })
  })

  test('another type of body', async () => {
    const answer = await api.post('/customers/c/charges', 'amount=1', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect([answer.status, answer.body.code]).toEqual([415, 'media_type_unsupported'])
  })

  test('no body at all', async () => {
    const answer = await api.raw('/api/v1/customers/c/charges', {
      method: 'POST',
      headers: { authorization: `Bearer ${api.secret}`, 'idempotency-key': 'none' },
    })
    expect([answer.status, answer.body.code, answer.body.path]).toEqual([400, 'malformed_request', 'amount'])
  })

  test('no key, and a key that is none', async () => {
    expect((await api.post('/customers/c/charges', charge, { key: null })).body.code).toBe('idempotency_key_required')
    const long = await api.post('/customers/c/charges', charge, { key: 'x'.repeat(201) })
    expect([long.body.code, long.body.path]).toEqual(['malformed_request', 'Idempotency-Key'])
  })

  test('an address that there is not', async () => {
    expect((await api.get('/nothing')).body).toMatchObject({ status: 404, code: 'route_unknown' })
    expect((await api.raw('/api/v1/customers/c', { method: 'DELETE' })).body.code).toBe('method_not_allowed')
  })
})

const filters = [
  'from',
  'to',
  'time',
  'figure',
  'subject',
  'kind',
  'type',
  'amount',
  'direction',
  'invoice',
  'xdr',
  'chain',
  'order',
  'limit',
  'cursor',
]

describe('SQL and nonsense in a filter', () => {
  test.each(filters)('%s asks back', async (name) => {
    for (const value of [injection, "' or 1=1 --", '%00', '../..', '{{7*7}}']) {
      const answer = await api.get('/audit', { [name]: value })
      expect([400, 404]).toContain(answer.status)
      expect(answer.body.code).toMatch(/^(malformed_request|\w+_unknown)$/)
    }
  })

  test.each(['actor', 'channel', 'realm', 'ip', 'q'])('%s finds nothing', async (name) => {
    for (const value of [injection, "' or '1'='1", "\\'", "a' & b:* | !c", '%', '_']) {
      const answer = await api.get('/audit', { [name]: value })
      expect([answer.status, name === 'q' ? [] : answer.body.records]).toEqual([200, []])
    }
    expect(await api.recordCount()).toBeGreaterThan(10)
  })

  test('a value that is not allowed is answered with those that are', async () => {
    expect((await api.get('/audit', { kind: 'gossip' })).body).toMatchObject({
      path: 'kind',
      allowed: ['event', 'change', 'decision', 'message'],
    })
    expect((await api.get('/audit', { figure: 'customer.luck' })).body.allowed).toContain('customer.balance')
    expect((await api.get('/audit', { colour: 'red' })).body).toMatchObject({
      code: 'malformed_request',
      path: 'colour',
    })
  })
})
