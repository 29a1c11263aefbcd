import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../../src/service/asked/request.ts'
import { perform, performAsOne } from '../../src/service/ledger/perform.ts'
import { createKey, keyOfSecret } from '../../src/service/people/api-keys.ts'
import { addUser } from '../../src/service/people/people.ts'
import { removeUser } from '../../src/service/people/remove-user.ts'
import { signIn } from '../../src/service/people/sign-in.ts'
import { advanceClock, createClock } from '../../src/service/time/clocks.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { ada, deskOf, inShort, replayOf, requestOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** What an operation keeps about who asked for it, and what of that can be forgotten. */

let cellar: Cellar
let ledger: Ledger
let user: Caller
let program: Caller

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  const { store } = ledger
  await addUser(store, { email: 'grace@example.org', name: 'Grace Hopper', password: 'first compiler' }, ada)
  const signedIn = (await signIn(store, 'grace@example.org', 'first compiler'))?.user
  const { secret, owner } = await createKey(store, 'Payment gateway', ada)
  const key = await keyOfSecret(store, secret)
  if (signedIn?.nameText == null || key?.nameText == null) throw new Error('no names')
  expect(owner).toBe('account:Ada Byron')
  user = { ...ada, id: `user:${signedIn.userId}`, actor: signedIn.name, name: signedIn.nameText, channel: 'web' }
  program = { ...ada, id: `key:${key.id}`, actor: key.name, name: key.nameText, owner: key.owner ?? undefined }
  await ask('open_customer', { name: 'John Doe', currency: 'USD', effective_at: '2026-01-01' }, program)
})
afterAll(() => cellar.close())

const ask = (op: Parameters<typeof requestOf>[0], body: object, caller: Caller = user, key?: string) =>
  perform(ledger.store, { ...requestOf(op, 'john', body, key), caller })
const findings = async () => (await verify(ledger.store, { decide: true })).findings

test('an operation names its asker by id, and his name by the one text that the operator’s log has of it', async () => {
  await ask('book_charge', { amount: '5.00', service: 'fee' }, program)
  await ask('book_charge', { amount: '6.00', service: 'fee' })
  const rows = await ledger.query(
    `select o.actor, o.actor_id, t.body, encode(sha256(t.salt || convert_to(t.body, 'UTF8')), 'hex') = encode(o.actor_hash, 'hex') as fits,
       o.role, o.asker_limit, o.approver, o.owner, o.realm
     from operation o join text t on t.customer_id = '~operator' and t.text_id = o.actor_text
     where o.customer_id = 'john' and o.op = 'book_charge' order by o.first_seq`,
  )
  const common = { actor: null, fits: true, role: 'administrator', asker_limit: null, approver: null }
  const realm = 'administrator'
  expect(rows).toEqual([
    { ...common, actor_id: program.id, body: 'Payment gateway', owner: 'account:Ada Byron', realm },
    { ...common, actor_id: user.id, body: 'Grace Hopper', owner: null, realm },
  ])
  expect(user.id).not.toContain('grace')
  expect(await ledger.query("select actor, actor_id from operation where op = 'evaluate_day' limit 1")).toEqual([])
  expect(await findings()).toEqual([])
})

test('each thing that is kept about an asker is in the digest', async () => {
  const [{ first_seq: seq = 0n } = {}] = await ledger.query<{ first_seq: bigint }>(
    "select first_seq from operation where customer_id = 'john' and op = 'book_charge' order by first_seq limit 1",
  )
  const where = `where customer_id = 'john' and first_seq = ${seq}`
  for (const column of ['actor_id', 'role', 'asker_limit', 'approver', 'owner', 'realm', 'actor']) {
    const [{ before } = { before: null }] = await ledger.query<{ before: string | null }>(
      `select ${column} as before from operation ${where}`,
    )
    await ledger.query(`update operation set ${column} = 'Mallory' ${where}`)
    const found = (await findings()).map((one) => one.what)
    await ledger.query(`update operation set ${column} = $1 ${where}`, [before])
    if (column === 'actor') expect(found).toEqual([])
    else expect(found).toEqual(['the digest of its operation is not that of command, caller, key, reference and rules'])
  }
})

test('a repetition is known by a salted hash, which nobody can compare with a text once that is erased', async () => {
  const note = { text: 'will pay on Friday' }
  const first = await ask('add_note', note, user, 'note')
  expect(inShort(await ask('add_note', note, user, 'note'))).toBe('replayed')
  expect(inShort(await ask('add_note', { text: 'will pay on Monday' }, user, 'note'))).toBe('key_reused')
  const [kept] = await ledger.query<{ salt: Buffer; plain: boolean }>(
    `select salt, request_hash = sha256($1) as plain from idempotency where key = 'note'`,
    [Buffer.from(JSON.stringify({ asked: note, customerId: 'john', op: 'add_note' }))],
  )
  expect([kept?.salt.length, kept?.plain]).toEqual([16, false])
  const [text] = await ledger.query<{ text_id: string }>("select text_id from text where body = 'will pay on Friday'")
  await ask('erase_text', { text_id: text?.text_id, reason: 'asked for' })
  expect(await ledger.query("select octet_length(salt) as length from idempotency where key = 'note'")).toEqual([
    { length: 0 },
  ])
  const again = await ask('add_note', note, user, 'note')
  expect(again).toEqual(replayOf(first))
  expect(await findings()).toEqual([])
})

test('the salt of a whole goes with a text of any of its parts', async () => {
  const parts = [
    requestOf('book_charge', 'john', { amount: '1.00', service: 'fee' }, 'whole'),
    requestOf('add_note', 'john', { text: 'a secret of one part' }),
  ] as const
  const [one, two] = parts.map((part) => ({ ...part, caller: user, correlationId: 'batch:1' }))
  if (one === undefined || two === undefined) throw new Error('no parts')
  await performAsOne(ledger.store, [
    { ...one, asked: { batch: 'a secret of one part' } },
    { ...two, key: null },
  ])
  const [text] = await ledger.query<{ text_id: string }>("select text_id from text where body = 'a secret of one part'")
  await ask('erase_text', { text_id: text?.text_id, reason: 'asked for' })
  expect(await ledger.query("select octet_length(salt) as length from idempotency where key = 'whole'")).toEqual([
    { length: 0 },
  ])
  const others = "select count(*)::int as n from idempotency where key <> 'whole' and octet_length(salt) = 16"
  expect((await ledger.query<{ n: number }>(others))[0]?.n).toBeGreaterThan(3)
})

test('who is removed is erased wherever he is named', async () => {
  await removeUser(ledger.store, { email: 'grace@example.org', reason: 'has left' }, ada)
  const tables = ['operation', 'text', 'scheduled', 'app_user', 'idempotency', 'record']
  for (const table of tables)
    expect(await ledger.query(`select 1 from ${table} t where t::text like '%Grace Hopper%'`)).toEqual([])
  expect(await findings()).toEqual([])
})

test('what waits is held by its record: changed beside the log it is found, and not booked on its day', async () => {
  await createClock(ledger.store, { clock: 'k', now: '2026-03-01', mail: 'withhold' }, ada)
  const desk = deskOf(ledger.store)
  await desk('open_customer', 'mary', { name: 'Mary', currency: 'USD', clock: 'k', effective_at: '2026-01-01' })
  const dated = { effective_at: '2026-03-10' }
  for (const amount of ['1.00', '2.00', '3.00', '4.00'])
    await desk('receive_payment', 'mary', { ...dated, amount, payment_id: `P${amount}` })
  expect(await findings()).toEqual([])
  const of = (amount: string) => `where body ->> 'amount' = '${amount}'`
  await ledger.query(`update scheduled set body = body || '{"amount": "900.00"}' ${of('1.00')}`)
  await ledger.query(`update scheduled set caller = caller || '{"actor": "Mallory"}' ${of('2.00')}`)
  await ledger.query(`update scheduled set salt = null ${of('3.00')}`)
  const what = /waits as something else than was asked, or of somebody else$/
  const hers = (await findings()).filter((one) => one.customerId === 'mary')
  expect(hers.map((one) => what.test(one.what))).toEqual(Array(3).fill(true))
  await advanceClock(ledger.store, 'k', '2026-03-12', ada)
  const rows = await ledger.query(
    "select state, refusal, caller::text, salt from scheduled where customer_id = 'mary' order by seq",
  )
  const ended = { caller: '{}', salt: null }
  const altered = { ...ended, state: 'failed', refusal: 'scheduled_was_altered' }
  expect(rows).toEqual([altered, altered, altered, { ...ended, state: 'done', refusal: null }])
  expect(await ledger.query("select payment_id from payment where customer_id = 'mary'")).toEqual([
    { payment_id: 'P4.00' },
  ])
  expect(await findings()).toEqual([])
})
