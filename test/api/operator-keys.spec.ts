import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Api, openApi } from './api.ts'

/** Keys of what the operator does: sent twice, also at once, it is done once and answered alike. */

let api: Api

beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const inShort = ({ status, headers, body }: Answer) =>
  `${status} ${body.code ?? 'done'}${headers.get('idempotent-replay') === 'true' ? ' again' : ''}`
const atOnce = async (times: number, path: string, body: (at: number) => object | undefined, key: string) => {
  await Promise.all(Array.from({ length: 6 }, () => api.ledger.store.query('select pg_sleep(0.1)')))
  const all = await Promise.all(Array.from({ length: times }, (_, at) => api.post(path, body(at), { key })))
  return all.map(inShort).sort()
}

test('a clock that is created or joined several times at once with one key is so once', async () => {
  const create = { clock: 'k', now: '2026-01-01T00:00:00Z' }
  expect(await atOnce(3, '/clocks', () => create, 'create')).toEqual(['200 done', '200 done again', '200 done again'])
  expect(await atOnce(3, '/clocks/k/join', () => undefined, 'join')).toEqual([
    '200 done',
    '200 done again',
    '200 done again',
  ])
})

test('of two clocks that are created at once with one key, one is', async () => {
  const both = await atOnce(2, '/clocks', (at) => ({ clock: `two-${at}`, now: '2026-01-01T00:00:00Z' }), 'two')
  expect(both).toEqual(['200 done', '422 idempotency_key_reused'])
  expect(await api.ledger.query("select clock from clock where clock like 'two-%'")).toHaveLength(1)
})

test('a run is known by its key, and another one cannot be made with it', async () => {
  const run = async (date: string) =>
    inShort(await api.post('/collection/runs', { business_date: date }, { key: 'run' }))
  expect(await run('2026-01-11')).toBe('200 done')
  expect(await run('2026-01-11')).toBe('200 done again')
  expect(await run('2026-01-12')).toBe('422 idempotency_key_reused')
})
