import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { beginAdvance } from '../../src/service/runs/clocks.ts'
import { goOn, openGoingOn } from '../../src/service/runs/go-on.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { startWorker, type Worker } from '../../src/service/work/worker.ts'
import { ada } from '../service/desk.ts'
import { type Answer, type Api, openApi } from './api.ts'

/** What concerns many customers is a run: it is answered before it is done, goes on by itself, and says how far it is. */

const MANY = 2
let api: Api
let worker: Worker
let stop: () => Promise<unknown>
let clock = ''
let count = 0

beforeAll(async () => {
  api = await openApi(undefined, { manyCustomers: MANY })
  const goingOn = openGoingOn(api.ledger.store, console.error)
  worker = startWorker(goingOn.look, { everyMs: 100, restMs: 0 }, console.error)
  stop = () => Promise.all([worker.stop(), goingOn.stop()])
})
beforeEach(async () => {
  count += 1
  clock = `clock-${count}`
  await api.post('/clocks', { clock, now: '2026-01-02T00:00:00Z' })
})
afterAll(async () => {
  await stop()
  await api.close()
})

const idOf = (one: number): string => `${clock}-${one}`
const follow = async (customers: number, about: object = { clock }): Promise<void> => {
  for (let one = 1; one <= customers; one += 1) {
    const id = idOf(one)
    await api.post('/customers', { customer_id: id, name: id, currency: 'EUR', ...about })
    const lines = [{ description: 'Fee', amount: '10.00' }]
    await api.post(`/customers/${id}/invoices`, {
      invoice: `I-${id}`,
      lines,
      issued_on: '2026-01-02',
      due_on: '2026-01-10',
    })
  }
}
const advance = (to: string, key: string) => api.post(`/clocks/${clock}/advance`, { to, reason: 'month end' }, { key })
const shown = async () => (await api.get(`/clocks/${clock}`)).body.now
const runOf = async (id: string) => (await api.get(`/runs/${id}`)).body
const ended = async (id: string) => {
  await expect.poll(async () => (await runOf(id)).state, { timeout: 10_000 }).not.toBe('running')
  return await runOf(id)
}
/** It was answered as a run, which says where it is to be seen. */
const begun = ({ status, headers, body }: Answer): string => {
  const location = `/api/v1/runs/${body.run_id}`
  expect({ status, location: headers.get('location') }).toEqual({ status: 202, location })
  return body.run_id
}
const names: Readonly<Record<number, string>> = {
  44: 'advanced',
  45: 'ended',
  46: 'started',
  47: 'finished',
  70: 'policy',
}
/** What the operator's own log says of a run, in order, and who did it. */
const told = async (id: string) => {
  const rows = await api.ledger.query<{ type: number; actor_id: string }>(
    `select r.type, o.actor_id from operation o join record r on r.customer_id = o.customer_id and r.seq = o.first_seq
     where o.customer_id = '~operator' and o.correlation_id = $1 and r.type = any($2) order by o.first_seq`,
    [id, Object.keys(names)],
  )
  expect(rows.map((row) => row.actor_id.slice(0, 4))).toEqual(rows.map(() => 'key:'))
  return rows.map((row) => names[row.type])
}
const findings = async () => (await verify(api.ledger.store, { decide: true })).findings
/** Has a customer held by somebody else meanwhile. */
async function holding<T>(customerId: string, work: () => Promise<T>): Promise<T> {
  const { query } = api.ledger
  await query('begin')
  await query('select 1 from customer_head where customer_id = $1 for update', [customerId])
  const done = await work()
  await query('commit')
  return done
}

describe('a clock', () => {
  test('that many follow is moved by a run, which comes to its end', async () => {
    await follow(3)
    const answer = await advance('2026-02-01T00:00:00Z', `far-${clock}`)
    const id = begun(answer)
    expect(answer.body).toMatchObject({ kind: 'advance', business_date: '2026-02-01' })
    const run = await ended(id)
    expect(run).toMatchObject({ state: 'done', done: 3, total: 3, result: { customers: 3 } })
    expect(run.result.records).toBeGreaterThan(0)
    expect(await shown()).toBe('2026-02-01T00:00:00.000Z')
    expect((await api.get(`/invoices/I-${clock}-3`)).body.status).toBe('overdue')
    expect(await told(id)).toEqual(['started', 'advanced', 'finished'])
    expect(await findings()).toEqual([])
  })

  test('says by its run how far it is', async () => {
    await follow(3)
    const id = await holding(idOf(3), async () => {
      const { body } = await advance('2026-02-01T00:00:00Z', `slow-${clock}`)
      const same = await advance('2026-02-01T00:00:00Z', `other-${clock}`)
      expect(same.body.run_id).toBe(body.run_id)
      await expect.poll(() => runOf(body.run_id)).toMatchObject({ state: 'running', done: 2, total: 3 })
      return body.run_id
    })
    expect(await ended(id)).toMatchObject({ state: 'done', done: 3, total: 3 })
  })

  test('that few follow is answered when it is moved, or joined', async () => {
    await follow(MANY)
    const { status, body } = await advance('2026-02-01T00:00:00Z', `few-${clock}`)
    expect({ status, now: body.now }).toEqual({ status: 200, now: '2026-02-01T00:00:00.000Z' })
    const joined = await api.post(`/clocks/${clock}/join`, {})
    expect([joined.status, joined.body.joined]).toEqual([200, true])
  })

  test('is not moved again by a key that has begun a run: that is answered, or the key is refused', async () => {
    await follow(3)
    const first = await advance('2026-02-01T00:00:00Z', `again-${clock}`)
    await ended(first.body.run_id)
    const before = await api.recordCount()
    const again = await advance('2026-02-01T00:00:00Z', `again-${clock}`)
    expect(again.headers.get('idempotent-replay')).toBe('true')
    expect(again.body).toMatchObject({ run_id: first.body.run_id, state: 'done' })
    expect((await advance('2026-03-01T00:00:00Z', `again-${clock}`)).body.code).toBe('idempotency_key_reused')
    const join = await api.post(`/clocks/${clock}/join`, {}, { key: `again-${clock}` })
    expect(join.body.code).toBe('idempotency_key_reused')
    expect(await api.recordCount()).toBe(before)
  })

  test('is not moved where that cannot be, which is said at once', async () => {
    await follow(3)
    expect((await advance('2025-12-01T00:00:00Z', `back-${clock}`)).body.code).toBe('clock_behind')
    expect((await advance('2025-12-01T25:00:00Z', `none-${clock}`)).body.code).toBe('date_invalid')
    expect((await advance('2036-12-01T00:00:00Z', `ahead-${clock}`)).status).toBe(202)
    expect((await api.post(`/clocks/${clock}/join`, {})).body.code).toBe('clock_ahead')
    expect(await api.ledger.query("select 1 from run where kind = 'join' and scope = $1", [clock])).toEqual([])
  })

  test('that many follow joins by a run; the same key is answered by it again', async () => {
    await follow(3)
    const join = () => api.post(`/clocks/${clock}/join`, {}, { key: `join-${clock}` })
    const answer = await join()
    const id = begun(answer)
    expect(answer.body).toMatchObject({ kind: 'join', business_date: null })
    expect(await ended(id)).toMatchObject({ state: 'done', done: 3, total: 3 })
    expect((await api.get(`/clocks/${clock}`)).body).toMatchObject({ joined: true, customers: 0 })
    expect(await told(id)).toEqual(['started', 'ended', 'finished'])
    const again = await join()
    expect([begun(again), again.headers.get('idempotent-replay')]).toEqual([id, 'true'])
    expect((await api.post(`/clocks/${clock}/join`, {})).body.code).toBe('clock_has_joined')
    expect(await findings()).toEqual([])
  })
})

describe('collection', () => {
  const today = new Date().toISOString().slice(0, 10)
  const collect = (body: object, key: string = randomUUID()) => api.post('/collection/runs', body, { key })

  test('of many is a run that is answered before it is done, and once more when it is', async () => {
    await follow(3, { effective_at: '2026-01-01' })
    const [{ n }] = (await api.ledger.query<{ n: bigint }>(
      'select count(*) n from customer_head where next_evaluation_on <= $1',
      [today],
    )) as [{ n: bigint }]
    expect(Number(n)).toBeGreaterThan(MANY)
    const answer = await collect({ business_date: today }, `all-${clock}`)
    const id = begun(answer)
    expect(await ended(id)).toMatchObject({ kind: 'collection', state: 'done', done: Number(n), total: Number(n) })
    expect((await api.get(`/invoices/I-${clock}-3`)).body.status).toBe('overdue')
    expect(await told(id)).toEqual(['started', 'finished'])
    const again = await collect({ business_date: today }, `all-${clock}`)
    expect([again.status, again.body.run_id, again.headers.get('idempotent-replay')]).toEqual([200, id, 'true'])
    expect(await findings()).toEqual([])
  })

  test('of one is answered when it is done', async () => {
    await follow(1, { effective_at: '2026-01-01' })
    const { status, body } = await collect({ business_date: today, customer_id: idOf(1) })
    expect({ status, state: body.state }).toEqual({ status: 200, state: 'done' })
  })
})

describe('terms of a class', () => {
  const set = (of: string, terms: object, key: string = randomUUID()) =>
    api.raw(`/api/v1/classes/${of}/policy`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${api.secret}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(terms),
    })
  const adopted = async () =>
    (
      await api.ledger.query("select 1 from operation where op = 'adopt_policy' and customer_id like $1", [
        `${clock}-%`,
      ])
    ).length

  test('of many are adopted in a run; the same key is answered by it again', async () => {
    const of = `class-${clock}`
    await follow(3, { class: of })
    const answer = await set(of, { payment_terms: 21 }, `terms-${clock}`)
    const id = begun(answer)
    expect(answer.body).toMatchObject({ kind: 'policy', business_date: null })
    expect(await ended(id)).toMatchObject({ state: 'done', done: 3, total: 3 })
    expect(await adopted()).toBe(3)
    expect(await told(id)).toEqual(['started', 'finished'])
    const again = await set(of, { payment_terms: 21 }, `terms-${clock}`)
    expect([begun(again), again.headers.get('idempotent-replay')]).toEqual([id, 'true'])
    expect((await set(of, { payment_terms: 22 }, `terms-${clock}`)).body.code).toBe('idempotency_key_reused')
    expect(await findings()).toEqual([])
  })

  test('of few are adopted before the answer', async () => {
    const of = `class-${clock}`
    await follow(MANY, { class: of })
    expect((await set(of, { payment_terms: 21 })).status).toBe(200)
    expect(await adopted()).toBe(MANY)
  })
})

test('a run that nobody carries out is carried out by whoever looks, for who has begun it', async () => {
  await stop()
  await follow(3)
  const asking = { caller: { ...ada, id: 'key:ada' }, key: `cut-${clock}`, reason: 'month end' }
  const outcome = await beginAdvance(api.ledger.store, { clock, to: '2026-02-01T00:00:00Z' }, asking, MANY)
  if (outcome?.status !== 'begun') return expect.fail()
  const { runId } = outcome.run
  expect(await runOf(runId)).toMatchObject({ state: 'running', done: 0 })
  expect(await findings()).toEqual([])
  await Promise.all([goOn(api.ledger.store), goOn(api.ledger.store)])
  expect(await runOf(runId)).toMatchObject({ state: 'done', done: 3 })
  expect(await shown()).toBe('2026-02-01T00:00:00.000Z')
  expect(await told(runId)).toEqual(['started', 'advanced', 'finished'])
  expect(await findings()).toEqual([])
})
