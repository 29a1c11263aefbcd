import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { commands } from '../../src/contract/operations.ts'
import type { Outcome, WireRequest } from '../../src/service/asked/request.ts'
import { perform } from '../../src/service/ledger/perform.ts'
import { answerOperation } from '../../src/service/read/answers/operation.ts'
import { closeBooks } from '../../src/service/time/books.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { ada, deskOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Bundles of usage: what can be booked of one is, once, and the rest is named. */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  await deskOf(ledger.store)('open_customer', 'john', { name: 'John', currency: 'USD', effective_at: '2026-01-10' })
})
afterAll(() => cellar.close())

const bring = (charges: readonly object[], key: string): Promise<Outcome> =>
  perform(ledger.store, {
    op: 'book_usage',
    customerId: 'john',
    body: commands.book_usage.parse({ service: 'calls', charges }),
    caller: ada,
    key,
  } as WireRequest)

const charged = () =>
  ledger.query<{ xdr: string; amount: string; on: string }>(
    `select xdr_id::text as xdr, amount::text, effective_at::date::text as on from record where charge is not null
     order by seq`,
  )
const findings = async () => (await verify(ledger.store, { decide: true })).findings

const mixed = [
  { amount: '0.10', xdr_id: '7001', effective_at: '2026-01-11' },
  { amount: '1,5' },
  { amount: '0.20', xdr_id: 7002, effective_at: '2026-01-12T10:00:00Z' },
  { amount: '-1' },
  { amount: '1', xdr_id: '7001' },
  { amount: '1', xdr_id: 'A-1' },
  { amount: '1', effective_at: '2026-02-30' },
  { amount: '1', effective_at: '2025-12-31' },
  { amount: '1', effective_at: '2999-01-01' },
  { amount: '0.30', service: 'data', effective_at: '2026-01-11' },
]

const left = [
  { line: 2, field: 'amount', code: 'amount_malformed' },
  { line: 4, field: 'amount', code: 'amount_must_not_be_negative' },
  { line: 5, field: 'xdr_id', code: 'xdr_id_taken' },
  { line: 6, field: 'xdr_id', code: 'xdr_id_invalid' },
  { line: 7, field: 'effective_at', code: 'date_invalid' },
  { line: 8, field: 'effective_at', code: 'effective_before_opening' },
  { line: 9, field: 'effective_at', code: 'effective_in_future' },
]

test('what cannot be booked is named by line, member and rule, and breaks nothing else', async () => {
  const outcome = await bring(mixed, 'k1')
  expect(outcome).toMatchObject({ status: 'done', replay: false, left })
  expect((await charged()).map(({ amount, on }) => [amount, on])).toEqual([
    ['100000', '2026-01-11'],
    ['200000', '2026-01-12'],
    ['300000', '2026-01-11'],
  ])
  const [operations] = await ledger.query("select count(*)::int as n from operation where op = 'book_usage'")
  expect(operations).toEqual({ n: 1 })
  expect(await findings()).toEqual([])
})

test('a bundle that is repeated is answered again, with what was left out of it, and books nothing', async () => {
  const first = await bring(mixed, 'k1')
  const again = await bring(mixed, 'k1')
  expect(again).toMatchObject({ status: 'done', replay: true })
  if (first.status !== 'done' || again.status !== 'done') throw new Error('not done')
  const answer = (outcome: typeof first) =>
    inTransaction(ledger.store, (session) => answerOperation(session, outcome), 'repeatable read')
  expect(await answer(again)).toMatchObject({ rejected: left, left_out: 0 })
  expect((await answer(again)).records).toEqual((await answer(first)).records)
  expect(await charged()).toHaveLength(3)
  expect(await bring([{ amount: '1' }], 'k1')).toEqual({ status: 'key_reused' })
})

test('a charge that was booked before is not booked again by another bundle; one that has nothing new is refused', async () => {
  await bring(mixed, 'k1')
  const both = [mixed[0] ?? {}, { amount: '9', xdr_id: '7003' }]
  expect(await bring(both, 'k2')).toMatchObject({
    status: 'done',
    left: [{ line: 1, field: 'xdr_id', code: 'xdr_id_taken' }],
  })
  expect(await bring(both, 'k3')).toEqual({
    status: 'refused',
    refusal: {
      code: 'usage_all_rejected',
      facts: { rejected: 2, line: 1, field: 'xdr_id', because: 'xdr_id_taken' },
    },
    left: [1, 2].map((line) => ({ line, field: 'xdr_id', code: 'xdr_id_taken' })),
  })
  expect((await charged()).map(({ xdr }) => xdr).filter((id) => id.startsWith('700'))).toEqual(['7001', '7002', '7003'])
  expect(await findings()).toEqual([])
})

test('ids from the counter pass by those that the customer brings, also within one bundle', async () => {
  await bring([{ amount: '1' }], 'k0')
  const [{ xdr } = { xdr: '0' }] = await charged()
  const next = BigInt(xdr) + 2n
  const own = { amount: '2', xdr_id: String(next) }
  await bring([{ amount: '1' }, own, { amount: '1' }, { amount: '1' }], 'k1')
  const ids = (await charged()).map((one) => one.xdr)
  expect(new Set(ids).size).toBe(5)
  expect(await findings()).toEqual([])
})

test('a charge of a day that is closed is left out', async () => {
  await closeBooks(ledger.store, { closed_until: '2026-01-11', reason: 'over' }, { caller: ada, key: 'close' })
  expect(
    await bring(
      [
        { amount: '1', effective_at: '2026-01-11' },
        { amount: '1', effective_at: '2026-01-12' },
      ],
      'k1',
    ),
  ).toMatchObject({ status: 'done', left: [{ line: 1, field: 'effective_at', code: 'period_closed' }] })
  expect(await findings()).toEqual([])
})

test('a thousand charges are one operation, with one digest and one key', async () => {
  const many = Array.from({ length: 1000 }, (_, at) => ({ amount: `0.${String(at).padStart(4, '0')}` }))
  await bring(many, 'k1')
  const [counts] = await ledger.query(
    `select (select count(*)::int from record where charge is not null) as charges,
       (select count(*)::int from idempotency where key = 'k1') as keys,
       (select count(*)::int from operation where op = 'book_usage') as operations`,
  )
  expect(counts).toEqual({ charges: 1000, keys: 1, operations: 1 })
  expect(await findings()).toEqual([])
})

/** How many entries of the index of xDR ids were read so far: each session is made to say it. */
const entriesRead = async (): Promise<number> => {
  const saying = 'select pg_stat_force_next_flush(), pg_sleep(0.1)'
  await Promise.all(Array.from({ length: 8 }, () => inTransaction(ledger.store, (session) => session.query(saying))))
  const [row] = await ledger.query<{ n: string }>(
    "select idx_tup_read::text as n from pg_stat_user_indexes where indexrelname = 'record_by_xdr'",
  )
  return Number(row?.n)
}

test('whether ids are free is asked of these ids alone, however many there are', async () => {
  for (let round = 0; round < 8; round += 1)
    await bring(
      Array.from({ length: 500 }, () => ({ amount: '0.1' })),
      `many ${round}`,
    )
  const taken = { amount: '1', xdr_id: '1' }
  await bring([taken, ...Array.from({ length: 50 }, () => ({ amount: '0.2' }))], 'few')
  expect(await entriesRead()).toBeLessThan(100)
})
