import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { performMany } from '../../src/service/ledger/perform.ts'
import { endSequencing, sequenceAll } from '../../src/service/work/sequencer.ts'
import { holdsLease, keepLease, takeLease } from '../../src/store/queues/leases.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { deskOf, desksOf, requestOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** The order of all transactions: given after the commit, by one at a time, without a gap. */

const [one, other] = ['01a20366-3d7c-7259-a1ac-0a4df881e1ba', '01a20366-3d7c-7259-a1ac-0a4df881e1bb']
let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  const opened = ['a', 'b', 'c'].map((id) => requestOf('open_customer', id, { name: id, currency: 'USD' }))
  await performMany(ledger.store, opened)
})
afterAll(() => cellar.close())

const positions = async () =>
  (await ledger.query<{ position: string }>('select position from log order by position')).map((row) =>
    Number(row.position),
  )

test('a reader can say "the next is the last plus one", however many write', async () => {
  const ask = desksOf(ledger.store)
  const writers = Array.from({ length: 60 }, (_, at) =>
    ask('book_charge', ['a', 'b', 'c'][at % 3] ?? 'a', { amount: '1.00', service: 'voice' }),
  )
  let placed = await sequenceAll(ledger.store, one)
  await Promise.all(writers)
  placed += await sequenceAll(ledger.store, one)
  expect(placed).toBe(63)
  expect(await positions()).toEqual(Array.from({ length: 63 }, (_, at) => at + 1))
  const turned = await ledger.query(
    'select 1 from log a join log b on a.customer_id = b.customer_id and a.position < b.position and a.first_seq > b.first_seq',
  )
  expect(turned).toEqual([])
})

test('only who holds the lease gives positions', async () => {
  expect(await sequenceAll(ledger.store, one)).toBe(3)
  await deskOf(ledger.store)('book_charge', 'a', { amount: '1.00', service: 'voice' })
  expect(await sequenceAll(ledger.store, other)).toBe(0)
  await endSequencing(ledger.store, one)
  expect(await positions()).toEqual([1, 2, 3, 4])
  await deskOf(ledger.store)('book_charge', 'a', { amount: '1.00', service: 'voice' })
  expect(await sequenceAll(ledger.store, other)).toBe(1)
})

test('a holder who was paused past the end of the lease changes nothing any more', async () => {
  const lease = (await takeLease(ledger.store, 'test', one, 0)) ?? expect.fail()
  const next = (await takeLease(ledger.store, 'test', other, 0)) ?? expect.fail()
  expect(next.token).toBe(lease.token + 1n)
  expect(await keepLease(ledger.store, lease, 10_000)).toBe(false)
  expect(await keepLease(ledger.store, next, 10_000)).toBe(true)
  expect(await takeLease(ledger.store, 'test', one, 10_000)).toBeNull()
  expect(await inTransaction(ledger.store, (session) => holdsLease(session, lease))).toBe(false)
  expect(await inTransaction(ledger.store, (session) => holdsLease(session, next))).toBe(true)
})

test('nobody takes a lease over in the middle of a step, whatever its time', async () => {
  const lease = (await takeLease(ledger.store, 'test', one, 0)) ?? expect.fail()
  await inTransaction(ledger.store, async (session) => {
    expect(await holdsLease(session, lease)).toBe(true)
    expect(await takeLease(ledger.store, 'test', other, 0)).toBeNull()
    // who has it keeps it meanwhile
    expect(await keepLease(ledger.store, lease, 0)).toBe(true)
  })
  expect(await takeLease(ledger.store, 'test', other, 10_000)).not.toBeNull()
})
