import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '../../src/service/people/api-keys.ts'
import { addUser } from '../../src/service/people/people.ts'
import { signIn } from '../../src/service/people/sign-in.ts'
import { type Api, openApi } from './api.ts'

let api: Api
beforeAll(async () => {
  api = await openApi()
  await api.post('/customers', { customer_id: 'c', name: 'C', currency: 'USD' })
})
afterAll(() => api.close())

test('the same request with the same key is answered again and booked once', async () => {
  const body = { amount: '5.00', service: 'fee', description: 'once' }
  const first = await api.post('/customers/c/charges', body, { key: 'a' })
  const count = await api.recordCount()
  const again = await api.post('/customers/c/charges', body, { key: 'a' })
  expect(first.headers.get('idempotent-replay')).toBeNull()
  expect(again.headers.get('idempotent-replay')).toBe('true')
  expect(again.body).toEqual(first.body)
  expect(await api.recordCount()).toBe(count)
})

test('a repetition is answered as of then, though more was booked since', async () => {
  const first = await api.post(
    '/customers/c/payments',
    { amount: '1.00', payment_id: 'p1', allocate: 'none' },
    { key: 'p' },
  )
  await api.post('/customers/c/invoices', { lines: [{ description: 'l', amount: '1.00' }] })
  expect((await api.get('/payments/p1')).body.status).toBe('allocated')
  const again = await api.post(
    '/customers/c/payments',
    { amount: '1.00', payment_id: 'p1', allocate: 'none' },
    { key: 'p' },
  )
  expect(again.body).toEqual(first.body)
  expect(again.body).toMatchObject({ status: 'unallocated', figures: { unallocated: '1.00' } })
})

test('the same key with another request is refused', async () => {
  const answer = await api.post('/customers/c/charges', { amount: '6.00', service: 'fee' }, { key: 'a' })
  expect([answer.status, answer.body.code]).toEqual([422, 'idempotency_key_reused'])
})

test('a refusal is not kept: the key is good for the corrected request', async () => {
  expect((await api.post('/customers/c/payments', { amount: '-1.00' }, { key: 'b' })).status).toBe(422)
  expect((await api.post('/customers/c/payments', { amount: '1.00' }, { key: 'b' })).status).toBe(200)
})

test('a customer opened without an id is the same one at a repetition', async () => {
  const first = await api.post('/customers', { name: 'New', currency: 'USD' }, { key: 'new' })
  const again = await api.post('/customers', { name: 'New', currency: 'USD' }, { key: 'new' })
  expect(again.body.customer_id).toBe(first.body.customer_id)
  expect(again.headers.get('idempotent-replay')).toBe('true')
})

test('programs, and people, of the same name do not share their keys', async () => {
  await api.post('/customers', { customer_id: 'names', name: 'N', currency: 'USD' })
  const { store } = api.ledger
  const by = { actor: 'Test', realm: 'operator', channel: 'cli', ip: null }
  const twin = await createKey(store, 'Payment gateway', by)
  const namesake = { email: 'gateway@example.com', name: 'Payment gateway', password: 'correct horse battery' }
  await addUser(store, namesake, by)
  const { token } = (await signIn(store, namesake.email, namesake.password)) ?? { token: '' }
  const charge = { amount: '5.00', service: 'fee' }
  const first = await api.post('/customers/names/charges', charge, { key: 'same' })
  const asAnother = (headers: Record<string, string>) =>
    api.post('/customers/names/charges', charge, { key: 'same', headers })
  const second = await asAnother({ authorization: `Bearer ${twin.secret}` })
  const third = await asAnother({ authorization: '', cookie: `whence_session=${token}`, origin: api.url })
  expect([first, second, third].map((one) => [one.status, one.headers.get('idempotent-replay')])).toEqual([
    [200, null],
    [200, null],
    [200, null],
  ])
  expect((await asAnother({ authorization: `Bearer ${twin.secret}` })).headers.get('idempotent-replay')).toBe('true')
  expect((await api.get('/customers/names')).body.figures.balance).toBe('15.00')
  const open = { name: 'New', currency: 'USD' }
  const mine = await api.post('/customers', open, { key: 'open twin' })
  const his = await api.post('/customers', open, {
    key: 'open twin',
    headers: { authorization: `Bearer ${twin.secret}` },
  })
  expect(mine.body.customer_id).not.toBe(his.body.customer_id)
})

test('a clock that is created or moved twice with one key is created or moved once', async () => {
  const create = { clock: 'k', now: '2026-01-01T00:00:00Z' }
  const first = await api.post('/clocks', create, { key: 'clock' })
  const again = await api.post('/clocks', create, { key: 'clock' })
  expect([again.status, again.body, again.headers.get('idempotent-replay')]).toEqual([200, first.body, 'true'])
  expect((await api.post('/clocks', create, { key: 'other' })).body.code).toBe('clock_taken')
  expect((await api.post('/clocks', { ...create, clock: 'l' }, { key: 'clock' })).body.code).toBe(
    'idempotency_key_reused',
  )
  await api.post('/clocks/k/advance', { to: '2026-02-01T00:00:00Z' }, { key: 'move' })
  await api.post('/clocks/k/advance', { to: '2026-03-01T00:00:00Z' }, { key: 'on' })
  const moved = await api.post('/clocks/k/advance', { to: '2026-02-01T00:00:00Z' }, { key: 'move' })
  expect([moved.status, moved.body.now, moved.headers.get('idempotent-replay')]).toEqual([
    200,
    '2026-03-01T00:00:00.000Z',
    'true',
  ])
  await api.post('/clocks/k/join', undefined, { key: 'join' })
  expect((await api.post('/clocks/k/join', undefined, { key: 'join' })).body).toMatchObject({ joined: true })
})

test('50 operations at once on one customer are all applied, once', async () => {
  await api.post('/customers', { customer_id: 'hot', name: 'Hot', currency: 'USD' })
  const all = Array.from({ length: 50 }, (_, at) => at)
  const send = () =>
    Promise.all(
      all.map((at) => api.post('/customers/hot/charges', { amount: '1.00', service: 'fee' }, { key: `hot ${at}` })),
    )
  const [first, second] = await Promise.all([send(), send()])
  expect([...first, ...second].map((answer) => answer.status)).toEqual(Array(100).fill(200))
  const replays = [...first, ...second].filter((answer) => answer.headers.get('idempotent-replay') === 'true')
  expect(replays).toHaveLength(50)
  const { body } = await api.get('/customers/hot')
  expect(body.figures).toMatchObject({ balance: '50.00', unbilled: '50.00' })
  const seqs = await api.ledger.query<{ seq: bigint }>("select seq from record where customer_id = 'hot' order by seq")
  expect(seqs.map((row) => Number(row.seq))).toEqual(seqs.map((_, at) => at + 1))
})
