import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { migrate } from '../../src/store/migrate.ts'
import { desksOf, inShort } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/**
 * A ledger that the last commit of rules 2 made, with every operation and event type of theirs (test/before): it migrates,
 * verifies whole, goes on under the new rules, and still verifies whole.
 */

type Kept = Readonly<
  Record<string, { readonly columns: readonly string[]; readonly rows: readonly (string | null)[][] }>
>

const MIGRATIONS = 'src/store/migrations'
const LAST_OF_RULES_2 = 9
const kept = JSON.parse(gunzipSync(readFileSync('test/before/rules-2.json.gz')).toString()) as Kept

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.filled(async (owner) => {
    const older = mkdtempSync(join(tmpdir(), 'whence-migrations-'))
    for (const file of readdirSync(MIGRATIONS).filter((name) => Number(name.slice(0, 4)) <= LAST_OF_RULES_2))
      cpSync(join(MIGRATIONS, file), join(older, file))
    await migrate(owner, older)
    rmSync(older, { recursive: true })
    await fill(owner)
    await migrate(owner)
  })
})
afterAll(() => cellar.close())

async function fill(owner: pg.Client): Promise<void> {
  await owner.query('set session_replication_role = replica')
  for (const [table, { columns, rows }] of Object.entries(kept)) {
    await owner.query(`delete from ${table}`)
    const names = columns.map((column) => `"${column}"`).join(', ')
    for (const row of rows)
      await owner.query(`insert into ${table} (${names}) values (${row.map((_, at) => `$${at + 1}`).join(', ')})`, [
        ...row,
      ])
  }
  await owner.query('set session_replication_role = origin')
}

const findings = async () => (await verify(ledger.store)).findings
const customers = ['ann', 'bob', 'cat', 'ivy'] as const

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
  for (const customer of customers)
    for (const [op, body] of steps(customer)) outcomes.push(`${op}: ${inShort(await ask(op, customer, body))}`)
  expect(outcomes.filter((one) => !one.endsWith(': done'))).toEqual([])
  const adopted = await ledger.query<{ customer_id: string; rules: number }>(
    `select customer_id, min(rules) as rules from operation where op = 'adopt_rules' group by 1 order by 1`,
  )
  expect(adopted.map((one) => one.customer_id)).toEqual([...customers].sort())
  expect(await bytes()).toBe(before)
  expect(await findings()).toEqual([])
})

/** The records that were there, as they are. */
const bytes = async () =>
  (
    await ledger.query<{ all: string }>(
      `select string_agg(encode(sha256(canonical || hash), 'hex'), ' ' order by customer_id, seq) as all
         from record r where not exists (select from operation o where o.customer_id = r.customer_id and o.rules > 2
           and o.first_seq <= r.seq and r.seq <= o.last_seq)
           and not exists (select from operation o where o.customer_id = r.customer_id and o.op = 'adopt_rules'
           and o.first_seq = r.seq)`,
    )
  )[0]?.all ?? ''

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
