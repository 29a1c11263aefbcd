import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Api, openApi } from './api.ts'
import { steps } from './steps.ts'

/**
 * Whatever clears the cause of a status clears the status: an overdue invoice stops being overdue, and a suspended customer
 * is active again, in the same operation (one transaction), with the reason. A dispute of the whole leaves the invoice
 * overdue, and nothing is collected.
 */

let api: Api
const { done } = steps(() => api)

beforeAll(async () => {
  api = await openApi()
  await api.raw('/api/v1/classes/strict/policy', {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${api.secret}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ collection: { suspension_after: 5 } }),
  })
})
afterAll(() => api.close())

/** Suspended over an invoice of 100.00 that was due on the 15th; answers his id. */
async function suspended(name: string): Promise<string> {
  const customer = name.replaceAll(' ', '-')
  await done(api.post('/clocks', { clock: customer, now: '2026-09-01T12:00:00Z' }))
  await done(api.post('/customers', { customer_id: customer, name, currency: 'USD', class: 'strict', clock: customer }))
  const lines = [{ description: 'September', amount: '100.00' }]
  await done(api.post(`/customers/${customer}/invoices`, { invoice: `I-${customer}`, lines, due_on: '2026-09-15' }))
  await done(api.post(`/clocks/${customer}/advance`, { to: '2026-09-30T12:00:00Z' }))
  expect((await api.get(`/customers/${customer}`)).body.status).toBe('suspended')
  return customer
}

type Ways = Record<string, (customer: string) => Promise<Answer>>

const ways: Ways = {
  payment: (customer) => api.post(`/customers/${customer}/payments`, { amount: '100.00' }),
  'credit note': (customer) =>
    api.post(`/customers/${customer}/credit-notes`, { invoice: `I-${customer}`, amount: '100.00', reason: 'outage' }),
  adjustment: (customer) => api.post(`/invoices/I-${customer}/adjustments`, { amount: '-100.00', reason: 'outage' }),
  void: (customer) => api.post(`/invoices/I-${customer}/void`, { reason: 'a mistake' }),
  'write-off': (customer) => api.post(`/invoices/I-${customer}/write-offs`, { reason: 'hopeless' }),
}

const sentences = (answer: Answer): string[] => answer.body.records.map((one: { sentence: string }) => one.sentence)

async function clears(customer: string, answer: Answer): Promise<void> {
  const said = sentences(await done(Promise.resolve(answer)))
  expect(said).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Invoice I-.+: Status changed from "Overdue" to "[^"]+"\. Reason: .+\.$/),
      expect.stringMatching(/^Customer status changed from "Suspended" to "Active"\. Reason: .+\.$/),
    ]),
  )
  expect((await api.get(`/invoices/I-${customer}`)).body.status).not.toBe('overdue')
  expect((await api.get(`/customers/${customer}`)).body.status).toBe('active')
}

test.each(Object.keys(ways))('a %s ends overdue and suspension in its own operation', async (name) => {
  const customer = await suspended(name)
  await clears(customer, (await ways[name]?.(customer)) as Answer)
})

test('held money already spares the customer; allocated by hand it ends overdue too', async () => {
  const customer = await suspended('hand')
  const kept = sentences(
    await done(api.post(`/customers/${customer}/payments`, { payment_id: 'H1', amount: '100.00', allocate: 'hold' })),
  )
  expect(kept.join('\n')).toMatch(/Customer status changed from "Suspended" to "Active"/)
  expect((await api.get(`/invoices/I-${customer}`)).body.status).toBe('overdue')
  const given = sentences(
    await done(api.post('/payments/H1/allocations', { invoice: `I-${customer}`, amount: '100.00' })),
  )
  expect(given.join('\n')).toMatch(/Status changed from "Overdue" to "Paid"\. Reason: outstanding 0\.00 = 0\./)
})

test('an allocation by hand ends overdue and suspension where free money would go to an older, disputed invoice', async () => {
  const customer = await suspended('hand twice')
  const older = { invoice: `J-${customer}`, lines: [{ description: 'August', amount: '100.00' }] }
  const dates = { issued_on: '2026-09-01', due_on: '2026-09-10' }
  await done(api.post(`/customers/${customer}/invoices`, { ...older, ...dates }))
  await done(api.post(`/customers/${customer}/disputes`, { invoice: `J-${customer}`, reference: 'CRM case 12' }))
  const money = { payment_id: 'H2', amount: '100.00', allocate: 'hold' }
  await done(api.post(`/customers/${customer}/payments`, money))
  expect((await api.get(`/customers/${customer}`)).body.status).toBe('suspended')
  const given = { invoice: `I-${customer}`, amount: '100.00' }
  await clears(customer, await api.post('/payments/H2/allocations', given))
})

test('a dispute of the whole: the invoice stays overdue, is not collected, and the customer is active again', async () => {
  const customer = await suspended('dispute')
  const said = sentences(
    await done(api.post(`/customers/${customer}/disputes`, { invoice: `I-${customer}`, reference: 'CRM case 8841' })),
  )
  expect(said.join('\n')).toMatch(/Customer status changed from "Suspended" to "Active"\. Reason: /)
  const { body } = await api.get(`/invoices/I-${customer}`)
  expect([body.status, body.collection_status, body.figures.collectible]).toEqual(['overdue', 'do_not_collect', '0.00'])
})
