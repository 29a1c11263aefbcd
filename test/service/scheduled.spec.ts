import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cancelScheduled } from '../../src/service/ledger/cancel.ts'
import { bookAllDue } from '../../src/service/ledger/waiting/due.ts'
import { listScheduled } from '../../src/service/read/lists/scheduled.ts'
import { goOn } from '../../src/service/runs/go-on.ts'
import { advanceClock, createClock } from '../../src/service/time/clocks.ts'
import { joinClock } from '../../src/service/time/join-clock.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { cutOff } from './cut-off.ts'
import { ada, deskOf, inShort, passed, soon } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Operations dated after now wait for their day: they are booked once, in the order of the days, or say why not. */

let cellar: Cellar
let ledger: Ledger
let ask: ReturnType<typeof deskOf>

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  ask = deskOf(ledger.store)
})
afterAll(() => cellar.close())

const create = () => createClock(ledger.store, { clock: 'tale', now: '2026-03-01', mail: 'withhold' }, ada)
const advance = (to: string) => advanceClock(ledger.store, 'tale', to, ada)
const open = (more: object = { clock: 'tale', effective_at: '2026-03-01' }) =>
  ask('open_customer', 'john', { name: 'John', currency: 'USD', ...more })
const charge = (amount: string, on: string, more: object = {}, key?: string) =>
  ask('book_charge', 'john', { amount, service: 'voice', effective_at: on, ...more }, key)
const waiting = async () =>
  (await inTransaction(ledger.store, (session) => listScheduled(session, 'john', { limit: 100 }))).items
const cancel = (id: string, key: string | null = null) =>
  cancelScheduled(ledger.store, 'john', { id, reason: 'no more' }, { caller: ada, key })
const findings = async () => (await verify(ledger.store, { decide: true })).findings

/** The events of the customer in order of recording: "2026-03-05 charge_booked". */
const trail = async () => {
  const rows = await ledger.query<{ at: string; op: string; actor: string }>(
    `select to_char(r.effective_at at time zone 'UTC', 'YYYY-MM-DD') as at, o.op, o.actor from operation o
       join record r on r.customer_id = o.customer_id and r.seq = o.first_seq
     where o.customer_id = 'john' and o.op not in ('open_customer', 'evaluate_day') order by o.first_seq`,
  )
  return rows.map((row) => `${row.at} ${row.op} ${row.actor}`)
}

test('what is dated after now waits, and is booked on its day with its own time and caller', async () => {
  await create()
  await open()
  expect(inShort(await charge('5.00', '2026-03-05', { reference: 'T-1' }))).toBe('done')
  const [one] = await waiting()
  expect(one).toMatchObject({ op: 'book_charge', due_on: '2026-03-05', actor: 'Ada Byron', reference: 'T-1' })
  await advance('2026-03-04')
  expect(await waiting()).toHaveLength(1)
  await advance('2026-03-05')
  expect(await waiting()).toEqual([])
  expect(await trail()).toEqual([
    '2026-03-01 schedule_operation Ada Byron',
    '2026-03-05 book_charge Ada Byron',
    '2026-03-05 end_scheduled system',
  ])
  const kept = await ledger.query('select state, body, refusal from scheduled')
  expect(kept).toEqual([{ state: 'done', body: null, refusal: null }])
  expect(await findings()).toEqual([])
})

test('what waits is booked between the days before it and those after it', async () => {
  await create()
  await open()
  const invoice = { lines: [{ description: 'Fee', amount: '10.00' }], invoice: 'I1', due_on: '2026-03-10' }
  await ask('issue_invoice', 'john', invoice)
  await ask('receive_payment', 'john', { amount: '4.00', effective_at: '2026-03-10T12:00:00Z' })
  await ask('receive_payment', 'john', { amount: '6.00', effective_at: '2026-03-12T12:00:00Z' })
  await advance('2026-04-01')
  const told = await ledger.query<{ what: string }>(
    `select to_char(effective_at at time zone 'UTC', 'MM-DD HH24:MI ') || kind || ':' || type as what from record
     where customer_id = 'john' and ((kind = 1 and type in (5, 12)) or kind = 4) order by seq`,
  )
  expect(told.map((row) => row.what)).toEqual([
    '03-10 00:00 1:12',
    '03-10 12:00 1:5',
    '03-11 00:00 1:12',
    '03-11 00:00 4:4',
    '03-12 00:00 1:12',
    '03-12 12:00 1:5',
  ])
  expect(await findings()).toEqual([])
})

test('an operation that is refused on its day says so, and stops nothing', async () => {
  await create()
  await open()
  await ask('adjust_invoice', 'john', { invoice: 'none', amount: '-1', reason: 'x', effective_at: '2026-03-05' })
  await charge('5.00', '2026-03-06')
  await advance('2026-03-10')
  const rows = await ledger.query('select op, state, refusal from scheduled order by effective_at')
  expect(rows).toEqual([
    { op: 'adjust_invoice', state: 'failed', refusal: 'invoice_unknown' },
    { op: 'book_charge', state: 'done', refusal: null },
  ])
  expect(await trail()).toContain('2026-03-06 book_charge Ada Byron')
})

test('what cannot be read is refused at once; an unknown customer has nothing waiting', async () => {
  await create()
  await open()
  expect(inShort(await charge('5.0000001', '2026-03-05'))).toBe('amount_too_fine')
  expect(inShort(await charge('5', '2026-02-30'))).toBe('date_invalid')
  expect(inShort(await ask('book_charge', 'eve', { amount: '1', service: 'x', effective_at: '2998-01-01' }))).toBe(
    'customer_unknown',
  )
  expect(inShort(await ask('open_customer', 'eve', { name: 'E', currency: 'USD', effective_at: '2998-01-01' }))).toBe(
    'effective_in_future',
  )
  expect(await ledger.query('select 1 from scheduled')).toEqual([])
})

test('a repetition of the key that asked for it is answered alike, before its day and after', async () => {
  await create()
  await open()
  const first = await charge('5.00', '2026-03-05', {}, 'k1')
  expect(await charge('5.00', '2026-03-05', {}, 'k1')).toEqual({ ...first, replay: true })
  await advance('2026-03-06')
  expect(await charge('5.00', '2026-03-05', {}, 'k1')).toEqual({ ...first, replay: true })
  expect((await trail()).filter((line) => line.includes('book_charge'))).toHaveLength(1)
})

test('what waits can be cancelled, once', async () => {
  await create()
  await open()
  await charge('5.00', '2026-03-05')
  const [{ scheduled: id } = { scheduled: '' }] = await waiting()
  expect(inShort(await cancel(id, 'c1'))).toBe('done')
  expect(inShort(await cancel(id, 'c1'))).toBe('replayed')
  expect(inShort(await cancel(id))).toBe('scheduled_unknown')
  await advance('2026-03-10')
  expect(await trail()).toEqual(['2026-03-01 schedule_operation Ada Byron', '2026-03-01 end_scheduled Ada Byron'])
  expect(await ledger.query('select state from scheduled')).toEqual([{ state: 'cancelled' }])
  expect(await findings()).toEqual([])
})

test('a move of the clock that was cut off books what is left of it, and nothing twice', async () => {
  await create()
  await open()
  for (const on of ['2026-03-03', '2026-03-05', '2026-03-07']) await charge('1.00', on)
  await advance('2026-03-04')
  await cutOff(ledger.store, 'tale', '2026-03-20T00:00:00Z')
  await Promise.all([goOn(ledger.store), goOn(ledger.store), bookAllDue(ledger.store)])
  expect((await trail()).filter((line) => line.includes('book_charge'))).toEqual([
    '2026-03-03 book_charge Ada Byron',
    '2026-03-05 book_charge Ada Byron',
    '2026-03-07 book_charge Ada Byron',
  ])
  expect(await findings()).toEqual([])
})

test('on the wall clock what is due is booked by the service', async () => {
  await open({ effective_at: '2026-01-01' })
  const moment = soon(2000)
  await charge('5.00', moment)
  expect(await bookAllDue(ledger.store)).toBe(0)
  await passed(moment)
  expect(await bookAllDue(ledger.store)).toBe(1)
  expect(await bookAllDue(ledger.store)).toBe(0)
  expect(await ledger.query('select state, refusal from scheduled')).toEqual([{ state: 'done', refusal: null }])
  expect(await waiting()).toEqual([])
})

test('whatever is asked of a customer comes after what is due of his', async () => {
  await create()
  await open()
  await charge('5.00', '2026-03-05')
  // the clock went on, and nobody has booked yet what waited
  await ledger.query("update clock set now = '2026-03-06'")
  expect(inShort(await charge('1.00', '2026-03-06'))).toBe('done')
  expect(await trail()).toEqual([
    '2026-03-01 schedule_operation Ada Byron',
    '2026-03-05 book_charge Ada Byron',
    '2026-03-05 end_scheduled system',
    '2026-03-06 book_charge Ada Byron',
  ])
})

test('as a clock is joined, what waited for the days between is booked on them', async () => {
  await createClock(ledger.store, { clock: 'tale', now: '2025-01-01', mail: 'withhold' }, ada)
  await open({ clock: 'tale', effective_at: '2025-01-01' })
  await charge('5.00', '2025-06-01')
  await charge('7.00', '2998-01-01')
  await joinClock(ledger.store, 'tale', ada)
  expect((await trail()).filter((line) => line.includes('book_charge'))).toEqual(['2025-06-01 book_charge Ada Byron'])
  expect((await waiting()).map((one) => one.due_on)).toEqual(['2998-01-01'])
  expect(await findings()).toEqual([])
})
