import { afterAll, beforeAll, expect, test } from 'vitest'
import { listCustomers } from '../../src/service/read/lists/list-customers.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { type Api, openApi } from './api.ts'

/** Customers as they were: a page takes a bounded amount of work, and pages put together are the whole. */

let api: Api

beforeAll(async () => {
  api = await openApi()
  for (let no = 0; no < 7; no += 1) {
    await api.post('/customers', { customer_id: `c${no}`, name: 'C', currency: 'USD' })
    await api.post(`/customers/c${no}/charges`, { amount: '1.00', service: 'fees' })
  }
})
afterAll(() => api.close())

const page = (limit: number, mostWork: number, cursor?: string) =>
  inTransaction(
    api.ledger.store,
    (session) => listCustomers(session, { limit, cursor, asOf: '2999-01-01', knownAt: '2999-01-01' }, mostWork),
    'repeatable read',
  )

test.for([
  [100, 1, 8],
  [100, 120, 3],
  [2, 1_000_000, 4],
  [2, 120, 4],
  [100, 1_000_000, 1],
])('of at most %i, and of at most so much work: %i', async ([limit = 0, mostWork = 0, pages]) => {
  const ids: string[] = []
  let [cursor, count]: [string | undefined, number] = [undefined, 0]
  do {
    const { items, next }: Awaited<ReturnType<typeof page>> = await page(limit, mostWork, cursor)
    ids.push(...items.map((item) => item.customer_id))
    cursor = next ?? undefined
    count += 1
  } while (cursor !== undefined)
  expect(ids).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6'])
  expect(count).toBe(pages)
})
