import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const linesOf = async (customer: string, type: string) =>
  (await api.get(`/customers/${customer}/audit`, { type })).body.records

test('what was entered late is late by the clock of the customer, and no evaluation of a named clock is', async () => {
  await api.post('/clocks', { clock: 'k', now: '2026-01-05T12:00:00Z' })
  const opened = { customer_id: 'told', name: 'T', currency: 'USD', time_zone: 'UTC', clock: 'k' }
  await api.post('/customers', { ...opened, effective_at: '2026-01-01T12:00:00Z' })
  await api.post('/customers/told/invoices', {
    invoice: 'T-1',
    lines: [{ description: 'Fee', amount: '10.00' }],
    issued_on: '2026-01-05',
    due_on: '2026-01-20',
  })
  await api.post('/customers/told/payments', { amount: '1.00', effective_at: '2026-01-02T12:00:00Z' })
  await api.post('/clocks/k/advance', { to: '2026-03-01T12:00:00Z' })
  const [payment] = await linesOf('told', 'payment_received')
  expect(payment.entered_at).toBe('2026-01-05T12:00:00.000Z')
  for (const evaluated of await linesOf('told', 'day_evaluated'))
    expect(evaluated.entered_at).toBe(evaluated.effective_at)
  expect((await linesOf('told', 'day_evaluated')).length).toBeGreaterThan(0)
})

test('on the wall clock it is when it was recorded', async () => {
  await api.post('/customers', {
    customer_id: 'real',
    name: 'R',
    currency: 'USD',
    effective_at: '2026-01-01T12:00:00Z',
  })
  await api.post('/customers/real/payments', { amount: '1.00', effective_at: '2026-01-02T12:00:00Z' })
  const [payment] = await linesOf('real', 'payment_received')
  expect(payment.entered_at).toBe(payment.recorded_at)
})
