import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type VerifyOptions, verify } from '../../src/service/verify/verify.ts'
import { deskOf } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Who verifies again may go on from what was looked at before; whoever does not ask for that trusts no mark. */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
})
afterAll(() => cellar.close())

// Records of eve: 1-2 opened; of john: 1-2 opened, 3 charge.
beforeEach(async () => {
  ledger = await cellar.ledger()
  const ask = deskOf(ledger.store)
  await ask('open_customer', 'eve', { name: 'Eve', currency: 'USD' })
  await ask('open_customer', 'john', { name: 'John', currency: 'USD' })
  await ask('book_charge', 'john', { amount: '1.00', service: 'voice' })
})

const looked = async (how: VerifyOptions) => {
  const { customers, records, trusted, marked, findings } = await verify(ledger.store, how)
  return { customers, records, trusted, marked, found: findings.map((one) => `${one.customerId} ${one.seq}`) }
}
const charge = () => deskOf(ledger.store)('book_charge', 'john', { amount: '2.00', service: 'voice' })
const forge = (seq: number) =>
  ledger.query("update record set amount = amount + 1 where customer_id = 'john' and seq = $1", [seq])

test('without being asked for, none is kept and none is trusted', async () => {
  expect(await looked({})).toMatchObject({ records: 5, trusted: null, marked: null })
  expect(await ledger.query('select * from verified_mark')).toEqual([])
  await verify(ledger.store, { marks: true })
  expect(await looked({})).toMatchObject({ customers: 2, records: 5 })
})

test('a customer of whom nothing is new is passed over, another is gone on with', async () => {
  expect(await looked({ marks: true })).toMatchObject({ customers: 2, records: 5, marked: true })
  expect(await looked({ resume: true })).toMatchObject({ customers: 0, records: 0, trusted: 2 })
  await charge()
  expect(await looked({ resume: true })).toMatchObject({ customers: 1, trusted: 1, found: [] })
  await looked({ chain: true, marks: true })
  await charge()
  expect(await looked({ chain: true, resume: true })).toMatchObject({ customers: 1, records: 1, found: [] })
})

test('what was tampered with before the mark is found by whoever trusts no mark, and behind it by everybody', async () => {
  await looked({ marks: true })
  await charge()
  await forge(3)
  expect(await looked({})).toMatchObject({ found: ['john 3'] })
  expect(await looked({ resume: true })).toMatchObject({ found: [] })
  await forge(4)
  expect(await looked({ resume: true })).toMatchObject({ found: ['john 4'] })
  expect(await looked({})).toMatchObject({ found: ['john 3', 'john 4'] })
})

test('a mark whose record has another hash, of fewer levels, or by another release is not gone on from', async () => {
  await looked({ chain: true, marks: true })
  expect(await looked({ resume: true })).toMatchObject({ customers: 2, trusted: 0 })
  await looked({ marks: true })
  expect(await looked({ chain: true, resume: true })).toMatchObject({ trusted: 2 })
  await ledger.query("update record set hash = sha256(hash) where customer_id = 'john' and seq = 3")
  expect(await looked({ resume: true })).toMatchObject({ trusted: 1, found: ['john 3', 'john null'] })
  await ledger.query("update verified_mark set looked_by = '0.0.1, rules 3'")
  expect(await looked({ chain: true, resume: true })).toMatchObject({ customers: 2, trusted: 0 })
})

test('of whom something was found no mark is kept', async () => {
  await forge(3)
  expect(await looked({ marks: true })).toMatchObject({ found: ['john 3'], marked: true })
  expect(await ledger.query('select customer_id from verified_mark')).toEqual([{ customer_id: 'eve' }])
})
