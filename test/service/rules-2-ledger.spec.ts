import { afterAll, beforeAll, expect, test } from 'vitest'
import { takeOverRows } from '../../src/service/ledger/pins.ts'
import { bookAllDue } from '../../src/service/ledger/waiting/due.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { customersBefore, fillByRules2 } from '../before/rules-2.ts'
import { desksOf, inShort } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/**
 * A ledger that the last commit of rules 2 made, with every operation and event type of theirs (test/before): it migrates,
 * verifies whole, goes on under the new rules, and still verifies whole.
 */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.filled(fillByRules2)
  await takeOverRows(ledger.store)
})
afterAll(() => cellar.close())

const findings = async () => (await verify(ledger.store, { decide: true })).findings

test('it verifies whole after its migration', async () => {
  expect(await findings()).toEqual([])
})

test('the chain of what rules 2 booked hangs under what its operation is about', async () => {
  const roots = await ledger.query<{ op: string; type: number }>(
    `select distinct o.op, r.type from operation o
       join record r on r.customer_id = o.customer_id and r.seq = o.root_seq
      where o.op in ('charge_back_payment', 'issue_invoice', 'void_invoice', 'settle_message') order by 1, 2`,
  )
  expect(roots.filter((one) => one.op === 'charge_back_payment')).toEqual([{ op: 'charge_back_payment', type: 24 }])
  expect(roots.filter((one) => one.op === 'issue_invoice')).toEqual([{ op: 'issue_invoice', type: 3 }])
  expect(roots.filter((one) => one.op === 'void_invoice')).toEqual([{ op: 'void_invoice', type: 31 }])
})

test('its customers adopt the new rules before the next thing, and all goes on', async () => {
  const before = await bytes()
  const ask = desksOf(ledger.store)
  const outcomes = []
  for (const customer of customersBefore)
    for (const [op, body] of steps(customer)) outcomes.push(`${op}: ${inShort(await ask(op, customer, body))}`)
  expect(outcomes.filter((one) => !one.endsWith(': done'))).toEqual([])
  const adopted = await ledger.query<{ customer_id: string; rules: number }>(
    `select customer_id, min(rules) as rules from operation where op = 'adopt_rules' and customer_id <> '~operator'
      group by 1 order by 1`,
  )
  expect(adopted.map((one) => one.customer_id)).toEqual([...customersBefore].sort())
  expect(await bytes()).toEqual(before)
  expect(await findings()).toEqual([])
})

test('what has ended keeps the key, the reference and the caller of its operation', async () => {
  const ended = "where state = 'done'"
  await ledger.query(`create temp table kept as select * from scheduled ${ended}`)
  for (const change of [
    "key = 'another'",
    'key = null',
    "reference = 'CRM'",
    `caller = caller || '{"actor": "Eve"}'`,
  ]) {
    await ledger.query(`update scheduled set ${change} ${ended}`)
    expect([change, (await findings()).map((one) => `${one.customerId} ${one.what}`)]).toEqual([
      change,
      [expect.stringMatching(/^ann table scheduled: SCH-\w+ bears another key, reference or caller/)],
    ])
    await ledger.query(`delete from scheduled ${ended}`)
    await ledger.query('insert into scheduled select * from kept')
  }
  expect(await findings()).toEqual([])
})

test('what waits since then is booked as it was taken over, or not at all', async () => {
  const waiting = "where state = 'waiting' and customer_id = 'cat'"
  await ledger.query(
    `update scheduled set body = body || '{"amount": "9000.00"}', effective_at = now(), due_on = current_date ${waiting}`,
  )
  const says = (await findings()).map((one) => one.what)
  expect(says).toContainEqual(expect.stringMatching(/^table scheduled cat SCH-\w+: the row is not as it says$/))
  await bookAllDue(ledger.store)
  const rows = await ledger.query("select state, refusal from scheduled where body is null and op = 'receive_payment'")
  expect(rows).toEqual([{ state: 'failed', refusal: 'scheduled_was_altered' }])
  expect(await ledger.query("select no from payment where payment_id = 'cat-P9'")).toEqual([])
})

/** The records that were there, as they are: their number, and what their bytes and hashes come to. */
const bytes = async () =>
  await ledger.query<{ count: number; all: string }>(
    `select count(*)::int as count, encode(sha256(string_agg(canonical || hash, '' order by customer_id, seq)), 'hex') as all
       from record r where not exists (select from operation o where o.customer_id = r.customer_id
         and (o.rules > 2 or o.op = 'adopt_rules') and r.seq between o.first_seq and o.last_seq)`,
  )

const reason = 'as agreed'
const steps = (customer: string): readonly (readonly [Parameters<ReturnType<typeof desksOf>>[0], object])[] =>
  customer === 'cat'
    ? [
        ['set_customer_status', { set: 'active', reason }],
        ['charge_back_payment', { payment_id: 'cat-P1', reason }],
        ['adjust_invoice', { invoice: 'cat-I1', amount: '-1.00', reason }],
      ]
    : [
        ['book_charge', { amount: '2.00', service: 'fee' }],
        ['issue_invoice', { invoice: `${customer}-new`, charges: 'unbilled', due_on: '2999-01-01' }],
        ['receive_payment', { payment_id: `${customer}-new`, amount: '5.00' }],
        ['void_payment', { payment_id: `${customer}-new`, reason }],
      ]
