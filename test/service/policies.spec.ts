import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { policyTerms } from '../../src/contract/policies.ts'
import { answerClassPolicy, answerCustomerPolicy } from '../../src/service/read/subjects/policy.ts'
import { type PolicyOutcome, setPolicy } from '../../src/service/runs/set-policy.ts'
import { advanceClock, createClock } from '../../src/service/time/clocks.ts'
import { adoptPending, openAdopter, type PolicyScope } from '../../src/service/time/policies.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { ada, deskOf, inShort } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Terms of classes and customers: versions that never change, adopted by whom they concern, once each. */

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

const open = (customerId: string, more: object = {}) =>
  ask('open_customer', customerId, { name: customerId, currency: 'USD', effective_at: '2026-01-01', ...more })
const put = (scope: PolicyScope, terms: object, key: string = randomUUID()) =>
  setPolicy(ledger.store, { scope, patch: policyTerms.parse(terms) }, ada, key)
const gold = { class: 'gold' }
const own = (customerId: string) => ({ customerId, class: 'gold' })
const said = (outcome: PolicyOutcome) =>
  outcome.status === 'done'
    ? `${outcome.replay ? 'replayed' : 'set'} ${outcome.version}`
    : outcome.status === 'refused'
      ? outcome.refusal.code
      : outcome.status

/** The versions that a customer has adopted, in their order. */
const adoptedBy = async (customerId: string) => {
  const rows = await ledger.query<{ version: string }>(
    `select command::jsonb ->> 'version' as version from operation
     where customer_id = $1 and op = 'adopt_policy' order by first_seq`,
    [customerId],
  )
  return rows.map((row) => Number(row.version))
}
const ofCustomer = (customerId: string) =>
  inTransaction(ledger.store, (session) => answerCustomerPolicy(session, customerId))
const findings = async () => (await verify(ledger.store, { decide: true })).findings

test('terms of a class are adopted by its customers, and by nobody else', async () => {
  await open('john', { class: 'gold' })
  await open('eve')
  expect(said(await put(gold, { overpay: 'reject', collection: { reminders_before: '10,7,1' } }))).toBe('set 1')
  expect(await adoptedBy('john')).toEqual([1])
  expect(await adoptedBy('eve')).toEqual([])
  expect(await ofCustomer('john')).toMatchObject({
    version: 1,
    adopted_version: 1,
    policy: { overpay: 'reject', void_paid: 'allow', collection: { reminders_before: [10, 7, 1], grace_days: 0 } },
  })
  expect(await ofCustomer('eve')).toMatchObject({ version: 0, adopted_version: 0, own: {} })
  expect(await findings()).toEqual([])
})

test('a customer lays terms of his own over those of his class, and null takes them off again', async () => {
  await open('john', { class: 'gold' })
  await put(gold, { payment_terms: 14, collection: { suspension_after: 30, grace_days: 3 } })
  await put(own('john'), { payment_terms: 30, collection: { suspension_after: 'none' } })
  const laid = { payment_terms: 30, collection: { suspension_after: null, grace_days: 3 } }
  expect(await ofCustomer('john')).toMatchObject({ version: 2, adopted_version: 2, policy: laid })
  await put(own('john'), { payment_terms: null, collection: { suspension_after: null } })
  const inherited = { payment_terms: 14, collection: { suspension_after: 30, grace_days: 3 } }
  expect(await ofCustomer('john')).toMatchObject({ version: 3, adopted_version: 3, own: {}, policy: inherited })
  expect(await adoptedBy('john')).toEqual([1, 2, 3])
})

test('a customer with terms of his own adopts a new version of his class with his own over it', async () => {
  await open('john', { class: 'gold' })
  await put(own('john'), { overpay: 'reject' })
  await put(gold, { overpay: 'unallocated', void_paid: 'reject' })
  expect(await ofCustomer('john')).toMatchObject({
    adopted_version: 2,
    policy: { overpay: 'reject', void_paid: 'reject' },
  })
})

test('who is opened, or comes into another class, adopts the terms in the same transaction', async () => {
  await put(gold, { overpay: 'reject' })
  await open('john', { class: 'gold' })
  expect(await adoptedBy('john')).toEqual([1])
  const [opening] = await ledger.query<{ at: Date }>(
    `select r.effective_at as at from record r join operation o on o.customer_id = r.customer_id and o.first_seq = r.seq
     where r.customer_id = 'john' and o.op = 'adopt_policy'`,
  )
  expect(opening?.at).toEqual(new Date('2026-01-01T00:00:00Z'))
  await ask('change_details', 'john', { class: 'lead' })
  expect(await adoptedBy('john')).toEqual([1, 0])
  expect(await ofCustomer('john')).toMatchObject({ version: 0, adopted_version: 0, policy: { overpay: 'unallocated' } })
})

test('one with terms of his own who comes into another class adopts what then holds, though no version is newer', async () => {
  await put(gold, { void_paid: 'reject' })
  await open('john', { class: 'gold' })
  await put(own('john'), { overpay: 'reject' })
  await ask('change_details', 'john', { class: 'lead' })
  const [head] = await ledger.query("select policy from customer_head where customer_id = 'john'")
  expect(head).toMatchObject({ policy: { overpay: 'reject', void_paid: 'allow' } })
  expect(await adoptedBy('john')).toEqual([1, 2, 2])
  expect(await adoptPending(ledger.store)).toBe(true)
  expect(await adoptedBy('john')).toEqual([1, 2, 2])
})

test('the same terms again are refused, the same key is answered again, another wish under it is refused', async () => {
  expect(said(await put(gold, { overpay: 'reject' }, 'k1'))).toBe('set 1')
  expect(said(await put(gold, { overpay: 'reject' }, 'k1'))).toBe('replayed 1')
  expect(said(await put(gold, { overpay: 'unallocated' }, 'k1'))).toBe('key_reused')
  expect(said(await put(gold, { overpay: 'reject' }))).toBe('policy_unchanged')
  expect(said(await put(gold, {}))).toBe('policy_unchanged')
  expect(await ledger.query('select version from policy')).toHaveLength(1)
})

test('versions have no gaps, whoever sets terms at the same time; each stands in the log of the operator', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, at) => put({ class: `c${at}` }, { overpay: 'reject' })),
  )
  expect(outcomes.map(said).sort()).toEqual(Array.from({ length: 8 }, (_, at) => `set ${at + 1}`))
  const [doings] = await ledger.query(
    "select count(*)::int as n from record where customer_id = '~operator' and type = 70 and kind = 1",
  )
  expect(doings).toEqual({ n: 8 })
  expect(await findings()).toEqual([])
})

test('days up to today are evaluated by the terms that a customer leaves', async () => {
  await createClock(ledger.store, { clock: 'tale', now: '2026-03-01', mail: 'withhold' }, ada)
  await open('john', { class: 'gold', clock: 'tale', effective_at: '2026-03-01' })
  await ask('issue_invoice', 'john', { lines: [{ description: 'Fee', amount: '10.00' }], due_on: '2026-03-10' })
  await advanceClock(ledger.store, 'tale', '2026-03-20', ada)
  await put(gold, { collection: { suspension_after: 5 } })
  const [john] = await ledger.query("select policy_version from customer_head where customer_id = 'john'")
  expect(john).toEqual({ policy_version: 1 })
  expect(await findings()).toEqual([])
})

test('a late fee of adopted terms is charged on its day, by whatever evaluates it, with an xDR id of its own', async () => {
  await put(gold, { collection: { late_fee: { amount: '5.00' }, grace_days: 2 } })
  await createClock(ledger.store, { clock: 'tale', now: '2026-03-01', mail: 'withhold' }, ada)
  for (const id of ['john', 'eve'])
    await open(id, { class: 'gold', clock: 'tale', effective_at: '2026-03-01', time_zone: 'UTC' })
  const bill = (id: string) =>
    ask('issue_invoice', id, { lines: [{ description: 'Fee', amount: '10.00' }], due_on: '2026-03-10' })
  await bill('john')
  await advanceClock(ledger.store, 'tale', '2026-03-20', ada)
  await open('bob', { class: 'gold', effective_at: '2026-03-01' })
  await ask('issue_invoice', 'bob', {
    lines: [{ description: 'Fee', amount: '10.00' }],
    issued_on: '2026-03-01',
    due_on: '2026-03-10',
  })
  await ask('book_charge', 'bob', { amount: '1.00', service: 'voice' })
  const fees = await ledger.query(
    'select customer_id, amount from record where kind = 1 and type = 60 order by customer_id',
  )
  expect(fees).toEqual([
    { customer_id: 'bob', amount: '5000000' },
    { customer_id: 'john', amount: '5000000' },
  ])
  expect(await findings()).toEqual([])
})

test('adoptions that were cut off are finished in the background, once', async () => {
  for (let at = 0; at < 7; at += 1) await open(`c${at}`, { class: 'gold' })
  await ledger.query(
    `insert into policy (version, scope, terms, effective, recorded_at) values (1, 'class:gold', '{"overpay":"reject"}', '{}', now())`,
  )
  expect(await adoptPending(ledger.store, { most: 3 })).toBe(false)
  const adopter = openAdopter(ledger.store)
  await adopter()
  await adopter()
  for (let at = 0; at < 7; at += 1) expect(await adoptedBy(`c${at}`)).toEqual([1])
})

test('before an operation is decided, its customer adopts the terms in force', async () => {
  await open('john', { class: 'gold' })
  await ask('issue_invoice', 'john', { invoice: 'I1', lines: [{ description: 'Fee', amount: '10.00' }] })
  await ledger.query(
    `insert into policy (version, scope, terms, effective, recorded_at) values (1, 'class:gold', '{"overpay":"reject"}', '{}', now())`,
  )
  const paid = await ask('receive_payment', 'john', { amount: '12', allocate: [{ invoice: 'I1', amount: '12' }] })
  expect(inShort(paid)).toBe('payment_exceeds_outstanding')
  expect(await adoptedBy('john')).toEqual([1])
})

test('the terms of a class that nobody has set are the default ones', async () => {
  const answer = await inTransaction(ledger.store, (session) => answerClassPolicy(session, 'none'))
  expect(answer).toMatchObject({ version: 0, own: {}, policy: { auto_apply: true, payment_terms: null } })
})
