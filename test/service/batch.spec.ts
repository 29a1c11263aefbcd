import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type CommandName, commands } from '../../src/contract/operations.ts'
import { type BatchPart, performBatchOf } from '../../src/service/ledger/batch.ts'
import { answerBatch } from '../../src/service/read/answers/whole.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { ada, deskOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Operations of one customer as one: all of them, or nothing. */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  await deskOf(ledger.store)('open_customer', 'john', { name: 'John', currency: 'USD', effective_at: '2026-01-01' })
})
afterAll(() => cellar.close())

const part = (op: CommandName, body: object): BatchPart => ({ op, body: commands[op].parse(body) }) as BatchPart
const ask = (parts: readonly BatchPart[], key: string) =>
  performBatchOf(ledger.store, 'john', parts, { caller: ada, key })
const answer = async (whole: Awaited<ReturnType<typeof ask>>) => {
  if (whole.status !== 'done') throw new Error(whole.status)
  return await inTransaction(ledger.store, (session) => answerBatch(session, 'john', whole))
}
const rows = async () => (await ledger.query('select count(*)::int as n from record'))[0]?.n
const findings = async () => (await verify(ledger.store, { decide: true })).findings

const billed = [
  part('book_charge', { amount: '10.00', service: 'voice' }),
  part('issue_invoice', { invoice: 'I1', charges: 'unbilled' }),
  part('receive_payment', { amount: '4.00', allocate: [{ invoice: 'I1', amount: '4.00' }] }),
]

test('each operation of a batch sees what the ones before it did; one correlation stands for all', async () => {
  const whole = await ask(billed, 'k1')
  const { operations, records, correlation_id } = await answer(whole)
  expect(operations.map((one) => one.op)).toEqual(['book_charge', 'issue_invoice', 'receive_payment'])
  expect(new Set(records.map((one) => one.root_seq)).size).toBe(3)
  expect(correlation_id).toMatch(/^batch:/)
  const [head] = await ledger.query('select outstanding from customer_head')
  expect(head).toEqual({ outstanding: '6000000' })
  expect(await findings()).toEqual([])
})

test('the first operation that is refused undoes all, numbers included', async () => {
  const before = await rows()
  const refused = await ask(
    [
      part('issue_invoice', { lines: [{ description: 'Fee', amount: '1.00' }] }),
      part('adjust_invoice', { invoice: 'none', amount: '-1', reason: 'x' }),
    ],
    'k1',
  )
  expect(refused).toMatchObject({ status: 'refused', at: 1, refusal: { code: 'invoice_unknown' } })
  expect(await rows()).toBe(before)
  const done = await answer(await ask([part('issue_invoice', { lines: [{ description: 'Fee', amount: '1' }] })], 'k1'))
  expect(done.records.find((one) => one.type === 'invoice_issued')?.subject).toBe('invoice:INV-000001')
})

test('a repetition answers the same records; another batch under the key is refused', async () => {
  const first = await ask(billed, 'k1')
  const again = await ask(billed, 'k1')
  expect(again).toMatchObject({ status: 'done', replay: true })
  expect(await answer(again)).toEqual(await answer(first))
  expect(await ask(billed.slice(0, 1), 'k1')).toEqual({ status: 'key_reused' })
})

test('a batch asked for by many at once is carried out once', async () => {
  const all = await Promise.all(Array.from({ length: 6 }, () => ask(billed, 'k1')))
  expect(all.filter((one) => one.status === 'done' && !one.replay)).toHaveLength(1)
  expect(await ledger.query("select 1 from operation where op = 'book_charge'")).toHaveLength(1)
  expect(await findings()).toEqual([])
})

test('what of a batch is dated after now waits with the rest done', async () => {
  const { operations } = await answer(
    await ask(
      [
        part('book_charge', { amount: '1.00', service: 'voice' }),
        part('book_charge', { amount: '2.00', service: 'voice', effective_at: '2998-01-01' }),
      ],
      'k1',
    ),
  )
  expect(operations.map((one) => one.op)).toEqual(['book_charge', 'schedule_operation'])
})

test('a batch has at least one operation', async () => {
  expect(await ask([], 'k1')).toMatchObject({ status: 'refused', refusal: { code: 'batch_is_empty' } })
})
