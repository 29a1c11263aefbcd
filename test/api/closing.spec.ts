import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCollection } from '../../src/service/runs/collection.ts'
import { advanceClock, createClock } from '../../src/service/time/clocks.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { type Api, openApi } from './api.ts'

/** Books that are closed up to a day: what is dated by then is refused, or counts at the first open moment. */

let api: Api
const CLOSED = '2026-05-31'
const by = { actor: 'Test', realm: 'operator', channel: 'cli', ip: null }
const putAt = (path: string, body: object, key: string = randomUUID()) =>
  api.raw(`/api/v1${path}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${api.secret}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  })
const put = (body: object, key?: string) => putAt('/books', body, key)
const findings = async () => (await verify(api.ledger.store, { decide: true })).findings

beforeAll(async () => {
  api = await openApi()
  await api.post('/clocks', { clock: 'k', now: '2026-06-20T12:00:00Z' })
  for (const [customer_id, time_zone] of [
    ['ann', 'UTC'],
    ['kiri', 'Pacific/Kiritimati'],
  ])
    await api.post('/customers', {
      customer_id,
      name: customer_id,
      currency: 'USD',
      time_zone,
      clock: 'k',
      effective_at: '2026-01-01',
    })
  const lines = [{ description: 'Service', amount: '100.00' }]
  await api.post('/customers/ann/invoices', { invoice: 'A1', lines, issued_on: '2026-04-01', due_on: '2026-06-25' })
})
afterAll(() => api.close())

test('nobody has closed anything at first', async () => {
  expect((await api.get('/books')).body).toEqual({ closed_until: null, recorded_at: null })
})

test('they are closed with a reason, up to a day that is over; a repetition closes once', async () => {
  expect((await put({ closed_until: CLOSED })).body.code).toBe('reason_required')
  expect((await put({ closed_until: '2026-02-30', reason: 'r' })).body.code).toBe('date_invalid')
  const today = new Date().toISOString().slice(0, 10)
  for (const day of [today, '2999-01-01'])
    expect((await put({ closed_until: day, reason: 'r' })).body.code).toBe('closing_not_over')
  const first = await put({ closed_until: CLOSED, reason: 'audit of May' }, 'close')
  expect([first.status, first.body.closed_until]).toEqual([200, CLOSED])
  const again = await put({ closed_until: CLOSED, reason: 'audit of May' }, 'close')
  expect([again.headers.get('idempotent-replay'), again.body]).toEqual(['true', first.body])
  expect((await put({ closed_until: '2026-04-30', reason: 'audit of May' }, 'close')).body.code).toBe(
    'idempotency_key_reused',
  )
  expect(await api.ledger.query('select closed_until from closing')).toHaveLength(1)
})

const early: readonly (readonly [string, object])[] = [
  ['/customers/ann/payments', { amount: '5.00', effective_at: CLOSED }],
  ['/customers/ann/payments', { amount: '5.00', effective_at: '2026-05-31T23:59:59Z' }],
  ['/customers/ann/charges', { amount: '5.00', service: 'fee', effective_at: '2025-01-01' }],
  ['/customers/ann/invoices', { lines: [{ description: 'x', amount: '1.00' }], issued_on: '2026-05-01' }],
  ['/customers/ann/notes', { text: 'x', effective_at: CLOSED }],
  ['/invoices/A1/adjustments', { amount: '-5.00', reason: 'r', effective_at: CLOSED }],
  ['/customers/ann/moves', { to: 'kiri', amount: '1.00', reason: 'r', effective_at: CLOSED }],
  ['/customers', { customer_id: 'new', name: 'N', currency: 'USD', effective_at: CLOSED }],
]

test.each(early)('%s dated by then is refused', async (path, body) => {
  const answer = await api.post(path, body)
  expect([answer.status, answer.body.code]).toEqual([422, 'period_closed'])
})

test('the day is that of the customer’s zone', async () => {
  // the 1st of June in Kiritimati begins 14 hours before that in Greenwich
  const at = '2026-05-31T10:00:00Z'
  expect((await api.post('/customers/kiri/charges', { amount: '1.00', service: 'fee', effective_at: at })).status).toBe(
    200,
  )
  const before = '2026-05-31T09:59:59Z'
  const answer = await api.post('/customers/kiri/charges', { amount: '1.00', service: 'fee', effective_at: before })
  expect(answer.body).toMatchObject({ code: 'period_closed', effective_on: CLOSED, closed_until: CLOSED })
})

test('with late: "next" it counts at the first open moment, and says which day it is about', async () => {
  const paid = await api.post('/customers/ann/payments', { amount: '5.00', effective_at: '2026-05-20', late: 'next' })
  expect(paid.body.records[0]).toMatchObject({
    effective_at: '2026-06-01T00:00:00.000Z',
    sentence: expect.stringMatching(/ It is about 20 May 2026, on which the books are closed\.$/),
  })
  const lines = [{ description: 'x', amount: '7.00' }]
  const late = { invoice: 'A2', lines, issued_on: '2026-05-02', due_on: '2026-05-10', late: 'next' }
  expect((await api.post('/customers/ann/invoices', late)).status).toBe(200)
  expect((await api.get('/invoices/A2?as_of=2026-05-31')).body.exists).toBe(false)
  expect((await api.get('/invoices/A2')).body).toMatchObject({ issued_on: '2026-05-02', due_on: '2026-05-10' })
  const open = await api.post('/customers/ann/charges', {
    amount: '1.00',
    service: 'fee',
    effective_at: '2026-06-02',
    late: 'next',
  })
  expect(open.body.records[0].effective_at).toBe('2026-06-02T00:00:00.000Z')
  expect(open.body.records[0].sentence).not.toContain('It is about')
  expect(await findings()).toEqual([])
})

test('what was known of the closed time stays as it was', async () => {
  expect((await api.get('/customers/ann?as_of=2026-05-31')).body.figures).toMatchObject({ balance: '100.00' })
})

test('a recorded command holds until when the books were closed', async () => {
  const [kept] = await api.ledger.query<{ command: string }>(
    "select command from operation where customer_id = 'ann' and op = 'receive_payment' order by first_seq limit 1",
  )
  expect(JSON.parse(kept?.command ?? '').given.closedUntil).toBe(Date.UTC(2026, 4, 31) / 86_400_000)
})

test('what waited is decided on its day', async () => {
  await api.post('/customers/ann/payments', { payment_id: 'W1', amount: '1.00', effective_at: '2026-06-22' })
  await put({ closed_until: '2026-06-22', reason: 'June, so far' })
  await api.post('/clocks/k/advance', { to: '2026-06-24T00:00:00Z' })
  const rows = await api.ledger.query('select state, refusal from scheduled')
  expect(rows).toEqual([{ state: 'failed', refusal: 'period_closed' }])
})

test('days are evaluated and terms adopted where the books are closed', async () => {
  const { store } = api.ledger
  await put({ closed_until: '2026-11-20', reason: 'October' })
  await putAt('/customers/ann/policy', { payment_terms: 14 })
  await advanceClock(store, 'k', '2026-07-02', by)
  expect((await api.get('/invoices/A1')).body.status).toBe('overdue')
  await createClock(store, { clock: 'l', now: '2026-01-01', mail: 'withhold' }, by)
  expect((await runCollection(store, { business_date: '2026-07-01' }, by)).status).toBe('done')
  expect((await api.post('/customers/ann/charges', { amount: '1.00', service: 'fee', late: 'next' })).body.code).toBe(
    'period_closed',
  )
  expect(await findings()).toEqual([])
})

test('an earlier day opens them again, on record in the operator’s log', async () => {
  expect((await put({ closed_until: null, reason: 'reopened for May' })).body.closed_until).toBeNull()
  expect((await api.post('/customers/ann/payments', { amount: '5.00', effective_at: CLOSED })).status).toBe(200)
  const { body } = await api.get('/audit?type=books_closed&order=asc&time=recorded')
  expect(body.records.map((one: { sentence: string }) => one.sentence)).toEqual([
    'The books are closed until 31 May 2026. Reason: audit of May.',
    'The books are closed until 22 Jun 2026. Reason: June, so far.',
    'The books are closed until 20 Nov 2026. Reason: October.',
    'The books are open. Reason: reopened for May.',
  ])
  expect(await findings()).toEqual([])
})

test('a day that was changed in the table is found', async () => {
  await api.ledger.query("update closing set closed_until = '2026-01-01' where no = 2")
  expect((await findings()).map((one) => one.what)).toEqual([
    'closing 2 of the books is kept with another day than it said',
    'table closing 2: the row is not as it says',
  ])
  await api.ledger.query('delete from closing where no = 2')
  expect((await findings()).map((one) => one.what)).toEqual([
    'closing 2 of the books is missing',
    'table closing 2: the row is missing',
  ])
})
