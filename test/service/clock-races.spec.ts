import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { performTogether } from '../../src/service/ledger/perform.ts'
import { beginAdvance } from '../../src/service/runs/clocks.ts'
import { goOn } from '../../src/service/runs/go-on.ts'
import type { ClockOutcome } from '../../src/service/time/clock-marks.ts'
import { advanceClock, createClock, workOnClock } from '../../src/service/time/clocks.ts'
import { joinClock } from '../../src/service/time/join-clock.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { oneAtATime } from '../../src/service/work/leased.ts'
import { cutOff } from './cut-off.ts'
import { ada, deskOf, inShort, requestOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Wishes about one clock that come at the same time: none is lost, and nobody is left behind or ahead. */

let cellar: Cellar
let ledger: Ledger
let ask: ReturnType<typeof deskOf>

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  ask = deskOf(ledger.store)
  await createClock(ledger.store, { clock: 'story', now: '2026-01-01', mail: 'send' }, ada)
  // so that whoever asks at once does not wait for a connection
  await Promise.all(Array.from({ length: 6 }, () => ledger.store.query('select pg_sleep(0.1)')))
})
afterAll(() => cellar.close())

const body = (name: string) => ({ name, currency: 'USD', clock: 'story', email: 'a@example.org' })
const join = () => joinClock(ledger.store, 'story', ada)
const code = (outcome: ClockOutcome): string => (outcome.status === 'done' ? 'done' : outcome.refusal.code)
const clockOf = async (customerId: string) =>
  (await ledger.query('select clock from customer_head where customer_id = $1', [customerId]))[0]?.clock

test('a customer who is opened while his clock joins the wall clock joins it too', async () => {
  let joining: Promise<ClockOutcome> | undefined
  await performTogether(ledger.store, [requestOf('open_customer', 'eve', body('Eve'))], async () => {
    joining = join()
    await sleep(500)
  })
  expect(code((await joining) ?? expect.fail())).toBe('done')
  expect(await clockOf('eve')).toBeNull()
  expect(inShort(await ask('open_customer', 'adam', body('Adam')))).toBe('clock_has_joined')
  expect((await verify(ledger.store, { decide: true })).findings).toEqual([])
})

const owe = async (customerId: string, dueOn: string) => {
  await ask('open_customer', customerId, body(customerId))
  const lines = [{ description: 'Fee', amount: '10.00' }]
  await ask('issue_invoice', customerId, { lines, issued_on: '2026-01-01', due_on: dueOn })
}
const advance = (to: string) => advanceClock(ledger.store, 'story', to, ada)
const shown = async () => (await ledger.query('select now, moving_to from clock'))[0]
const moves = async () => (await ledger.query('select seq from record where kind = 1 and type = 44')).length

test('of two moves at once none is lost, and the clock runs on to the further one', async () => {
  for (const day of [2, 4, 6, 8, 11]) await owe(`due-${day}`, `2026-01-${String(day).padStart(2, '0')}`)
  const far = advance('2026-06-01')
  await sleep(30)
  expect(code(await advance('2026-01-15'))).toBe('clock_behind')
  expect(code(await far)).toBe('done')
  expect(await shown()).toEqual({ now: new Date('2026-06-01T00:00:00Z'), moving_to: null })
  const both = await Promise.all(['2026-07-01', '2026-08-01'].map(advance))
  expect(both.map(code)).toContain('done')
  expect(await shown()).toEqual({ now: new Date('2026-08-01T00:00:00Z'), moving_to: null })
  expect(await moves()).toBe(1 + both.filter((one) => one.status === 'done').length)
})

test('a shorter move leaves standing how far a longer one that was cut off is to go', async () => {
  await cutOff(ledger.store, 'story', '2026-06-01T00:00:00Z')
  expect(code(await advance('2026-01-15'))).toBe('done')
  expect(await shown()).toEqual({ now: new Date('2026-01-15T00:00:00Z'), moving_to: new Date('2026-06-01T00:00:00Z') })
  // nobody finishes what somebody is at
  await oneAtATime(ledger.store, workOnClock('story'), () => goOn(ledger.store))
  expect(await shown()).toMatchObject({ now: new Date('2026-01-15T00:00:00Z') })
  await goOn(ledger.store)
  expect(await shown()).toEqual({ now: new Date('2026-06-01T00:00:00Z'), moving_to: null })
}, 60_000)

/** Somebody else holds the head of a customer while this is done to him, and lets go of it then. */
async function holding(customerId: string, work: () => Promise<void>): Promise<void> {
  await ledger.query('begin')
  await ledger.query('select 1 from customer_head where customer_id = $1 for update', [customerId])
  await work()
  await ledger.query('commit')
}

test('a clock that is moving into the future does not join the wall clock on its way', async () => {
  await owe('john', '2998-01-10')
  const asked: Promise<ClockOutcome>[] = []
  await holding('john', async () => {
    for (const wish of [() => advance('2998-06-01'), join]) {
      asked.push(wish())
      await sleep(300)
    }
  })
  expect((await Promise.all(asked)).map(code)).toEqual(['done', 'clock_ahead'])
  expect(await clockOf('john')).toBe('story')
})

test('nor does one whose move into the future was cut off', async () => {
  await cutOff(ledger.store, 'story', '2998-06-01T00:00:00Z')
  expect(code(await join())).toBe('clock_ahead')
  expect(await ledger.query('select joining from clock')).toEqual([{ joining: false }])
})

test('a move evaluates nobody who has left the clock, and ends where the clock is joining', async () => {
  await owe('john', '2026-01-10')
  let moving: Promise<ClockOutcome> | undefined
  await holding('john', async () => {
    moving = advance('2026-02-01')
    await sleep(300)
    await ledger.query('update clock set joining = true')
    await ledger.query('update customer_head set clock = null')
  })
  expect(code((await moving) ?? expect.fail())).toBe('clock_has_joined')
  expect(await ledger.query("select seq from record where customer_id = 'john' and kind = 1 and type = 12")).toEqual([])
  expect(await shown()).toMatchObject({ now: new Date('2026-01-01T00:00:00Z') })
  expect(await moves()).toBe(0)
})

test('a run that begins while somebody looks for what was begun is counted, and told as of who has begun it', async () => {
  for (const day of [2, 4, 6]) await owe(`due-${day}`, `2026-01-0${day}`)
  const { store } = ledger
  const wish = { clock: 'story', to: '2026-02-01T00:00:00Z' }
  let outcome: Awaited<ReturnType<typeof beginAdvance>> | undefined
  // whatever is looked at first, the run begins after it
  const query: typeof store.query = async (text, values) => {
    const rows = await store.query(text, values)
    outcome ??= await beginAdvance(store, wish, { caller: ada, key: null }, 0)
    return rows as never
  }
  await goOn({ ...store, query })
  await goOn(store)
  expect(outcome?.status).toBe('begun')
  expect(await ledger.query('select state, done, total from run')).toEqual([{ state: 'done', done: 3, total: 3 }])
  const by = await ledger.query<{ actor_id: string }>(
    `select o.actor_id from operation o join record r on r.customer_id = o.customer_id and r.seq = o.first_seq
     where o.customer_id = '~operator' and r.type in (44, 46, 47)`,
  )
  expect(by.map((one) => one.actor_id)).toEqual(Array.from({ length: 3 }, () => 'account:Ada Byron'))
  expect((await verify(store, { decide: true })).findings).toEqual([])
})
