import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'
import { steps } from './steps.ts'

/** Money that is dated back, over HTTP: what it may take, and what is said of it. */

let api: Api
const { done } = steps(() => api)
const reason = 'as agreed'
const post = async (path: string, body: object) => (await done(api.post(path, body))).body

/** A customer on a clock of his own who owes 40.00 since 2 March, paid on the 3rd and given back on the 10th. */
async function lent(customer: string): Promise<void> {
  await post('/clocks', { clock: `clock-${customer}`, now: '2026-03-02T09:00:00Z' })
  const names = { customer_id: customer, name: customer, currency: 'EUR', time_zone: 'Europe/Vienna' }
  await post('/customers', { ...names, clock: `clock-${customer}` })
  const lines = [{ description: 'access', amount: '40.00' }]
  await post(`/customers/${customer}/invoices`, { invoice: `${customer}-1`, lines, due_on: '2026-04-20' })
  await to(customer, '03')
  await post(`/customers/${customer}/payments`, { payment_id: `${customer}-P`, amount: '40.00' })
  await to(customer, '10')
  await post(`/payments/${customer}-P/deallocations`, { invoice: `${customer}-1` })
  await to(customer, '20')
}

const to = (customer: string, day: string) =>
  post(`/clocks/clock-${customer}/advance`, { to: `2026-03-${day}T10:00:00Z` })
const sentences = async (customer: string): Promise<string[]> => {
  const { body } = await done(api.get(`/customers/${customer}/audit`, { order: 'asc', limit: 200 }))
  return body.records.map((one: { sentence: string }) => one.sentence)
}

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

test('a refund that had no room at its date counts from when it had, and its record says so', async () => {
  await lent('roomless')
  await post('/payments/roomless-P/refunds', { amount: '25.00', reason, effective_at: '2026-03-05' })
  expect(await sentences('roomless')).toContainEqual(
    expect.stringMatching(
      /^25\.00 of payment roomless-P refunded.* Dated 5 Mar 2026, counts from 10 Mar 2026: there was no room for it before, until the deallocation of payment roomless-P from invoice roomless-1\.$/,
    ),
  )
  const then = await done(api.get('/payments/roomless-P', { as_of: '2026-03-06' }))
  expect(then.body.figures).toMatchObject({ allocated: '40.00', refunded: '0.00', unallocated: '0.00' })
})

test('both sides of a move count from when the money could leave', async () => {
  await lent('mover')
  await lent('taker')
  await post('/customers/mover/moves', { to: 'taker', amount: '15.00', reason, effective_at: '2026-03-06' })
  for (const [as_of, balance] of [
    ['2026-03-07', '0.00'],
    ['2026-03-10', '-15.00'],
  ]) {
    const there = await done(api.get('/customers/taker', { as_of }))
    expect(there.body.figures.balance).toBe(balance)
  }
})

test('a chargeback that is dated back leaves a past day below 0, shown and said; later days are as ever', async () => {
  await lent('giver')
  await post('/payments/giver-P/chargebacks', { reason, effective_at: '2026-03-05' })
  const explain = async (as_of: string) => {
    const query = { figure: 'payment.unallocated', subject: 'payment:giver-P', as_of }
    return (await done(api.get('/customers/giver/explain', query))).body
  }
  expect(await explain('2026-03-06')).toMatchObject({ value: '-40.00', residual: '0.00' })
  const words = 'Payment giver-P is below 0 since 5 Mar 2026, because the chargeback of payment giver-P was dated back.'
  expect((await explain('2026-03-06')).absences).toContain(words)
  expect(await explain('2026-03-11')).toMatchObject({ value: '0.00', absences: [] })
})

test('what no invoice was chosen for goes on at once, and what could not be done as wished stands in both logs', async () => {
  await lent('chooser')
  const lines = [{ description: 'access', amount: '60.00' }]
  await post('/customers/chooser/invoices', { invoice: 'chooser-2', lines, due_on: '2026-03-30' })
  const payment = { payment_id: 'chooser-Q', amount: '70.00', allocate: [{ invoice: 'chooser-2', amount: '50.00' }] }
  await post('/customers/chooser/payments', payment)
  const words = '30.00 of payment chooser-Q not allocated to invoice chooser-2 as wished: the invoice owed less.'
  for (const subject of ['payment:chooser-Q', 'invoice:chooser-2']) {
    const { body } = await done(api.get('/customers/chooser/audit', { subject, limit: 200 }))
    expect(body.records.map((one: { sentence: string }) => one.sentence)).toContain(words)
  }
  // 20.00 were chosen, 40.00 went to the other invoice
  expect((await done(api.get('/payments/chooser-Q'))).body.figures.unallocated).toBe('10.00')
  expect((await done(api.get('/invoices/chooser-1'))).body.status).toBe('paid')
})

test('money that comes after its authorisation ended is taken, and said', async () => {
  await lent('late')
  const pending = { payment_id: 'late-Q', amount: '55.00', state: 'pending', expires_at: '2026-03-21' }
  await post('/customers/late/payments', pending)
  await to('late', '24')
  await post('/payments/late-Q/settle', {})
  expect(await sentences('late')).toContainEqual(
    expect.stringMatching(
      /^Payment late-Q settled with 55\.00 of 55\.00 authorised \(xDR id \d+\), after the authorisation had ended on 21 Mar 2026\.$/,
    ),
  )
})
