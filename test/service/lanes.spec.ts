import { afterAll, beforeAll, expect, test } from 'vitest'
import { perform } from '../../src/service/ledger/perform.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { storeFault } from '../../src/store/session/faults.ts'
import { deskOf, inShort, requestOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'
import { parcelsOf } from './rows-read.ts'

let cellar: Cellar
let ledger: Ledger
const customers = Array.from({ length: 40 }, (_, n) => `customer-${n}`)

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  const ask = deskOf(ledger.store)
  await Promise.all(customers.map((one) => ask('open_customer', one, { name: one, currency: 'USD' })))
})

afterAll(() => cellar.close())

const charge = (customer: string, amount = '1.00') =>
  perform(ledger.store, requestOf('book_charge', customer, { amount, service: 'voice' }))

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('what is asked in one moment shares a transaction, whose customer it is of', async () => {
  expect(await parcelsOf(ledger.store, () => Promise.all(customers.map((one) => charge(one))))).toBe(2)
})

test('what is asked of a customer while a transaction runs for him goes together in the next one', async () => {
  // nobody is waited for any more who was answered before
  await new Promise((resolve) => setTimeout(resolve, 20))
  const parcels = await parcelsOf(ledger.store, async () => {
    const first = charge('customer-0')
    await soon()
    await soon()
    const others = [1, 2, 3].map(() => charge('customer-0'))
    expect((await Promise.all([first, ...others])).map(inShort)).toEqual(['done', 'done', 'done', 'done'])
  })
  expect(parcels).toBe(4)
})

test('those who are answered together and ask again one soon after the other go together again', async () => {
  const ROUNDS = 20
  const askAgain = async (customer: string, turns: number): Promise<void> => {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let turn = 0; turn < turns; turn += 1) await soon()
      await charge(customer)
    }
  }
  const parcels = await parcelsOf(ledger.store, () =>
    Promise.all(customers.slice(0, 6).map((customer, place) => askAgain(customer, place % 2 === 0 ? 0 : 3))),
  )
  // two a round, where those who ask at once would not wait for the others four
  expect(parcels).toBeLessThan(3 * ROUNDS)
})

test('who finds too many waiting is told so at once, and all others are answered in their order', async () => {
  const many = Array.from({ length: 2100 }, (_, n) =>
    charge('customer-3', `${n + 1}.00`).then(
      (outcome) => (outcome.status === 'done' ? outcome.firstSeq : inShort(outcome)),
      (error: unknown) => storeFault(error) ?? 'fault',
    ),
  )
  const answers = await Promise.all(many)
  expect(answers.slice(2000)).toEqual(Array.from({ length: 100 }, () => 'busy'))
  expect(answers.slice(0, 2000)).toEqual(answers.slice(0, 2000).toSorted((a, b) => Number(a) - Number(b)))
  expect(await charge('customer-3').then(inShort)).toBe('done')
  expect((await verify(ledger.store)).findings).toEqual([])
})
