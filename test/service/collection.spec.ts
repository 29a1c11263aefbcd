import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { runCollection } from '../../src/service/runs/collection.ts'
import { ada, deskOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Runs of collection: one for a date and a scope, recorded once, about customers who exist. */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  const ask = deskOf(ledger.store)
  await ask('open_customer', 'john', { name: 'John', currency: 'USD', effective_at: '2026-01-01' })
  const lines = [{ description: 'Fee', amount: '10.00' }]
  await ask('issue_invoice', 'john', { lines, issued_on: '2026-01-02', due_on: '2026-01-10' })
})
afterAll(() => cellar.close())

const run = (customerId?: string) =>
  runCollection(ledger.store, { business_date: '2026-01-11', customer_id: customerId }, ada)
const doings = async () =>
  (await ledger.query("select type from record where customer_id = '~operator' order by seq"))
    .map((one) => one.type)
    // each row is held by a record beside it
    .filter((type) => type !== 79)

test('a run for a customer who does not exist is refused, and can be made when he exists', async () => {
  for (const nobody of ['mary', '~operator'])
    expect(await run(nobody)).toMatchObject({ refusal: { code: 'customer_unknown', facts: { customer_id: nobody } } })
  expect(await ledger.query('select run_id from run')).toEqual([])
  await deskOf(ledger.store)('open_customer', 'mary', { name: 'Mary', currency: 'USD' })
  expect(await run('mary')).toMatchObject({ status: 'done', run: { state: 'done' } })
})

test('runs that are asked for at once are one run, started and finished once', async () => {
  await Promise.all(Array.from({ length: 4 }, () => ledger.store.query('select pg_sleep(0.1)')))
  const runs = await Promise.all(Array.from({ length: 4 }, () => run()))
  for (const one of runs) expect(one).toMatchObject({ run: { state: 'done', result: { customers: 1, records: 3 } } })
  expect(new Set(runs.map((one) => one.status === 'done' && one.run.runId)).size).toBe(1)
  expect(await doings()).toEqual([46, 47])
})

test('a key begins one run: again it is answered by that, and for another one it is refused', async () => {
  const keyed = (date: string, customerId?: string) =>
    runCollection(ledger.store, { business_date: date, customer_id: customerId }, ada, 'key')
  const first = await keyed('2026-01-11')
  expect(first).toMatchObject({ status: 'done', replay: false })
  expect(await keyed('2026-01-11')).toEqual({ ...first, replay: true })
  expect(await keyed('2026-01-12')).toEqual({ status: 'key_reused' })
  expect(await keyed('2026-01-11', 'john')).toEqual({ status: 'key_reused' })
  expect(await ledger.query('select run_id from run')).toHaveLength(1)
  expect(await doings()).toEqual([46, 47])
})
