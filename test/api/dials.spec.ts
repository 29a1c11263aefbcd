import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
  await api.post('/clocks', { clock: 'k', now: '2026-01-01T12:00:00Z' })
  await api.post('/customers', { customer_id: 'c', name: 'C', currency: 'EUR', time_zone: 'Europe/Berlin', clock: 'k' })
  await api.post('/customers/c/invoices', {
    invoice: 'i1',
    lines: [{ description: 'a', amount: '50.00' }],
    due_on: '2026-01-20',
  })
  await api.post('/clocks/k/advance', { to: '2026-02-10T12:00:00Z' })
  // learned on 10 February: it had been paid on 15 January
  await api.post('/customers/c/payments', { amount: '50.00', payment_id: 'p1', effective_at: '2026-01-15T09:00:00Z' })
})
afterAll(() => api.close())

const at = async (query: Record<string, string>) => {
  const { body } = await api.get('/invoices/i1', query)
  return [body.status, body.figures.outstanding, body.figures.overdue]
}
const lastBefore = async (): Promise<string> => {
  const { body } = await api.get('/customers/c/audit', { type: 'payment_received', time: 'recorded' })
  return `seq:${body.records[0].seq - 1}`
}

test('what an invoice was on a day as known now, and as known then', async () => {
  expect(await at({ as_of: '2026-01-14' })).toEqual(['unpaid', '50.00', '0.00'])
  expect(await at({ as_of: '2026-01-25' })).toEqual(['paid', '0.00', '0.00'])
  expect(await at({ as_of: '2026-01-25', known_at: await lastBefore() })).toEqual(['overdue', '50.00', '50.00'])
  expect(await at({})).toEqual(['paid', '0.00', '0.00'])
})

test('a bare day means to its end in the zone of the customer; both bounds include', async () => {
  expect(await at({ as_of: '2026-01-20', known_at: await lastBefore() })).toEqual(['unpaid', '50.00', '0.00'])
  expect(await at({ as_of: '2026-01-20T23:00:00Z', known_at: await lastBefore() })).toEqual([
    'overdue',
    '50.00',
    '50.00',
  ])
  expect(await at({ as_of: '2026-01-15T09:00:00Z' })).toEqual(['paid', '0.00', '0.00'])
  expect(await at({ as_of: '2026-01-15T08:59:59.999999Z' })).toEqual(['unpaid', '50.00', '0.00'])
})

test('before the first fact all is 0, no error', async () => {
  const { status, body } = await api.get('/customers/c', { as_of: '2020-01-01' })
  expect([status, body.figures.balance, body.figures.outstanding]).toEqual([200, '0.00', '0.00'])
  expect((await at({ as_of: '2020-01-01' }))[1]).toBe('0.00')
})

test('a figure explained in the past has no residual and names only what counted', async () => {
  const asked = { figure: 'customer.balance', as_of: '2026-01-14' }
  const { body } = await api.get('/customers/c/explain', asked)
  expect(body).toMatchObject({ value: '50.00', residual: '0.00', sentence: '50.00 charged = 50.00' })
  expect(body.chain).toHaveLength(1)
})

test('the balance after a record is that of the clock which orders the page', async () => {
  const after = async (time: string) => {
    const { body } = await api.get('/customers/c/audit', { kind: 'event', time, order: 'asc', limit: 100 })
    return body.records.map((line: { type: string; balance_after: string }) => [line.type, line.balance_after])
  }
  const recorded = await after('recorded')
  const effective = await after('effective')
  expect(recorded.find(([type]: string[]) => type === 'day_evaluated')).toEqual(['day_evaluated', '50.00'])
  expect(effective.find(([type]: string[]) => type === 'day_evaluated')).toEqual(['day_evaluated', '0.00'])
  expect(effective.at(-1)[1]).toBe('0.00')
})

test('derived figures move in the order of the clock too', async () => {
  const lines = async (time: string) => {
    const { body } = await api.get('/customers/c/audit', { figure: 'customer.overdue', time, order: 'asc' })
    return body.records.map((line: { before: string; after: string }) => [line.before, line.after])
  }
  expect(await lines('recorded')).toEqual([
    ['0.00', '50.00'],
    ['50.00', '0.00'],
  ])
  expect(await lines('effective')).toEqual([])
})

test.each([
  ['as_of', '2026-02-30'],
  ['as_of', 'yesterday'],
  ['known_at', 'seq:x'],
])('%s=%s is asked back', async (name, value) => {
  const { status, body } = await api.get('/customers/c', { [name]: value })
  expect([status, body.code, body.path]).toEqual([400, 'malformed_request', name])
})
