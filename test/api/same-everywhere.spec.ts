import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Api, openApi } from './api.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
  await done(api.post('/clocks', { clock: 'k', now: '2026-01-01T12:00:00Z' }))
  await done(api.post('/customers', { customer_id: 'c', name: 'C', currency: 'USD', clock: 'k' }))
})
afterAll(() => api.close())

async function done(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked
  expect([answer.status, answer.status === 200 ? '' : answer.body]).toEqual([200, ''])
  return answer
}

/** A figure of an invoice as its answer, the list where it has it, and the explanation say it. */
async function said(invoice: string, name: string): Promise<unknown[]> {
  const own = (await api.get(`/invoices/${invoice}`)).body
  const rows: Record<string, unknown>[] = (await api.get('/customers/c/invoices')).body.items
  const row = rows.find((one) => one.invoice === invoice) ?? {}
  const why = await api.get('/customers/c/explain', { figure: `invoice.${name}`, subject: `invoice:${invoice}` })
  return [own.figures[name], why.body.value, ...(name in row ? [row[name]] : [])]
}

test('nothing of a void invoice is creditable, wherever one asks', async () => {
  const lines = [{ description: 'a', amount: '70.00' }]
  await done(api.post('/customers/c/invoices', { invoice: 'V1', lines, due_on: null }))
  await done(api.post('/invoices/V1/adjustments', { amount: '-10.00', reason: 'agreed' }))
  expect(await said('V1', 'creditable')).toEqual(['60.00', '60.00'])
  const { body } = await done(api.post('/invoices/V1/void', { reason: 'a mistake' }))
  expect(body.figures.creditable).toBe('0.00')
  expect(await said('V1', 'creditable')).toEqual(['0.00', '0.00'])
  expect((await api.get('/invoices/V1', { as_of: '2026-01-01T11:59:59Z' })).body.exists).toBe(false)
})

test('a draft has no total, no issue and no record of one; what its lines sum to is said beside', async () => {
  const lines = [
    { description: 'a', amount: '70.00' },
    { description: 'b', amount: '5.00' },
  ]
  const draft = { invoice: 'D1', lines, draft: true, due_on: '2026-02-01' }
  const { body: drafted } = await done(api.post('/customers/c/invoices', draft))
  expect([drafted.figures.total, drafted.status]).toEqual(['0.00', 'draft'])
  expect(await said('D1', 'total')).toEqual(['0.00', '0.00', '0.00'])
  const { body } = await api.get('/invoices/D1')
  expect(body).toMatchObject({ issued_seq: null, issued_on: null, due_on: '2026-02-01', draft: { total: '75.00' } })
  const row = (await api.get('/customers/c/invoices')).body.items[0]
  expect(row).toMatchObject({ invoice: 'D1', issued_on: null, due_on: '2026-02-01' })
  const issue = await done(api.post('/invoices/D1/issue', {}))
  const issued = issue.body.records.find((one: { type: string }) => one.type === 'invoice_issued')
  expect((await api.get('/invoices/D1')).body).toMatchObject({ issued_seq: issued.seq, draft: null })
  expect(await said('D1', 'total')).toEqual(['75.00', '75.00', '75.00'])
  // what was known stays: as of the draft it is one still
  const then = await api.get('/invoices/D1', { known_at: `seq:${body.complete.to_seq}` })
  expect(then.body).toMatchObject({ issued_seq: null, issued_on: null, draft: { total: '75.00' }, lines: [] })
})

test('the last day of a lift is the same in the figures, the explanation and the log, also when it has passed', async () => {
  await done(api.post('/customers/c/collection-lifts', { until: '2026-01-10', reason: 'on holiday' }))
  for (const now of ['2026-01-02T12:00:00Z', '2026-01-20T12:00:00Z']) {
    await done(api.post('/clocks/k/advance', { to: now }))
    const own = (await api.get('/customers/c')).body.figures.lifted_until
    const why = (await api.get('/customers/c/explain', { figure: 'customer.lifted_until' })).body.value
    const line = (await api.get('/customers/c/audit', { figure: 'customer.lifted_until' })).body.records[0].after
    expect([own, why, line]).toEqual(['2026-01-10', '2026-01-10', '2026-01-10'])
  }
})
