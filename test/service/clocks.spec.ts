import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { instantToText } from '../../src/engine/time.ts'
import { runCollection } from '../../src/service/runs/collection.ts'
import { goOn } from '../../src/service/runs/go-on.ts'
import type { ClockOutcome } from '../../src/service/time/clock-marks.ts'
import { advanceClock, createClock } from '../../src/service/time/clocks.ts'
import { evaluateDue } from '../../src/service/time/evaluate-customers.ts'
import { joinClock } from '../../src/service/time/join-clock.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { cutOff } from './cut-off.ts'
import { ada, deskOf, inShort } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Time on the wall clock and on named ones: days are evaluated once each, in order, and nothing runs backwards. */

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

const create = (now: string, mail: 'send' | 'withhold' = 'send') =>
  createClock(ledger.store, { clock: 'story', now, mail }, ada)
const advance = (to: string) => advanceClock(ledger.store, 'story', to, ada)
const open = (customerId: string, timeZone = 'UTC', more: object = { clock: 'story' }) =>
  ask('open_customer', customerId, {
    name: customerId,
    email: 'a@example.org',
    currency: 'USD',
    time_zone: timeZone,
    ...more,
  })
const issue = (customerId: string, issuedOn: string, dueOn: string, more: object = {}) =>
  ask('issue_invoice', customerId, {
    lines: [{ description: 'Fee', amount: '10.00' }],
    issued_on: issuedOn,
    due_on: dueOn,
    ...more,
  })
const code = (outcome: ClockOutcome): string => (outcome.status === 'done' ? 'done' : outcome.refusal.code)

/** The days that were evaluated for a customer, with what became of his messages. */
const trailOf = async (customerId: string) => {
  const rows = await ledger.query<{ at: string; kind: number; type: number }>(
    `select to_char(effective_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as at, kind, type from record
     where customer_id = $1 and (kind = 4 or (kind = 1 and type = 12)) order by seq`,
    [customerId],
  )
  return rows.map(
    (row) => `${row.at} ${row.kind === 1 ? 'evaluated' : ['', 'queued', 'sent', 'failed', 'withheld'][row.type]}`,
  )
}
const findings = async () => (await verify(ledger.store, { decide: true })).findings

test('each day counts in the zone of the customer, and is evaluated once', async () => {
  await create('2026-09-01')
  await open('utc')
  await open('auckland', 'Pacific/Auckland')
  await open('honolulu', 'Pacific/Honolulu')
  await advance('2026-09-02T00:00:00Z')
  for (const one of ['utc', 'auckland']) await issue(one, '2026-09-02', '2026-09-10')
  await issue('honolulu', '2026-09-01', '2026-09-10')
  await advance('2026-09-11T09:59:59Z')
  expect(await trailOf('auckland')).toEqual(['2026-09-10 12:00 evaluated', '2026-09-10 12:00 queued'])
  expect(await trailOf('utc')).toEqual(['2026-09-11 00:00 evaluated', '2026-09-11 00:00 queued'])
  expect(await trailOf('honolulu')).toEqual([])
  await advance('2026-09-11T10:00:00Z')
  expect(await trailOf('honolulu')).toEqual(['2026-09-11 10:00 evaluated', '2026-09-11 10:00 queued'])
  await advance('2026-12-31')
  expect(await trailOf('utc')).toHaveLength(2)
  expect(await findings()).toEqual([])
})

test('a clock has one name, moves forward only, and a time that exists', async () => {
  expect(code(await create('2026-09-01'))).toBe('done')
  expect(code(await create('2026-09-01'))).toBe('clock_taken')
  expect(code(await advance('2026-08-31'))).toBe('clock_behind')
  expect(code(await advance('2026-02-30'))).toBe('date_invalid')
  expect(code(await advanceClock(ledger.store, 'none', '2026-10-01', ada))).toBe('clock_unknown')
  expect(code(await advance('2026-09-01'))).toBe('done')
})

test('an operation on a named clock is dated by it; one ahead of it waits, and nobody is opened ahead of it', async () => {
  await create('2026-09-01T12:00:00Z')
  await open('john')
  expect(inShort(await issue('john', '2026-09-02', '2026-09-10'))).toBe('done')
  expect(await ledger.query('select op from scheduled')).toEqual([{ op: 'issue_invoice' }])
  expect(inShort(await open('eve', 'UTC', { clock: 'story', effective_at: '2026-09-02' }))).toBe('effective_in_future')
  await ask('book_charge', 'john', { amount: '1.00', service: 'voice' })
  const [charge] = await ledger.query<{ at: Date }>('select effective_at as at from record where charge is not null')
  expect(charge?.at).toEqual(new Date('2026-09-01T12:00:00Z'))
})

test('a move that was cut off is finished by the next start', async () => {
  await create('2026-09-01')
  await open('john')
  await issue('john', '2026-09-01', '2026-09-10')
  await cutOff(ledger.store, 'story', '2026-09-20T00:00:00Z')
  await goOn(ledger.store)
  expect(await trailOf('john')).toEqual(['2026-09-11 00:00 evaluated', '2026-09-11 00:00 queued'])
  const [clock] = await ledger.query<{ now: Date; moving_to: Date | null }>('select now, moving_to from clock')
  expect(clock).toEqual({ now: new Date('2026-09-20T00:00:00Z'), moving_to: null })
})

test('joined to the wall clock, the days between are the past, and the clock has ended', async () => {
  await create('2025-01-01')
  await open('john')
  await issue('john', '2025-01-01', '2025-02-01')
  const joined = await joinClock(ledger.store, 'story', ada)
  expect(code(joined)).toBe('done')
  expect(await trailOf('john')).toEqual(['2025-02-02 00:00 evaluated', '2025-02-02 00:00 withheld'])
  expect(await ledger.query("select clock from customer_head where customer_id = 'john'")).toEqual([{ clock: null }])
  expect(code(await joinClock(ledger.store, 'story', ada))).toBe('clock_has_joined')
  expect(code(await advance('2999-01-01'))).toBe('clock_has_joined')
  expect(inShort(await open('eve'))).toBe('clock_has_joined')
  expect(await findings()).toEqual([])
})

test('a clock that is ahead of the wall clock cannot join it', async () => {
  await create('2998-01-01')
  expect(code(await joinClock(ledger.store, 'story', ada))).toBe('clock_ahead')
})

test('a clock that withholds mail withholds each message, saying so', async () => {
  await create('2026-09-01', 'withhold')
  await open('john')
  await issue('john', '2026-09-01', '2026-09-10')
  await advance('2026-09-11')
  expect(await trailOf('john')).toEqual(['2026-09-11 00:00 evaluated', '2026-09-11 00:00 withheld'])
  expect(await ledger.query('select because from message')).toEqual([{ because: 40 }])
})

test('on the wall clock, the days that have come are evaluated without anyone asking', async () => {
  await open('john', 'UTC', { effective_at: '2026-01-01' })
  await issue('john', '2026-01-02', '2026-01-10')
  expect(await evaluateDue(ledger.store)).toMatchObject({ customers: 1 })
  expect(await evaluateDue(ledger.store)).toEqual({ customers: 0, records: 0 })
  expect(await trailOf('john')).toEqual(['2026-01-11 00:00 evaluated', '2026-01-11 00:00 withheld'])
})

test('collection is run once for a date, and never for one that has not come', async () => {
  await open('john', 'UTC', { effective_at: '2026-01-01' })
  await issue('john', '2026-01-02', '2026-01-10')
  const run = (date: string) => runCollection(ledger.store, { business_date: date }, ada)
  const early = await run('2026-01-10')
  const first = await run('2026-01-11')
  const again = await run('2026-01-11')
  expect(early).toMatchObject({ status: 'done', run: { result: { records: 0 } } })
  expect(first).toMatchObject({ status: 'done', run: { state: 'done', result: { customers: 1, records: 3 } } })
  expect(again).toEqual(first)
  expect(await run('2998-01-01')).toMatchObject({ refusal: { code: 'effective_in_future' } })
  const doings = await ledger.query("select type from record where customer_id = '~operator' order by seq")
  expect(doings.map((one) => one.type)).toEqual([46, 79, 47, 79, 46, 79, 47, 79])
})

test('two who move a clock at once move it once', async () => {
  await create('2026-09-01')
  await open('john')
  await issue('john', '2026-09-01', '2026-09-10')
  const moved = await Promise.all(Array.from({ length: 5 }, () => advance('2026-09-20')))
  expect(moved.map((one) => (one.status === 'done' ? instantToText(one.clock.now) : one.refusal.code))).toEqual(
    Array(5).fill('2026-09-20T00:00:00.000Z'),
  )
  expect(await trailOf('john')).toHaveLength(2)
  const [doings] = await ledger.query(
    "select count(*)::int as n from record where customer_id = '~operator' and type = 44",
  )
  expect(doings).toEqual({ n: 1 })
  expect(await findings()).toEqual([])
})
