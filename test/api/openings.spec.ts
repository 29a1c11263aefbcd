import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { type Api, openApi } from './api.ts'

/** An opening is moved back for what turns up later, by hand or by the document itself. */

let api: Api
beforeAll(async () => {
  api = await openApi()
  await api.post('/clocks', { clock: 'k', now: '2026-06-01T12:00:00Z' })
})
afterAll(() => api.close())

const open = (id: string) =>
  api.post('/customers', {
    customer_id: id,
    name: `Name of ${id}`,
    currency: 'USD',
    time_zone: 'Europe/Paris',
    clock: 'k',
  })
const old = (id: string) => ({
  invoice: `${id}-1`,
  lines: [{ description: 'Service', amount: '310.00' }],
  issued_on: '2025-10-20',
  due_on: '2025-11-20',
})
const trail = async (id: string) => {
  const { body } = await api.get(`/customers/${id}/audit?time=recorded&order=asc&kind=event`)
  return body.records as { type: string; seq: number; root_seq: number; parent_seq: number | null; sentence: string }[]
}

test('an invoice from before the opening moves it, as a record that hangs below the invoice', async () => {
  await open('ann')
  const before = (await api.get('/customers/ann?as_of=2026-01-01')).body
  expect(before).toMatchObject({ exists: false, name: null })
  const known = (await trail('ann')).at(-1)?.seq
  const issued = await api.post('/customers/ann/invoices', old('ann'))
  expect([issued.status, issued.body.figures.outstanding]).toEqual([200, '310.00'])
  expect((await api.get('/invoices/ann-1')).body).toMatchObject({ status: 'overdue', figures: { days_overdue: '193' } })
  const moved = (await trail('ann')).find((one) => one.type === 'opening_moved')
  const main = (await trail('ann')).find((one) => one.type === 'invoice_issued')
  expect(moved).toMatchObject({
    parent_seq: main?.seq,
    root_seq: main?.seq,
    sentence: 'Opening of the customer moved back from 2026-06-01T12:00:00.000Z to 2025-10-19T22:00:00.000Z.',
  })
  const then = await api.get('/customers/ann?as_of=2026-01-01')
  expect(then.body).toMatchObject({
    exists: true,
    name: 'Name of ann',
    opened_at: '2025-10-19T22:00:00.000Z',
    figures: { balance: '310.00', overdue: '310.00' },
  })
  const {
    complete: _,
    known_at: _known,
    ...asKnown
  } = (await api.get(`/customers/ann?as_of=2026-01-01&known_at=seq:${known}`)).body
  expect(before).toMatchObject(asKnown)
  expect((await verify(api.ledger.store, { decide: true })).findings).toEqual([])
})

test('money, charges and notes do so too; what sets terms or states does not', async () => {
  await open('bob')
  const dated = (day: string) => ({ effective_at: day })
  const asked = [
    await api.post('/customers/bob/charges', { amount: '5.00', service: 'fee', ...dated('2026-05-01') }),
    await api.post('/customers/bob/payments', { amount: '7.00', ...dated('2026-04-01') }),
    await api.post('/customers/bob/credit-notes', { amount: '1.00', reason: 'old', ...dated('2026-03-01') }),
    await api.post('/customers/bob/credits', { amount: '1.00', ...dated('2026-02-01') }),
    await api.post('/customers/bob/notes', { text: 'was here', ...dated('2026-01-01') }),
    await api.post('/customers/bob/status', { set: 'blocked', reason: 'no', ...dated('2025-12-01') }),
    await api.post('/customers/bob/credit-limit', { limit: '9.00', reason: 'no', ...dated('2025-12-01') }),
  ]
  expect(asked.map((one) => one.body.code ?? one.status)).toEqual([
    200,
    200,
    200,
    200,
    200,
    'effective_before_opening',
    'effective_before_opening',
  ])
  expect((await trail('bob')).filter((one) => one.type === 'opening_moved')).toHaveLength(5)
  expect((await api.get('/customers/bob')).body.opened_at).toBe('2025-12-31T23:00:00.000Z')
  expect((await verify(api.ledger.store, { customer: 'bob', decide: true })).findings).toEqual([])
})

test('by hand it is moved back with a reason, never forward', async () => {
  await open('eve')
  const move = (body: object) => api.post('/customers/eve/opening', body)
  expect((await move({ opened_on: '2026-01-01' })).body.code).toBe('reason_required')
  expect((await move({ opened_on: '2026-06-01', opened_at: '2026-06-01T00:00:00Z', reason: 'r' })).status).toBe(400)
  expect((await move({ opened_at: '2026-06-01T12:00:00Z', reason: 'r' })).body.code).toBe('opening_not_earlier')
  expect((await move({ opened_on: '2026-01-01', reason: 'older papers' })).status).toBe(200)
  expect((await trail('eve')).at(-1)).toMatchObject({
    sentence:
      'Opening of the customer moved back from 2026-06-01T12:00:00.000Z to 2025-12-31T23:00:00.000Z. Reason: older papers.',
  })
  await api.post('/customers/eve/invoices', { ...old('eve'), issued_on: '2026-02-01', due_on: '2026-03-01' })
  expect((await trail('eve')).filter((one) => one.type === 'opening_moved')).toHaveLength(1)
  expect((await move({ opened_on: '2026-01-01', reason: 'again' })).body.code).toBe('opening_not_earlier')
  expect((await api.get('/customers/eve?as_of=2026-01-15')).body).toMatchObject({ exists: true, name: 'Name of eve' })
})

test('details that changed since are those of their time', async () => {
  await open('flo')
  await api.post('/customers/flo/details', { name: 'Flo Married' })
  await api.post('/customers/flo/notes', { text: 'was here', effective_at: '2026-01-01' })
  const nameAt = async (query: string) => (await api.get(`/customers/flo${query}`)).body.name
  expect(await nameAt('')).toBe('Flo Married')
  expect((await api.get('/customers/flo')).body.opened_at).toBe('2025-12-31T23:00:00.000Z')
  expect((await verify(api.ledger.store, { customer: 'flo', decide: true })).findings).toEqual([])
})
