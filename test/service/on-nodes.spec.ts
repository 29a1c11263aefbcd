import { afterAll, beforeAll, expect, test } from 'vitest'
import { performMany } from '../../src/service/ledger/perform.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { heldHeads, lockHeads } from '../../src/store/heads/heads.ts'
import { inTransaction, openStore, type Store } from '../../src/store/session/store.ts'
import { desksOf, inShort, requestOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** The way that is gone about on several nodes, gone on one: what is booked is the same. */

let cellar: Cellar
let ledger: Ledger
let store: Store
const customers = ['adam', 'eve', 'john', 'zoe']

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  store = await openStore(ledger.url, { isDistributed: true })
  const ask = desksOf(store)
  for (const one of customers) await ask('open_customer', one, { name: one, currency: 'USD' })
})
afterAll(async () => {
  await store.close()
  await cellar.close()
})

const balances = async (): Promise<unknown[]> =>
  (await ledger.query<{ balance: bigint }>('select balance from customer_head where currency is not null')).map(
    ({ balance }) => Number(balance),
  )

test('operations of several customers at once, asked on both ways, are each booked once', async () => {
  const paid = (of: Store, key: string): ReturnType<typeof performMany> =>
    performMany(
      of,
      customers.flatMap((one) =>
        [1, 2, 3].map((no) => requestOf('receive_payment', one, { amount: '1.00' }, `${key}${no}`)),
      ),
    )
  const outcomes = await Promise.all([paid(store, 'a'), paid(ledger.store, 'b'), paid(store, 'b'), paid(store, 'c')])
  expect(
    outcomes
      .flat()
      .map(inShort)
      .filter((one) => one === 'done'),
  ).toHaveLength(36)
  expect(await balances()).toEqual(customers.map(() => -9_000_000))
  expect((await verify(ledger.store, { decide: true })).findings).toEqual([])
})

test('heads of several customers are locked together, as they stand, until the end', async () => {
  const isAsRead = await inTransaction(store, async (session) => {
    const locked = await lockHeads(session, ['zoe', 'adam', 'nobody'])
    expect(await heldHeads(ledger.store, [...customers, 'nobody'])).toEqual(['adam', 'zoe'])
    const read = await inTransaction(ledger.store, (other) => lockHeads(other, ['eve', 'john']))
    expect(read.map(({ customer }) => customer.id)).toEqual(['eve', 'john'])
    return locked.map(({ customer }) => customer.id).sort()
  })
  expect(isAsRead).toEqual(['adam', 'zoe'])
  expect(await heldHeads(ledger.store, customers)).toEqual([])
})
