import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ClockOutcome, createClock } from '../../src/service/clocks.ts'
import { joinClock } from '../../src/service/join-clock.ts'
import { performTogether } from '../../src/service/perform.ts'
import { verify } from '../../src/service/verify/verify.ts'
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
  expect((await verify(ledger.store)).findings).toEqual([])
})
