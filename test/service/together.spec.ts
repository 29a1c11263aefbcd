import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { WireRequest } from '../../src/service/asked/request.ts'
import { perform, performMany } from '../../src/service/ledger/perform.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { deskOf, desksOf, inShort, requestOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Many operations at once: each is booked once, in its order, and none stands in the way of another. */

let cellar: Cellar
let ledger: Ledger
let ask: ReturnType<typeof deskOf>

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  ask = deskOf(ledger.store)
  await ask('open_customer', 'john', { name: 'John Doe', currency: 'USD', effective_at: '2026-01-01' })
})
afterAll(() => cellar.close())

const headOf = async (customerId: string) =>
  (await ledger.query('select seq, balance, outstanding from customer_head where customer_id = $1', [customerId]))[0]
const findings = async () => (await verify(ledger.store, { decide: true })).findings

test('fifty payments at once are all booked, each once, though each is asked for three times', async () => {
  const asked = Array.from(
    { length: 50 },
    (_, at) => ['receive_payment', 'john', { amount: '1.00' }, `k${at}`] as const,
  )
  const apart = desksOf(ledger.store)
  const outcomes = await Promise.all([
    ...[...asked, ...asked].map((one) => ask(...one)),
    ...asked.map((one) => apart(...one)),
  ])
  expect(outcomes.filter((one) => inShort(one) === 'done')).toHaveLength(50)
  expect(outcomes.filter((one) => inShort(one) === 'replayed')).toHaveLength(100)
  expect(await headOf('john')).toMatchObject({ balance: '-50000000' })
  expect(await findings()).toEqual([])
})

test('one customer opened by twenty at once is opened once', async () => {
  const apart = desksOf(ledger.store)
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, at) => apart('open_customer', 'eve', { name: 'Eve', currency: 'EUR' }, `k${at}`)),
  )
  expect(outcomes.map(inShort).sort()).toEqual([...Array(19).fill('customer_taken'), 'done'])
  expect(await findings()).toEqual([])
})

test('two customers who take the same payment id at once do not both get it', async () => {
  await ask('open_customer', 'eve', { name: 'Eve', currency: 'USD' })
  const both = await Promise.all(
    ['john', 'eve'].map((one) => desksOf(ledger.store)('receive_payment', one, { amount: '1.00', payment_id: 'P' })),
  )
  expect(both.map(inShort).sort()).toEqual(['done', 'payment_taken'])
})

test('what goes wrong with one of those who ask at once is not laid to the others', async () => {
  const payment = (amount: string) => requestOf('receive_payment', 'john', { amount })
  const broken = { ...payment('1.00'), body: null } as unknown as WireRequest
  const settled = await Promise.allSettled(
    [payment('1.00'), broken, payment('2.00')].map((one) => perform(ledger.store, one)),
  )
  expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await headOf('john')).toMatchObject({ balance: '-3000000' })
})

test('a batch is booked in its order, a refused one stops no other, a repeated key is replayed within it', async () => {
  await ask('open_customer', 'eve', { name: 'Eve', currency: 'USD' })
  const pay = (customerId: string, amount: string, key: string) =>
    requestOf('receive_payment', customerId, { amount }, key)
  const outcomes = await performMany(ledger.store, [
    pay('john', '1.00', 'a'),
    pay('eve', '2.00', 'b'),
    pay('john', '-1.00', 'c'),
    pay('john', '3.00', 'd'),
    pay('john', '1.00', 'a'),
    requestOf('open_customer', 'new', { name: 'New', currency: 'USD' }, 'e'),
    pay('new', '4.00', 'f'),
  ])
  expect(outcomes.map(inShort)).toEqual(['done', 'done', 'amount_must_be_positive', 'done', 'replayed', 'done', 'done'])
  const amounts = await ledger.query<{ amount: string }>(
    "select amount from payment where customer_id = 'john' order by no",
  )
  expect(amounts.map((one) => one.amount)).toEqual(['1000000', '3000000'])
  expect(await findings()).toEqual([])
})

test('a batch takes the same ids and charges as operations one by one would', async () => {
  const outcomes = await performMany(ledger.store, [
    requestOf('book_charge', 'john', { amount: '16.85306', service: 'voice' }),
    requestOf('issue_invoice', 'john', { invoice: 'A' }),
    requestOf('issue_invoice', 'john', { invoice: 'A' }),
    requestOf('receive_payment', 'john', { amount: '10.00', payment_id: 'P' }),
    requestOf('receive_payment', 'john', { amount: '10.00', payment_id: 'P' }),
    requestOf('deallocate_payment', 'john', { payment_id: 'P', invoice: 'A', amount: '4.00' }),
    requestOf('adjust_invoice', 'john', { invoice: 'A', amount: '-12.86', reason: 'goodwill' }),
  ])
  expect(outcomes.map(inShort)).toEqual(['done', 'done', 'invoice_taken', 'done', 'payment_taken', 'done', 'done'])
  expect(await headOf('john')).toMatchObject({ balance: '-6000000', outstanding: '0' })
  expect(await findings()).toEqual([])
})
