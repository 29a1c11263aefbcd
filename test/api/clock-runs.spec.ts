import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { beginMoving } from '../../src/service/time/clock-runs.ts'
import { finishMoves } from '../../src/service/time/finish-moves.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { ada } from '../service/desk.ts'
import { type Api, openApi } from './api.ts'

/** A clock that many customers follow is moved by a run: it is answered before it is done, and says how far it is. */

let api: Api
let clock = ''
let count = 0

beforeAll(async () => {
  api = await openApi(undefined, { manyCustomers: 2 })
})
beforeEach(async () => {
  count += 1
  clock = `clock-${count}`
  await api.post('/clocks', { clock, now: '2026-01-01T00:00:00Z' })
})
afterAll(() => api.close())

const follow = async (customers: number): Promise<void> => {
  for (let one = 1; one <= customers; one += 1) {
    const id = `${clock}-${one}`
    await api.post('/customers', { customer_id: id, name: id, currency: 'EUR', clock })
    const lines = [{ description: 'Fee', amount: '10.00' }]
    await api.post(`/customers/${id}/invoices`, { invoice: `I-${id}`, lines, due_on: '2026-01-10' })
  }
}
const advance = (to: string, key: string) => api.post(`/clocks/${clock}/advance`, { to, reason: 'month end' }, { key })
const shown = async () => (await api.get(`/clocks/${clock}`)).body.now
const runOf = async (id: string) => (await api.get(`/runs/${id}`)).body
const ended = async (id: string) => {
  await expect.poll(async () => (await runOf(id)).state).not.toBe('running')
  return await runOf(id)
}
const types = { run_started: 46, clock_advanced: 44, run_finished: 47 }
/** What the operator's own log says of a run, in order. */
const told = async (id: string) => {
  const rows = await api.ledger.query<{ type: number }>(
    `select r.type from operation o join record r on r.customer_id = o.customer_id and r.seq = o.first_seq
     where o.correlation_id = $1 and r.type = any($2) order by o.first_seq`,
    [id, Object.values(types)],
  )
  return rows.map((row) => row.type)
}
const findings = async () => (await verify(api.ledger.store, { decide: true })).findings

test('beyond so many customers the move is answered as a run, which comes to its end', async () => {
  await follow(3)
  const { status, headers, body } = await advance('2026-02-01T00:00:00Z', `far-${clock}`)
  expect({ status, location: headers.get('location') }).toEqual({
    status: 202,
    location: `/api/v1/runs/${body.run_id}`,
  })
  expect(body).toMatchObject({ kind: 'advance', business_date: '2026-02-01' })
  const run = await ended(body.run_id)
  expect(run).toMatchObject({ state: 'done', done: 3, total: 3, result: { customers: 3 } })
  expect(run.result.records).toBeGreaterThan(0)
  expect(await shown()).toBe('2026-02-01T00:00:00.000Z')
  expect((await api.get(`/invoices/I-${clock}-3`)).body.status).toBe('overdue')
  expect(await told(body.run_id)).toEqual([types.run_started, types.clock_advanced, types.run_finished])
  expect(await findings()).toEqual([])
})

test('a run says how far it is', async () => {
  await follow(3)
  const { query } = api.ledger
  await query('begin')
  await query('select 1 from customer_head where customer_id = $1 for update', [`${clock}-3`])
  const { body } = await advance('2026-02-01T00:00:00Z', `slow-${clock}`)
  const same = await advance('2026-02-01T00:00:00Z', `other-${clock}`)
  expect(same.body.run_id).toBe(body.run_id)
  await expect.poll(() => runOf(body.run_id)).toMatchObject({ state: 'running', done: 2, total: 3 })
  await query('commit')
  expect(await ended(body.run_id)).toMatchObject({ state: 'done', done: 3, total: 3 })
})

test('up to so many it is answered when it is done', async () => {
  await follow(2)
  const { status, body } = await advance('2026-02-01T00:00:00Z', `few-${clock}`)
  expect({ status, now: body.now }).toEqual({ status: 200, now: '2026-02-01T00:00:00.000Z' })
})

test('a key that has begun a run is answered by it again, and begins no other', async () => {
  await follow(3)
  const first = await advance('2026-02-01T00:00:00Z', `again-${clock}`)
  await ended(first.body.run_id)
  const before = await api.recordCount()
  const again = await advance('2026-02-01T00:00:00Z', `again-${clock}`)
  expect(again.headers.get('idempotent-replay')).toBe('true')
  expect(again.body).toMatchObject({ run_id: first.body.run_id, state: 'done' })
  expect((await advance('2026-03-01T00:00:00Z', `again-${clock}`)).body.code).toBe('idempotency_key_reused')
  expect(await api.recordCount()).toBe(before)
})

test('what cannot be is refused at once', async () => {
  await follow(3)
  expect((await advance('2025-12-01T00:00:00Z', `back-${clock}`)).body.code).toBe('clock_behind')
  expect((await advance('2025-12-01T25:00:00Z', `none-${clock}`)).body.code).toBe('date_invalid')
  expect(await api.ledger.query('select 1 from run where scope like $1', [`%${clock}`])).toEqual([])
})

test('a run whose process was killed is brought to its end by the background', async () => {
  await follow(3)
  const wish = { clock, to: '2026-02-01T00:00:00Z' }
  const begun = await beginMoving(api.ledger.store, wish, { caller: ada, key: `cut-${clock}` }, 2)
  if (begun?.status !== 'begun') return expect.fail()
  expect(await runOf(begun.run.runId)).toMatchObject({ state: 'running', done: 0 })
  expect(await findings()).toEqual([])
  await finishMoves(api.ledger.store)
  expect(await runOf(begun.run.runId)).toMatchObject({ state: 'done', done: 3 })
  expect(await shown()).toBe('2026-02-01T00:00:00.000Z')
  expect(await findings()).toEqual([])
})
