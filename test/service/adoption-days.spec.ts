import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { policyTerms } from '../../src/contract/policies.ts'
import { performTogether } from '../../src/service/ledger/perform.ts'
import { bookAllDue } from '../../src/service/ledger/waiting/due.ts'
import { setPolicy } from '../../src/service/runs/set-policy.ts'
import { advanceClock, createClock } from '../../src/service/time/clocks.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { ada, deskOf, inShort, passed, requestOf, soon } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Terms are adopted no earlier than what brought them, and what waited is decided by the terms of its own day. */

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

const opening = { name: 'John', currency: 'USD', class: 'gold', effective_at: '2026-01-01' }
const put = (of: string, terms: object) =>
  setPolicy(ledger.store, { scope: { class: of }, patch: policyTerms.parse(terms) }, ada, JSON.stringify([of, terms]))

/** What John's operations of a kind count from, in the order of recording; as the database writes it. */
const momentsOf = async (op: string) => {
  const rows = await ledger.query<{ at: Date }>(
    `select r.effective_at as at from operation o join record r on r.customer_id = o.customer_id and r.seq = o.first_seq
     where o.customer_id = 'john' and o.op = $1 order by o.first_seq`,
    [op],
  )
  return rows.map((row) => row.at.toISOString())
}
const findings = async () => (await verify(ledger.store, { decide: true })).findings

/** Money for an invoice of 10.00, more than it takes: refused by terms that say so. */
const overpay = (on: string) =>
  ask('receive_payment', 'john', { amount: '12', allocate: [{ invoice: 'I1', amount: '12' }], effective_at: on })
const bill = () => ask('issue_invoice', 'john', { invoice: 'I1', lines: [{ description: 'Fee', amount: '10.00' }] })
/** Terms that were set so many seconds ago and that John has not adopted. */
const setBefore = (seconds: number) =>
  ledger.query(
    `insert into policy (version, scope, terms, effective, recorded_at)
     values (1, 'class:gold', '{"overpay":"reject"}', '{}', now() - $1 * interval '1 s')`,
    [seconds],
  )
/** In a zone that nobody knows he adopts nothing: whatever is done with him throws. */
const zoneOfJohn = (zone: string) =>
  ledger.query("update customer_head set time_zone = $1 where customer_id = 'john'", [zone])
const outcomes = async () =>
  (
    await ledger.query<{ said: string }>(
      'select concat(state, coalesce(refusal, null)) as said from scheduled order by effective_at',
    )
  ).map((row) => row.said)

test('terms are adopted no earlier than they were set', async () => {
  await ask('open_customer', 'john', opening)
  await put('gold', { overpay: 'reject' })
  const [setting] = await ledger.query<{ at: Date }>(
    "select effective_at as at from record where customer_id = '~operator' and kind = 1 and type = 70",
  )
  const [adopted = ''] = await momentsOf('adopt_policy')
  expect(Date.parse(adopted)).toBeGreaterThanOrEqual(setting?.at.getTime() ?? Number.POSITIVE_INFINITY)
})

test('terms of another class are adopted no earlier than the class is changed, also as a clock is moved', async () => {
  await put('lead', { overpay: 'reject' })
  await createClock(ledger.store, { clock: 'tale', now: '2026-03-01', mail: 'withhold' }, ada)
  await ask('open_customer', 'john', { ...opening, clock: 'tale', effective_at: '2026-03-01' })
  await ask('change_details', 'john', { class: 'lead', effective_at: '2026-03-05T12:00:00Z' })
  await advanceClock(ledger.store, 'tale', '2026-03-10', ada)
  expect(await momentsOf('adopt_policy')).toEqual(['2026-03-05T12:00:00.000Z'])
  expect(await findings()).toEqual([])
})

test('who is opened and comes into another class adopts its terms now, also where both share a transaction', async () => {
  await put('lead', { overpay: 'reject' })
  const requests = [
    requestOf('open_customer', 'john', opening),
    requestOf('change_details', 'john', { class: 'lead', effective_at: '2026-02-01' }),
  ]
  const now = Date.now()
  expect((await performTogether(ledger.store, requests)).map(inShort)).toEqual(['done', 'done'])
  const [adopted = ''] = await momentsOf('adopt_policy')
  expect(Date.parse(adopted)).toBeGreaterThanOrEqual(now)
  expect(await findings()).toEqual([])
})

test('what waits behind a change of class is decided by the terms of the new class', async () => {
  await put('lead', { overpay: 'reject' })
  await createClock(ledger.store, { clock: 'tale', now: '2026-03-01', mail: 'withhold' }, ada)
  await ask('open_customer', 'john', { ...opening, clock: 'tale', effective_at: '2026-03-01' })
  await bill()
  await ask('change_details', 'john', { class: 'lead', effective_at: '2026-03-05T12:00:00Z' })
  await overpay('2026-03-06')
  await advanceClock(ledger.store, 'tale', '2026-03-10', ada)
  expect(await outcomes()).toEqual(['done', 'failedpayment_exceeds_outstanding'])
  expect(await findings()).toEqual([])
})

test('on a named clock he adopts what was set meanwhile at the moment of what waited', async () => {
  await createClock(ledger.store, { clock: 'tale', now: '2026-03-01', mail: 'withhold' }, ada)
  await ask('open_customer', 'john', { ...opening, clock: 'tale', effective_at: '2026-03-01' })
  await bill()
  await overpay('2026-03-06')
  await zoneOfJohn('Mars/Olympus')
  await put('gold', { overpay: 'reject' })
  await zoneOfJohn('UTC')
  await advanceClock(ledger.store, 'tale', '2026-03-10', ada)
  expect(await outcomes()).toEqual(['failedpayment_exceeds_outstanding'])
  expect(await momentsOf('adopt_policy')).toEqual(['2026-03-06T00:00:00.000Z'])
  expect(await findings()).toEqual([])
})

test('what waited is decided by terms that were set before its moment, though he has not adopted them yet', async () => {
  await ask('open_customer', 'john', opening)
  await bill()
  const moment = soon(2000)
  await overpay(moment)
  await setBefore(60)
  await passed(moment)
  expect(await bookAllDue(ledger.store)).toBe(1)
  expect(await outcomes()).toEqual(['failedpayment_exceeds_outstanding'])
})

test('what waited is decided by the terms that he was on, where others were set after its moment', async () => {
  await ask('open_customer', 'john', opening)
  await bill()
  const [first, second] = [soon(2000), soon(2001)]
  await overpay(first)
  await overpay(second)
  await passed(second)
  await setBefore(0)
  expect(await bookAllDue(ledger.store)).toBe(2)
  expect(await outcomes()).toEqual(['done', 'done'])
  expect(await momentsOf('adopt_policy')).toEqual([])
  expect(inShort(await overpay('2026-01-02'))).toBe('payment_exceeds_outstanding')
})
