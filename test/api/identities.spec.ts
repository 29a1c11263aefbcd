import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from './api.ts'
import { at, steps } from './steps.ts'

/** The identities of an answer are over all that came in, also over what is closed and therefore not loaded. */

let api: Api
const { done, billed } = steps(() => api)

const RECEIVED = 'received = allocated + refunded + charged back + voided + moved + unallocated, each ≥ 0'
const CREDITED = 'credited = allocated + refunded + voided + moved + remaining, each ≥ 0'
const reason = 'as agreed'

const identities = async (path: string, query = {}): Promise<Record<string, string>> => {
  const { body } = await done(api.get(path, query))
  const said: { words: string; left: string; right: string; holds: boolean }[] = body.identities
  return Object.fromEntries(said.map(({ words, left, right, holds }) => [words, `${left} = ${right}: ${holds}`]))
}
const pay = (payment_id: string, amount: string, more: object = {}) =>
  done(api.post('/customers/c/payments', { payment_id, amount, allocate: 'none', ...more }))
const note = (credit_note: string, amount: string, more: object = {}) =>
  done(api.post('/customers/c/credit-notes', { credit_note, amount, reason, apply: 'none', ...more }))

beforeAll(async () => {
  api = await openApi()
  const invoice = await billed('c')
  await done(api.post('/customers', { customer_id: 'd', name: 'D', currency: 'USD' }))
  await pay('allocated', '10.00', { allocate: [{ invoice, amount: '10.00' }] })
  await pay('refunded', '20.00')
  await done(api.post('/payments/refunded/refunds', { amount: '20.00', reason }))
  await pay('back', '1.00')
  await done(api.post('/payments/back/chargebacks', { reason }))
  await pay('voided', '2.00')
  await done(api.post('/payments/voided/void', { reason }))
  await pay('moved', '4.00')
  await done(api.post('/customers/c/moves', { to: 'd', amount: '4.00', reason }))
  await pay('open', '8.00')
  await pay('authorised', '500.00', { state: 'pending' })
  await pay('failed', '700.00', { state: 'pending' })
  await done(api.post('/payments/failed/failures', { reason }))
  await note('applied', '3.00', { invoice, apply: 'oldest_first' })
  await note('void', '5.00')
  await done(api.post('/credit-notes/void/void', { reason }))
  await note('back', '6.00')
  await done(api.post('/credits/back/refunds', { amount: '6.00', reason }))
  await note('open', '9.00')
})
afterAll(() => api.close())

test('what came in is allocated, refunded, charged back, voided, moved or free, over every settled payment', async () => {
  const said = await identities('/customers/c')
  expect(said[RECEIVED]).toBe('45.00 = 45.00: true')
  expect(said[CREDITED]).toBe('23.00 = 23.00: true')
})

test('so it is in an explanation, and as it was known before', async () => {
  const now = await identities('/customers/c')
  expect(await identities('/customers/c/explain', { figure: 'balance' })).toEqual(now)
  const { body } = await done(api.get('/customers/c'))
  await done(api.post('/customers/c/notes', { text: 'nothing moves by this' }))
  const before = await identities('/customers/c', { known_at: `seq:${body.complete.to_seq}` })
  expect([before[RECEIVED], before[CREDITED]]).toEqual([now[RECEIVED], now[CREDITED]])
})

test('each payment and each credit adds up by itself, closed ones too', async () => {
  const sumOf = async (path: string, names: readonly string[]): Promise<number[]> => {
    const { figures } = (await done(api.get(at(path)))).body
    return [Number(figures.amount), names.reduce((sum, name) => sum + Number(figures[name]), 0)]
  }
  const spent = ['allocated', 'refunded', 'voided', 'moved']
  for (const id of ['allocated', 'refunded', 'back', 'voided', 'moved', 'open']) {
    const [amount, sum] = await sumOf(`/payments/${id}`, [...spent, 'charged_back', 'unallocated'])
    expect([id, sum]).toEqual([id, amount])
  }
  for (const id of ['applied', 'void', 'back', 'open']) {
    const [amount, sum] = await sumOf(`/credit-notes/${id}`, [...spent, 'remaining'])
    expect([id, sum]).toEqual([id, amount])
  }
})

test('a customer whose money is all spent says so in sums, and not with zeros', async () => {
  await billed('s')
  await done(api.post('/customers/s/payments', { amount: '100.00' }))
  expect((await identities('/customers/s'))[RECEIVED]).toBe('100.00 = 100.00: true')
})
