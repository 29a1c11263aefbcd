import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cancelScheduled } from '../../src/service/ledger/cancel.ts'
import { moveMoney } from '../../src/service/ledger/moves.ts'
import type { Whole } from '../../src/service/ledger/perform.ts'
import { bookAllDue } from '../../src/service/ledger/waiting/due.ts'
import type { MoveWish } from '../../src/service/ledger/waiting/move-requests.ts'
import { answerMove } from '../../src/service/read/answers/whole.ts'
import { listScheduled } from '../../src/service/read/lists/scheduled.ts'
import { advanceClock, createClock } from '../../src/service/time/clocks.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { ada, deskOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** A move that is dated after now waits for its day, and is then out there and in here, or neither. */

let cellar: Cellar
let ledger: Ledger
let ask: ReturnType<typeof deskOf>

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  ask = deskOf(ledger.store)
  await createClock(ledger.store, { clock: 'tale', now: '2026-03-01', mail: 'withhold' }, ada)
  await open('ann')
  await open('bob')
})
afterAll(() => cellar.close())

const open = (id: string, clock: object = { clock: 'tale' }) =>
  ask('open_customer', id, { name: id, currency: 'USD', effective_at: '2026-01-01', ...clock })
const move = (wish: Partial<MoveWish>, key: string = randomUUID()) => {
  const whole = { to: 'bob', amount: '10.00', reason: 'wrong account', effective_at: '2026-03-05', ...wish }
  return moveMoney(ledger.store, 'ann', whole, { caller: ada, key })
}
const answer = async (whole: Whole) => {
  if (whole.status !== 'done') throw new Error(whole.status)
  return await inTransaction(ledger.store, (session) => answerMove(session, 'ann', whole))
}
const advance = (to: string) => advanceClock(ledger.store, 'tale', to, ada)
const waiting = async () =>
  (await inTransaction(ledger.store, (session) => listScheduled(session, 'ann', { limit: 100 }))).items
const pay = (amount: string) => ask('receive_payment', 'ann', { amount })
const findings = async () => (await verify(ledger.store, { decide: true })).findings
const balances = async () => {
  const rows = await ledger.query<{ id: string; balance: string }>(
    "select customer_id as id, balance from customer_head where customer_id in ('ann', 'bob') order by 1",
  )
  return rows.map((row) => Number(row.balance) / 1e6)
}
const ends = () => ledger.query('select state, refusal, body from scheduled')

test('it waits for its day, pays what is open there, and its key is answered alike before and after', async () => {
  await pay('12.00')
  await ask('issue_invoice', 'bob', { invoice: 'B1', lines: [{ description: 'Fee', amount: '8.00' }] })
  const kept = await answer(await move({ reference: 'T-7' }, 'm1'))
  expect(kept).toMatchObject({ customer_id: 'ann', op: 'move_money', effective_at: '2026-03-05T00:00:00.000Z' })
  expect((await waiting()).map((one) => [one.op, one.due_on, one.reference])).toEqual([
    ['move_money', '2026-03-05', 'T-7'],
  ])
  expect(await answer(await move({ reference: 'T-7' }, 'm1'))).toEqual(kept)
  await advance('2026-03-04')
  expect(await balances()).toEqual([-12, 8])
  await advance('2026-03-05')
  expect(await balances()).toEqual([-2, -2])
  expect(await waiting()).toEqual([])
  expect(await ends()).toEqual([{ state: 'done', refusal: null, body: null }])
  expect(await answer(await move({ reference: 'T-7' }, 'm1'))).toEqual(kept)
  expect(await balances()).toEqual([-2, -2])
  const [times] = await ledger.query(
    `select count(distinct r.effective_at)::int as n, count(distinct o.correlation_id)::int as correlations,
       array_agg(distinct o.reference) as "references" from record r join operation o
       on o.customer_id = r.customer_id and o.first_seq <= r.seq and r.seq <= o.last_seq
     where o.op in ('move_out', 'move_in')`,
  )
  expect(times).toEqual({ n: 1, correlations: 1, references: ['T-7'] })
  expect(await findings()).toEqual([])
})

test('refused here on its day, it says why', async () => {
  await pay('9.99')
  await move({})
  await advance('2026-03-10')
  expect(await balances()).toEqual([-9.99, 0])
  expect(await ends()).toEqual([{ state: 'failed', refusal: 'move_exceeds_free_money', body: null }])
  expect(await findings()).toEqual([])
})

test('two that wait for the same moment in both directions are booked one after the other', async () => {
  await pay('10.00')
  await ask('receive_payment', 'bob', { amount: '3.00' })
  await move({})
  const back = { to: 'ann', amount: '3.00', reason: 'and back', effective_at: '2026-03-05' }
  await moveMoney(ledger.store, 'bob', back, { caller: ada, key: 'back' })
  await advance('2026-03-05')
  expect(await balances()).toEqual([-3, -10])
  expect(await findings()).toEqual([])
})

test('it can be cancelled until then', async () => {
  await pay('12.00')
  await move({})
  const [one] = await waiting()
  await cancelScheduled(ledger.store, 'ann', { id: one?.scheduled ?? '', reason: null }, { caller: ada, key: null })
  await advance('2026-03-10')
  expect(await balances()).toEqual([-12, 0])
  expect(await findings()).toEqual([])
})

test('refused there, by one whose clock has not come to it, nothing of it is booked here either', async () => {
  await pay('12.00')
  await open('carl', {})
  await createClock(ledger.store, { clock: 'slow', now: '2026-02-01', mail: 'withhold' }, ada)
  await open('dora', { clock: 'slow' })
  await move({ to: 'carl' })
  await move({ to: 'dora', amount: '1.00' })
  await advance('2026-03-10')
  const rows = await ledger.query('select state, refusal from scheduled order by seq')
  expect(rows).toEqual([
    { state: 'done', refusal: null },
    { state: 'failed', refusal: 'effective_in_future' },
  ])
  expect(await balances()).toEqual([-2, 0])
  expect(await ledger.query("select customer_id, op from operation where op like 'move%' order by 1")).toEqual([
    { customer_id: 'ann', op: 'move_out' },
    { customer_id: 'carl', op: 'move_in' },
  ])
  expect(await findings()).toEqual([])
})

test('on the wall clock it is booked by the service when its day has come', async () => {
  await open('eve', {})
  await open('fay', {})
  await ask('receive_payment', 'eve', { amount: '5.00' })
  const soon = Date.now() + 2000
  const wish = { to: 'fay', amount: '5.00', reason: 'hers', effective_at: new Date(soon).toISOString() }
  await moveMoney(ledger.store, 'eve', wish, { caller: ada, key: 'later' })
  expect(await bookAllDue(ledger.store)).toBe(0)
  while (Date.now() <= soon) await setTimeout(soon + 1 - Date.now())
  expect(await bookAllDue(ledger.store)).toBe(1)
  const rows = await ledger.query<{ balance: string }>(
    "select balance from customer_head where customer_id in ('eve', 'fay') order by customer_id",
  )
  expect(rows.map((row) => row.balance)).toEqual(['0', '-5000000'])
})
