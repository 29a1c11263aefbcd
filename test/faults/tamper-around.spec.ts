import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { moveMoney } from '../../src/service/ledger/moves.ts'
import { performMany } from '../../src/service/ledger/perform.ts'
import { setPolicy } from '../../src/service/runs/set-policy.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { ada, deskOf, requestOf } from '../service/desk.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'
import { makeOverdue } from '../service/overdue.ts'

/** What stands around the records is tampered with: whose they are, how they were asked for, what is kept beside them. */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
})
afterAll(() => cellar.close())

// Records of john: 1-2 opened, 3 charge; of eve: 1-2 opened, 3 note.
beforeEach(async () => {
  ledger = await cellar.ledger()
  const ask = deskOf(ledger.store)
  await ask('open_customer', 'eve', { name: 'Eve', currency: 'USD' })
  await ask('open_customer', 'john', { name: 'John Doe', currency: 'USD', credit_limit: '5.00' })
  await ask('book_charge', 'john', { amount: '1.00', service: 'voice', description: 'Call to Rome' }, 'charge')
  expect(await found()).toEqual([])
})

const found = async (): Promise<string[]> =>
  (await verify(ledger.store)).findings.map((one) => `${one.customerId} ${one.seq ?? '-'}: ${one.what}`)
const tamper = async (...statements: readonly string[]): Promise<void> => {
  for (const statement of statements) await ledger.query(statement)
}

const DIGEST = 'the digest of its operation is not that of command, caller, key, reference and rules'
const atCharge =
  "where customer_id = 'john' and first_seq = (select max(first_seq) from operation where customer_id = 'john')"

test('two customers whose histories were swapped', async () => {
  const tables = ['customer_head', 'operation', 'record', 'cause', 'text', 'idempotency', 'unsequenced']
  for (const table of tables)
    await tamper(
      `update ${table} set customer_id = 'swapped' where customer_id = 'eve'`,
      `update ${table} set customer_id = 'eve' where customer_id = 'john'`,
      `update ${table} set customer_id = 'john' where customer_id = 'swapped'`,
    )
  expect(await found()).toEqual(['eve 1: its records are those of john', 'john 1: its records are those of eve'])
})

test('what an operation says it was, and who asked for it from where', async () => {
  await tamper(`update operation set op = 'add_note' ${atCharge}`)
  expect((await found()).map((one) => one.slice(0, 8))).toEqual(['john 3: '])
  await tamper(`update operation set op = 'book_charge' ${atCharge}`)
  for (const column of ['realm', 'channel', 'ip', 'correlation_id', 'reference']) {
    const [before] = await ledger.query<Record<string, string | null>>(`select ${column} from operation ${atCharge}`)
    await tamper(`update operation set ${column} = 'forged' ${atCharge}`)
    expect((await found())[0]).toBe(`john 3: ${DIGEST}`)
    await ledger.query(`update operation set ${column} = $1 ${atCharge}`, [before?.[column] ?? null])
  }
  expect(await found()).toEqual([])
})

test('a key that was taken away, and one that was added', async () => {
  await tamper(`insert into idempotency select customer_id, caller, 'another', request_hash, first_seq, last_seq,
    correlation_id from idempotency ${atCharge}`)
  expect(await found()).not.toEqual([])
  await tamper("delete from idempotency where customer_id = 'john' and key = 'another'")
  expect(await found()).toEqual([])
  await tamper("delete from idempotency where customer_id = 'john' and key = 'charge'")
  expect(await found()).toEqual([`john 3: ${DIGEST}`])
})

test('a text under another slot, of another class, for another record', async () => {
  const text = "where customer_id = 'john' and seq = 3"
  for (const change of ['slot = 9', 'class = 2', 'seq = 2', 'seq = 9']) {
    await tamper(`update text set ${change} ${text}`)
    expect((await found()).some((one) => /^john \d: text \S+ is kept/.test(one))).toBe(true)
    await tamper(`update text set slot = 18, class = 1, seq = 3 where customer_id = 'john' and seq not in (1)`)
  }
  expect(await found()).toEqual([])
})

/** So many records of eve that her state is kept once, with an invoice among her subjects. */
async function keepAState(): Promise<void> {
  const charges = Array.from({ length: 300 }, () => requestOf('book_charge', 'eve', { amount: '0.01', service: 'v' }))
  const invoice = requestOf('issue_invoice', 'eve', { lines: [{ description: 'Calls', amount: '1.00' }] })
  await performMany(ledger.store, [invoice, ...charges])
}

test('the times of a state that was kept, and a state where no operation ends', async () => {
  await keepAState()
  const [kept] = await ledger.query<{ seq: string }>('select seq from snapshot')
  const what = 'the times of the state kept after it are not those of the records'
  for (const column of ['max_effective_at', 'recorded_at']) {
    await tamper(`update snapshot set ${column} = ${column} - interval '1 day'`)
    expect(await found()).toEqual([`eve ${kept?.seq}: ${what}`])
    await tamper(`update snapshot set ${column} = ${column} + interval '1 day'`)
  }
  expect(await found()).toEqual([])
  await tamper('insert into snapshot select customer_id, 1, recorded_at, max_effective_at, state from snapshot')
  expect(await found()).toContain('eve 1: a state is kept after it, though no operation ends with it')
})

test('the subjects of a state that was kept, changed, taken away, added, and where no operation ends', async () => {
  await keepAState()
  const [kept] = await ledger.query<{ seq: string; part: number; subjects: string }>(
    'select seq, part, subjects::text as subjects from snapshot_part',
  )
  const wrong = `eve ${kept?.seq}: the state kept after it is not what the records fold to`
  const stray = (seq = '', whose = 'eve') =>
    `${whose} ${seq}: a state is kept after it, though no operation ends with it`
  const add = 'insert into snapshot_part values ($1, $2, $3, $4)'
  const part = ['eve', kept?.seq, kept?.part, kept?.subjects]
  expect(await found()).toEqual([])
  await tamper(`update snapshot_part set subjects = replace(subjects::text, '"1000000"', '"9000000"')::json`)
  expect(await found()).toEqual([wrong])
  await tamper('delete from snapshot_part')
  expect(await found()).toEqual([wrong])
  await ledger.query(add, part)
  expect(await found()).toEqual([])
  for (const [change, back, what] of [
    ['seq = 1', `seq = ${kept?.seq}`, [stray('1'), wrong]],
    ['part = part + 1', 'part = part - 1', [wrong]],
    [`customer_id = 'john'`, `customer_id = 'eve'`, [stray(kept?.seq, 'john'), wrong]],
  ] as const) {
    await tamper(`update snapshot_part set ${change}`)
    expect((await found()).sort()).toEqual([...what].sort())
    await tamper(`update snapshot_part set ${back}`)
  }
  await ledger.query(add, ['eve', kept?.seq, 2, kept?.subjects])
  expect(await found()).toEqual([wrong])
  await tamper('delete from snapshot_part where part = 2')
  expect(await found()).toEqual([])
})

test('a queued message that was taken from the queue, and one that was put there', async () => {
  await makeOverdue(ledger.store, 'due', 'send', 'due@example.com')
  expect(await found()).toEqual([])
  await tamper('update delivery set message_seq = 1')
  const all = await found()
  expect(all).toContain('due -: table delivery message_seq 1: there is a row that no record accounts for')
  expect(all.some((one) => /^due -: table delivery message_seq \d+: the row is missing$/.test(one))).toBe(true)
})

test('rows of somebody of whom nothing else is known', async () => {
  await tamper(
    `insert into delivery (customer_id, message_seq, next_attempt_at) values ('ghost', 1, now())`,
    `insert into text select 'shade', text_id, seq, slot, class, salt, body from text where customer_id = 'eve' limit 1`,
  )
  const all = await found()
  expect(all).toContain('ghost -: table delivery message_seq 1: there is a row that no record accounts for')
  expect(all.some((one) => /^shade 1: text \S+ is kept for it, which it does not name first$/.test(one))).toBe(true)
})

test('terms that were changed, added or taken away after they were set', async () => {
  await setPolicy(ledger.store, { scope: { class: 'gold' }, patch: { payment_terms: 14 } }, ada, 'terms')
  expect(await found()).toEqual([])
  await tamper(`update policy set effective = replace(effective, '14', '30')`)
  expect(await found()).toEqual([
    expect.stringMatching(/policy version 1 is kept with other terms than it has set$/),
    expect.stringMatching(/table policy 1: the row is not as it says$/),
  ])
  await tamper(`update policy set effective = replace(effective, '30', '14'), version = 2`)
  expect((await found()).map((one) => one.replace(/^\S+ \S+ /, ''))).toEqual([
    'policy version 2 is kept, and no record has set it',
    'policy version 1, which it has set, is missing',
    'table policy 2: there is a row that no record accounts for',
    'table policy 1: the row is missing',
  ])
})

test('money that went out of one customer and came in to none', async () => {
  const ask = deskOf(ledger.store)
  await ask('receive_payment', 'john', { amount: '9.00' })
  const key = { caller: ada, key: 'move' }
  await moveMoney(ledger.store, 'john', { to: 'eve', amount: '5.00', reason: 'his daughter' }, key)
  expect(await found()).toEqual([])
  await tamper(`update customer_head set figures = figures - 'customer.moved' where customer_id = 'eve'`)
  expect(await found()).toContain('~operator -: moves between customers leave 5.00 USD uncleared')
})
