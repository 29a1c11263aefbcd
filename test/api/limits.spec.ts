import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../../src/contract/permissions.ts'
import { createKey } from '../../src/service/people/api-keys.ts'
import { changeLimit } from '../../src/service/people/set-limit.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { type Answer, type Api, openApi } from './api.ts'

/** A role that may do something up to a limit: each time, in a day, in a currency. */

let api: Api
const caller = { actor: 'Test', realm: 'operator', channel: 'cli', ip: null }
const keys = new Map<Role, string>()
beforeAll(async () => {
  api = await openApi()
  for (const role of ['support', 'billing'] as const)
    keys.set(role, (await createKey(api.ledger.store, role, caller, { role })).secret)
  for (const [customer_id, currency] of [
    ['c', 'USD'],
    ['d', 'USD'],
    ['e', 'EUR'],
  ]) {
    await api.post('/customers', { customer_id, name: customer_id, currency })
    const lines = [{ description: 'L', amount: '1000.00' }]
    await api.post(`/customers/${customer_id}/invoices`, { invoice: `I-${customer_id}`, lines })
  }
  await limit('support', '50.00', '120.00')
})
afterAll(() => api.close())

const micros = (text: string | null): bigint | null => (text === null ? null : BigInt(text.replace('.', '')) * 10_000n)
const limit = (role: Role, each: string | null, perDay: string | null) =>
  changeLimit(
    api.ledger.store,
    {
      role,
      permission: 'invoice.adjust',
      currency: 'USD',
      each: micros(each),
      perDay: micros(perDay),
      reason: 'agreed',
    },
    caller,
  )

function adjust(role: Role, customer: string, amount: string, more: object = {}, key = randomUUID()): Promise<Answer> {
  return api.raw(`/api/v1/invoices/I-${customer}/adjustments`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keys.get(role)}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify({ amount, reason: 'R', ...more }),
  })
}
const outstanding = async (customer: string) => (await api.get(`/invoices/I-${customer}`)).body.figures.outstanding
/** Begins the day anew: what was used of it is forgotten. */
const newDay = () => api.ledger.query('delete from limit_use')

test('each operation is within the limit, either way; above it nothing is booked, and why is said', async () => {
  await newDay()
  expect((await adjust('support', 'c', '-50.00')).status).toBe(200)
  const above = await adjust('support', 'c', '-50.01')
  expect([above.status, above.body]).toMatchObject([
    403,
    { code: 'limit_exceeded', because: 'each', at_most: '50.00', amount: '50.01', currency: 'USD', role: 'support' },
  ])
  expect((await adjust('support', 'c', '50.01')).body.code).toBe('limit_exceeded')
  expect(await outstanding('c')).toBe('950.00')
  expect((await adjust('billing', 'c', '-100.00')).status).toBe(200)
  const [row] = await api.ledger.query<{ asker_limit: string; role: string }>(
    "select asker_limit, role from operation where customer_id = 'c' and role = 'support' order by first_seq desc limit 1",
  )
  expect(row).toEqual({ asker_limit: '50.00 USD each, 120.00 USD a day', role: 'support' })
})

test('what is done in a day adds up, over all customers; a refusal and a repetition take nothing of it', async () => {
  await newDay()
  const key = randomUUID()
  for (const customer of ['c', 'd'])
    expect((await adjust('support', customer, '-50.00', {}, `${key}${customer}`)).status).toBe(200)
  expect((await adjust('support', 'd', '-50.00', {}, `${key}d`)).headers.get('idempotent-replay')).toBe('true')
  expect((await adjust('support', 'd', '-30.00', { dispute: 'nothing' })).body.code).toBe('dispute_unknown')
  const above = await adjust('support', 'c', '-20.01')
  expect(above.body).toMatchObject({ code: 'limit_exceeded', because: 'day', at_most: '120.00', total: '100.00' })
  expect((await adjust('support', 'd', '-20.00')).status).toBe(200)
  expect((await adjust('support', 'd', '-0.01')).body.code).toBe('limit_exceeded')
})

test('many at once come to no more than the day has', async () => {
  await newDay()
  const all = await Promise.all(
    Array.from({ length: 30 }, (_, n) => adjust('support', n % 2 === 0 ? 'c' : 'd', '-7.00')),
  )
  expect(all.filter((one) => one.status === 200)).toHaveLength(17)
  expect(all.filter((one) => one.body.code === 'limit_exceeded')).toHaveLength(13)
  const [used] = await api.ledger.query<{ used: string }>('select used from limit_use')
  expect(used?.used).toBe('119000000')
})

test('in a currency without a limit a role that has one may do nothing', async () => {
  await newDay()
  expect((await adjust('support', 'e', '-1.00')).body).toMatchObject({ code: 'limit_exceeded', at_most: '0.00' })
})

test('what is dated ahead is judged when it is asked for, and not on its day', async () => {
  await newDay()
  const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  expect((await adjust('support', 'c', '-60.00', { effective_at: tomorrow })).body.code).toBe('limit_exceeded')
  expect((await adjust('support', 'c', '-40.00', { effective_at: tomorrow })).status).toBe(202)
  const [used] = await api.ledger.query<{ used: string }>('select used from limit_use')
  expect(used?.used).toBe('40000000')
})

test('a limit is told, holds from the next operation on, is on record, and is taken back', async () => {
  await newDay()
  const told = async () =>
    (await api.get('/roles')).body.roles.find((one: { role: string }) => one.role === 'support').limits
  expect(await told()).toEqual([{ permission: 'invoice.adjust', currency: 'USD', each: '50.00', per_day: '120.00' }])
  expect(await limit('support', '10.00', null)).toBe(true)
  expect(await limit('support', '10.00', null)).toBe(false)
  expect((await adjust('support', 'c', '-10.01')).body.code).toBe('limit_exceeded')
  expect(await limit('support', null, null)).toBe(true)
  expect(await told()).toEqual([])
  expect((await adjust('support', 'e', '-1.00')).status).toBe(200)
  const { body } = await api.get('/audit?type=role_limit_set&order=asc')
  expect(body.records.map((one: { sentence: string }) => one.sentence)).toEqual([
    'Limit support invoice.adjust USD set: 50.00 USD each, 120.00 USD a day. Reason: agreed.',
    'Limit support invoice.adjust USD set: 10.00 USD each. Reason: agreed.',
    'Limit support invoice.adjust USD set: no limit in USD. Reason: agreed.',
  ])
  expect((await verify(api.ledger.store, { decide: true })).findings).toEqual([])
  await api.ledger.query('update role_limit set each = 999000000')
  expect((await verify(api.ledger.store)).findings.map((one) => one.what)).toEqual([
    'table role_limit support invoice.adjust USD: the row is not as it says',
  ])
})
