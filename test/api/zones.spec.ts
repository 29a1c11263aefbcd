import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { type Api, openApi } from './api.ts'

/** A zone that is changed today: what was said before stays said, and what is so from now on stands in the log. */

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const due = '2026-05-31'

async function billed(id: string, zone: string, until: string): Promise<void> {
  await api.post('/clocks', { clock: id, now: '2026-05-04T12:00:00Z' })
  const who = { customer_id: id, name: `Customer ${id}`, currency: 'EUR', class: 'retail' }
  await api.post('/customers', { ...who, time_zone: zone, clock: id })
  const lines = [{ description: 'Line', amount: '70.00' }]
  await api.post(`/customers/${id}/invoices`, { invoice: `${id}-1`, lines, issued_on: '2026-05-04', due_on: due })
  await api.post(`/clocks/${id}/advance`, { to: until })
}

const changed = async (id: string, details: Record<string, string>) => {
  const { status } = await api.post(`/customers/${id}/details`, details)
  expect(status).toBe(200)
}
const invoice = async (id: string, query: Record<string, string> = {}) =>
  (await api.get(`/invoices/${id}-1`, query)).body
const customer = async (id: string, query: Record<string, string> = {}) =>
  (await api.get(`/customers/${id}`, query)).body
const told = async (id: string): Promise<string[]> => {
  const { body } = await api.get(`/customers/${id}/audit`, { figure: 'invoice.status', order: 'asc' })
  return body.records.map((line: { sentence: string }) => line.sentence)
}
const lastSeq = async (id: string): Promise<string> => `seq:${(await customer(id)).complete.to_seq}`

test('westward: overdue no more from the change on, and overdue still as of before it', async () => {
  await billed('w', 'Europe/Berlin', '2026-05-31T23:30:00Z')
  const known = await lastSeq('w')
  const before = await invoice('w', { as_of: '2026-05-31T22:30:00Z', known_at: known })
  expect(before.status).toBe('overdue')
  await changed('w', { time_zone: 'America/New_York' })
  expect(await invoice('w')).toMatchObject({ status: 'unpaid', today: '2026-05-31' })
  expect(await invoice('w', { as_of: '2026-05-31T22:30:00Z' })).toMatchObject({
    status: 'overdue',
    today: '2026-06-01',
  })
  expect(await invoice('w', { as_of: '2026-05-31T22:30:00Z', known_at: known })).toEqual(before)
  expect((await told('w')).at(-1)).toContain('Status changed from "Overdue" to "Unpaid"')
  const why = (await api.get('/customers/w/explain', { figure: 'invoice.status', subject: 'invoice:w-1' })).body
  expect(why.chain.map((line: { sentence: string }) => line.sentence)).toContain(
    'Details of the customer changed: time zone America/New_York, where it is 31 May 2026.',
  )
  await api.post('/clocks/w/advance', { to: '2026-06-02T00:00:00Z' })
  expect((await told('w')).at(-1)).toContain('Status changed from "Unpaid" to "Overdue"')
})

test('eastward: overdue at once, by a record, and unpaid still as of before it', async () => {
  await billed('e', 'UTC', '2026-05-31T15:00:00Z')
  await changed('e', { time_zone: 'Pacific/Auckland' })
  expect(await invoice('e')).toMatchObject({ status: 'overdue', today: '2026-06-01' })
  expect(await invoice('e', { as_of: '2026-05-31T14:59:00Z' })).toMatchObject({ status: 'unpaid', today: '2026-05-31' })
  expect((await told('e')).at(-1)).toContain('Status changed from "Unpaid" to "Overdue"')
})

test('issued without a day, an invoice is of today where its customer lives', async () => {
  await api.post('/clocks', { clock: 'own-today', now: '2026-07-09T10:30:00Z' })
  const issued = async (id: string, zone: string, dueOn: string) => {
    await api.post('/customers', { customer_id: id, name: id, currency: 'USD', time_zone: zone, clock: 'own-today' })
    const lines = [{ description: 'Line', amount: '8.00' }]
    const answer = await api.post(`/customers/${id}/invoices`, { invoice: `${id}-1`, lines, due_on: dueOn })
    return answer.status === 200 ? await invoice(id) : answer.body
  }
  const today = { figures: { days_overdue: '0' }, status: 'unpaid' }
  expect(await issued('pago', 'Pacific/Pago_Pago', '2026-07-08')).toMatchObject({ ...today, issued_on: '2026-07-08' })
  expect(await issued('line', 'Pacific/Kiritimati', '2026-07-09')).toMatchObject({ code: 'due_before_issue' })
  expect(await issued('lane', 'Pacific/Kiritimati', '2026-07-10')).toMatchObject({ ...today, issued_on: '2026-07-10' })
})

test('a bare day is read in the zone that held at noon of it, as it was known', async () => {
  await billed('b', 'Asia/Tokyo', '2026-05-20T20:00:00Z')
  const known = await lastSeq('b')
  await changed('b', { time_zone: 'America/Los_Angeles' })
  await api.post('/clocks/b/advance', { to: '2026-06-03T00:00:00Z' })
  const ends = async (query: Record<string, string>): Promise<string> => (await invoice('b', query)).as_of
  expect(await ends({ as_of: '2026-05-20' })).toBe('2026-05-20T14:59:59.999999Z')
  expect(await ends({ as_of: '2026-05-21' })).toBe('2026-05-22T06:59:59.999999Z')
  expect(await ends({ as_of: '2026-05-21', known_at: known })).toBe('2026-05-21T14:59:59.999999Z')
  const page = (await api.get('/customers/b/audit', { from: '2026-05-20', to: '2026-05-21' })).body.window
  expect([page.from, page.to]).toEqual(['2026-05-19T15:00:00.000Z', '2026-05-22T06:59:59.999999Z'])
})

test('who he was is answered, not who he is', async () => {
  await billed('n', 'UTC', '2026-05-20T12:00:00Z')
  const known = await lastSeq('n')
  const then = await customer('n', { as_of: '2026-05-10', known_at: known })
  await changed('n', { name: 'Another Name', email: 'other@example.com', class: 'trade', time_zone: 'Asia/Kathmandu' })
  await api.post('/customers/n/notes', { text: 'called' })
  expect(await customer('n', { as_of: '2026-05-10', known_at: known })).toEqual(then)
  expect(await customer('n', { as_of: '2026-05-10' })).toMatchObject({
    name: 'Customer n',
    class: 'retail',
    time_zone: 'UTC',
  })
  expect(await customer('n')).toMatchObject({ name: 'Another Name', class: 'trade', time_zone: 'Asia/Kathmandu' })
  expect((await invoice('n', { as_of: '2026-05-10' })).customer_name).toBe('Customer n')
  // before he was known: as his opening says, whatever came later
  expect(await customer('n', { as_of: '2026-01-01' })).toMatchObject({ exists: false, name: null, time_zone: 'UTC' })
})

test('the second dial is said as it was asked for', async () => {
  const say = async (known: string) => (await customer('n', { known_at: known })).known_at
  expect(await say('seq:2')).toBe('seq:2')
  expect(await say('seq:999999')).toBe('seq:999999')
  expect(await say('2026-01-01T00:00:00Z')).toBe('2026-01-01T00:00:00.000Z')
  const { body } = await api.get('/customers/n/explain', { figure: 'customer.balance', known_at: 'seq:2' })
  expect(body.known_at).toBe('seq:2')
})

test('the books hold, booked and decided again', async () => {
  const { findings } = await verify(api.ledger.store, { decide: true })
  expect(findings).toEqual([])
})

test('an operation is answered again as it was answered', async () => {
  await billed('k', 'UTC', '2026-05-31T15:00:00Z')
  const body = { amount: '10.00', payment_id: 'k-p' }
  const first = await api.post('/customers/k/payments', body, { key: 'k-1' })
  await changed('k', { time_zone: 'Pacific/Auckland', class: 'trade' })
  const again = await api.post('/customers/k/payments', body, { key: 'k-1' })
  expect({ ...again.body, correlation_id: null }).toEqual({ ...first.body, correlation_id: null })
})
