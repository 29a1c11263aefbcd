import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'
import { steps } from './steps.ts'

/** Terms that were set are answered as set, whoever cannot adopt them yet. */

let api: Api
const { done, refused } = steps(() => api)

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const put = (path: string, body: object, key: string = randomUUID()) =>
  api.raw(`/api/v1${path}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${api.secret}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  })
const open = (id: string, more: object = {}) =>
  done(api.post('/customers', { customer_id: id, name: id, currency: 'USD', ...more }))
/** A zone that nobody knows makes whatever is done with the customer throw. */
const zoneOf = (customerId: string, zone: string) =>
  api.ledger.query('update customer_head set time_zone = $1 where customer_id = $2', [zone, customerId])
const adopted = async (customerId: string) => (await done(api.get(`/customers/${customerId}/policy`))).body

test('terms of a class are set, though a customer of it cannot adopt them; all others have', async () => {
  for (const id of ['ann', 'bob']) await open(id, { class: 'gold' })
  await zoneOf('bob', 'Mars/Olympus')
  const { body } = await done(put('/classes/gold/policy', { payment_terms: 14 }, 'k1'))
  expect(body).toMatchObject({ version: 1, own: { payment_terms: 14 }, policy: { payment_terms: 14 } })
  expect(await adopted('ann')).toMatchObject({ version: 1, adopted_version: 1 })
  expect(await adopted('bob')).toMatchObject({ version: 1, adopted_version: 0 })
  const again = await done(put('/classes/gold/policy', { payment_terms: 14 }, 'k1'))
  expect([again.headers.get('idempotent-replay'), again.body.version]).toEqual(['true', 1])
  await refused(put('/classes/gold/policy', { payment_terms: 14 }), 422, 'policy_unchanged')
})

test('terms of a customer are set, though he cannot adopt them; he does when he can', async () => {
  await open('eve')
  await zoneOf('eve', 'Mars/Olympus')
  const { body } = await done(put('/customers/eve/policy', { overpay: 'reject' }))
  expect(body).toMatchObject({ own: { overpay: 'reject' }, policy: { overpay: 'reject' }, adopted_version: 0 })
  await zoneOf('eve', 'UTC')
  await done(api.post('/customers/eve/charges', { amount: '1.00', service: 'voice' }))
  expect((await adopted('eve')).adopted_version).toBe(body.version)
})

test('terms of a customer who is unknown are not set', async () => {
  const before = await api.recordCount()
  await refused(put('/customers/nobody/policy', { overpay: 'reject' }), 404, 'customer_unknown')
  expect(await api.recordCount()).toBe(before)
})
