import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey, rotateKey } from '../../src/service/people/api-keys.ts'
import { signIn } from '../../src/service/people/sign-in.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { ada } from '../service/desk.ts'
import { type Answer, type Api, administrator, openApi } from './api.ts'

/** Keys of repetition belong to the user, or to the integration that an API key was made for (decision 0032). */

let api: Api

beforeAll(async () => {
  api = await openApi()
  await api.post('/customers', { customer_id: 'c', name: 'C', currency: 'USD' })
  await api.post('/customers', { customer_id: 'd', name: 'D', currency: 'USD' })
  await api.post('/customers', { customer_id: 'waits', name: 'W', currency: 'USD' })
})
afterAll(() => api.close())

type Key = { readonly id: string; readonly secret: string }

const by = ({ secret }: Key) => ({ authorization: `Bearer ${secret}` })
const made = (integration?: string): Promise<Key> =>
  createKey(api.ledger.store, 'Feed', ada, integration === undefined ? {} : { integration })
async function rotated({ id }: Key, graceMs = 0): Promise<Key> {
  const done = await rotateKey(api.ledger.store, id, { graceMs, caller: ada })
  if (done === undefined) throw new Error(`no key ${id}`)
  return done.key
}
const inShort = ({ status, headers, body }: Answer) =>
  `${status} ${body.code ?? 'done'}${headers.get('idempotent-replay') === 'true' ? ' again' : ''}`

/** One of each way of asking that takes a key, all under the same one. */
const asked: [path: string, body: object][] = [
  ['/customers/c/charges', { amount: '5.00', service: 'fee' }],
  ['/customers/d/payments', { amount: '20.00', payment_id: 'P', allocate: 'none' }],
  ['/customers', { name: 'New', currency: 'USD' }],
  ['/clocks', { clock: 'k', now: '2026-01-01T00:00:00Z' }],
  [
    '/customers/waits/notes',
    { text: 'later', effective_at: new Date(Date.now() + 86_400_000).toISOString().slice(0, 19).concat('Z') },
  ],
]

test.each([
  ['of a named integration', 'billing-feed'],
  ['of a key that has none', undefined],
])(
  'what a key %s has asked for is answered again to the key that took its place, and done once',
  async (_, integration) => {
    const suffix = integration ?? 'own'
    const bodies = asked.map(([path, body]): [string, object] => [
      path,
      {
        ...body,
        ...('payment_id' in body && { payment_id: `P-${suffix}` }),
        ...('clock' in body && { clock: `k-${suffix}` }),
      },
    ])
    const all = async (key: Key) => {
      const answers: Answer[] = []
      for (const [path, body] of bodies)
        answers.push(await api.post(path, body, { key: `same ${suffix}`, headers: by(key) }))
      return answers
    }
    const old = await made(integration)
    const first = await all(old)
    expect(first.map(inShort)).toEqual(['200 done', '200 done', '200 done', '200 done', '202 done'])
    const count = await api.recordCount()
    const beside = await rotated(old, 60_000)
    const after = await rotated(beside)
    for (const key of [old, after]) {
      const again = await all(key)
      expect(again.map(inShort)).toEqual(first.map((one) => `${one.status} done again`))
      expect(again.map((one) => one.body)).toEqual(first.map((one) => one.body))
    }
    const another = await api.post(
      '/customers/c/charges',
      { amount: '6.00', service: 'fee' },
      { key: `same ${suffix}`, headers: by(after) },
    )
    expect(inShort(another)).toBe('422 idempotency_key_reused')
    // two records of each key, and what holds its row
    expect((await api.recordCount()) - count).toBe(8)
  },
)

test('a move, a batch and lines of /ingest are known again as well', async () => {
  const old = await made('moves')
  const move = { to: 'c', amount: '1.00', reason: 'paid for the other one' }
  const batch = { operations: [{ op: 'book_charge', amount: '1.00', service: 'fee' }] }
  const line = JSON.stringify({ op: 'book_charge', customer_id: 'c', key: 'l', amount: '1.00', service: 'fee' })
  const all = async (key: Key) => [
    inShort(await api.post('/customers/d/moves', move, { key: 'm', headers: by(key) })),
    inShort(await api.post('/customers/c/batch', batch, { key: 'b', headers: by(key) })),
    (await ingested(key, line)).status,
  ]
  expect(await all(old)).toEqual(['200 done', '200 done', 'done'])
  const balance = async () => (await api.get('/customers/c')).body.figures.balance
  const before = await balance()
  expect(await all(await rotated(old))).toEqual(['200 done again', '200 done again', 'replayed'])
  expect(await balance()).toBe(before)
})

async function ingested(key: Key, line: string): Promise<{ readonly status: string }> {
  const headers = { ...by(key), 'content-type': 'application/x-ndjson' }
  const answer = await fetch(`${api.url}/api/v1/ingest?records=none`, { method: 'POST', headers, body: line })
  return JSON.parse(await answer.text())
}

test('integrations, and keys of none, do not share theirs; two keys of one integration do, also at once', async () => {
  await api.post('/customers', { customer_id: 'e', name: 'E', currency: 'USD' })
  const charge = async (key: Key) =>
    inShort(await api.post('/customers/e/charges', { amount: '1.00', service: 'fee' }, { key: 'x', headers: by(key) }))
  const [one, other, third] = [await made('one'), await made('other'), await made('one')]
  expect([await charge(one), await charge(other), await charge(await made()), await charge(await made())]).toEqual(
    Array(4).fill('200 done'),
  )
  expect(await charge(third)).toBe('200 done again')
  const [a, b] = [await made('racing'), await made('racing')]
  const both = await Promise.all([charge(a), charge(b), charge(a), charge(b)])
  expect(both.sort()).toEqual(['200 done', '200 done again', '200 done again', '200 done again'])
  expect((await api.get('/customers/e')).body.figures.balance).toBe('5.00')
})

test('a user of two sessions is one owner, and none of an integration that is called like him', async () => {
  const { store } = api.ledger
  const session = async () => {
    const { token = '', user } = (await signIn(store, administrator.email, administrator.password)) ?? {}
    return { headers: { authorization: '', cookie: `whence_session=${token}`, origin: api.url }, id: user?.userId }
  }
  const [first, second] = [await session(), await session()]
  const charge = { amount: '1.00', service: 'fee' }
  const ask = async (headers: Record<string, string>) =>
    inShort(await api.post('/customers/d/charges', charge, { key: 'session', headers }))
  expect([await ask(first.headers), await ask(second.headers)]).toEqual(['200 done', '200 done again'])
  expect(await ask(by(await made(first.id)))).toBe('200 done')
})

test('who asked is the key itself, and all of it verifies', async () => {
  const key = await rotated(await made('asking'))
  await api.post('/customers/c/charges', { amount: '1.00', service: 'fee' }, { key: 'who', headers: by(key) })
  const rows = await api.ledger.query<{ actor_id: string; caller: string }>(
    `select o.actor_id, i.caller from idempotency i join operation o on o.customer_id = i.customer_id
       and o.first_seq = i.first_seq where i.key = 'who'`,
  )
  expect(rows).toEqual([{ actor_id: `key:${key.id}`, caller: 'integration:asking' }])
  expect((await verify(api.ledger.store, { decide: true })).findings).toEqual([])
  await api.ledger.query("update idempotency set caller = 'integration:another' where key = 'who'")
  expect((await verify(api.ledger.store)).findings).toEqual([
    expect.objectContaining({
      customerId: 'c',
      what: expect.stringContaining('the digest of its operation is not that'),
    }),
  ])
})
