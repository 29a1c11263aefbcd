import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { moveMoney } from '../../src/service/ledger/moves.ts'
import type { Whole } from '../../src/service/ledger/perform.ts'
import type { MoveWish } from '../../src/service/ledger/waiting/move-requests.ts'
import { answerMove } from '../../src/service/read/answers/whole.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { ada, deskOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Money moved from one customer to another is out there and in here, or neither. */

let cellar: Cellar
let ledger: Ledger
let ask: ReturnType<typeof deskOf>

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  ask = deskOf(ledger.store)
  for (const [id, currency] of [
    ['ann', 'USD'],
    ['bob', 'USD'],
    ['eva', 'EUR'],
  ] as const)
    await ask('open_customer', id, { name: id, currency, effective_at: '2026-01-01' })
})
afterAll(() => cellar.close())

const move = (wish: Partial<MoveWish>, key: string = randomUUID(), from = 'ann') =>
  moveMoney(ledger.store, from, { to: 'bob', amount: '10.00', reason: 'wrong account', ...wish }, { caller: ada, key })
const said = (whole: Whole) =>
  whole.status === 'refused' ? whole.refusal.code : whole.status === 'done' && whole.replay ? 'replayed' : whole.status
const answer = async (whole: Whole) => {
  if (whole.status !== 'done') throw new Error(whole.status)
  const answered = await inTransaction(ledger.store, (session) => answerMove(session, 'ann', whole))
  if (!('clearing' in answered)) throw new Error('it waits')
  return answered
}
const balances = async () =>
  Object.fromEntries(
    (
      await ledger.query<{ customer_id: string; balance: string }>(
        "select customer_id, balance from customer_head where customer_id in ('ann', 'bob')",
      )
    ).map((row) => [row.customer_id, Number(row.balance) / 1e6]),
  )
const findings = async () => (await verify(ledger.store, { decide: true })).findings

test('money moves out of several payments there and in as one credit here, which pays what is open', async () => {
  await ask('receive_payment', 'ann', { amount: '6.00' })
  await ask('receive_payment', 'ann', { amount: '6.00' })
  await ask('issue_invoice', 'bob', { invoice: 'B1', lines: [{ description: 'Fee', amount: '8.00' }] })
  const { clearing, records, credit_id, operations, correlation_id } = await answer(await move({}))
  expect(clearing).toBe('0.00')
  expect(correlation_id).toMatch(/^move:/)
  expect(credit_id).toMatch(/^MOV-/)
  expect(operations.map((one) => `${one.customer_id} ${one.op}`)).toEqual(['ann move_out', 'bob move_in'])
  expect(records.filter((one) => one.type === 'payment_moved_out')).toHaveLength(2)
  expect(await balances()).toEqual({ ann: -2, bob: -2 })
  expect(await findings()).toEqual([])
})

test('a repetition moves nothing again and answers alike', async () => {
  await ask('receive_payment', 'ann', { amount: '25.00' })
  const all = await Promise.all(Array.from({ length: 4 }, () => move({}, 'k1')))
  expect(all.map(said).sort()).toEqual(['done', 'replayed', 'replayed', 'replayed'])
  const answers = await Promise.all(all.map(answer))
  for (const one of answers) expect(one).toEqual(answers[0])
  expect(said(await move({ amount: '11.00' }, 'k1'))).toBe('key_reused')
  expect(await balances()).toEqual({ ann: -15, bob: -10 })
})

test.each([
  ['customer_unknown', { to: 'nobody' }],
  ['currency_differs', { to: 'eva' }],
  ['amount_malformed', { amount: 'ten' }],
  ['amount_must_be_positive', { amount: '0' }],
  ['amount_finer_than_currency', { amount: '1.001' }],
  ['reason_required', { reason: undefined }],
  ['move_to_itself', { to: 'ann' }],
  ['move_exceeds_free_money', { amount: '5.01' }],
  ['effective_before_opening', { effective_at: '2025-12-31' }],
  ['date_invalid', { effective_at: '2026-02-30' }],
])('%s: nothing is moved on either side', async (code, wish) => {
  await ask('receive_payment', 'ann', { amount: '5.00' })
  expect(said(await move({ amount: '1.00', ...wish }))).toBe(code)
  expect(await balances()).toEqual({ ann: -5, bob: 0 })
})

test('what the other side refuses is undone on this one', async () => {
  await ask('open_customer', 'new', { name: 'new', currency: 'USD' })
  await ask('receive_payment', 'ann', { amount: '5.00', effective_at: '2026-01-01' })
  const before = await ledger.query("select seq from customer_head where customer_id = 'ann'")
  expect(said(await move({ to: 'new', amount: '1.00', effective_at: '2026-01-02' }))).toBe('effective_before_opening')
  expect(await ledger.query("select seq from customer_head where customer_id = 'ann'")).toEqual(before)
})

test('two who move money to each other at once do not stand in each other’s way', async () => {
  for (const id of ['ann', 'bob']) await ask('receive_payment', id, { amount: '10.00' })
  const all = await Promise.all(
    Array.from({ length: 10 }, (_, at) =>
      at % 2 === 0 ? move({ amount: '1.00' }) : move({ to: 'ann', amount: '1.00' }, randomUUID(), 'bob'),
    ),
  )
  expect(all.map(said)).toEqual(Array(10).fill('done'))
  expect(await balances()).toEqual({ ann: -10, bob: -10 })
  expect(await findings()).toEqual([])
})
