import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller, WireRequest } from '../../src/service/asked/request.ts'
import { perform } from '../../src/service/ledger/perform.ts'
import { unpacked } from '../../src/store/history/packed.ts'
import { compareLedgers } from '../compare/compare.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** The tool that compares two ledgers: what it leaves out, and that it finds what differs. */

let cellar: Cellar
beforeAll(async () => {
  cellar = await openCellar()
})
afterAll(() => cellar.close())

const ada: Caller = { actor: 'ada', realm: 'administrator', channel: 'api', ip: null }

async function told(how: { amount?: string; note?: string; actor?: string; more?: boolean } = {}): Promise<Ledger> {
  const { amount = '60.00', note = 'agreed on the phone', actor = 'ada', more = false } = how
  const ledger = await cellar.ledger()
  const common = { customerId: 'C', caller: { ...ada, actor }, reference: 'CRM 1' }
  const requests: WireRequest[] = [
    { ...common, op: 'open_customer', key: '1', body: { name: 'Ann', currency: 'USD', billing: 'postpaid' } },
    { ...common, op: 'book_charge', key: '2', body: { amount: '100.00', service: 'calls', xdr_id: '7' } },
    { ...common, op: 'receive_payment', key: '3', body: { amount, xdr_id: '8', allocate: 'none' } },
    { ...common, op: 'add_note', key: '4', body: { text: note, kind: 'note' } },
  ]
  const again: WireRequest = { ...common, op: 'add_note', key: '5', body: { text: 'one more', kind: 'note' } }
  for (const request of more ? [...requests, again] : requests)
    expect(await perform(ledger.store, request)).toMatchObject({ status: 'done' })
  return ledger
}

const compared = async (one: Ledger, other: Ledger) => compareLedgers(one.store, other.store)

test('the same told twice is the same, whatever ids, salts and times it got', async () => {
  const [one, other] = [await told(), await told()]
  const first = await compared(one, other)
  expect(first).toMatchObject({ same: true, customers: 1 })
  expect(await compared(other, one)).toEqual(first)
})

test.each([
  ['an amount', { amount: '60.01' }, /^operation\.command\.amount/],
  ['a text', { note: 'agreed by letter' }, /^operation\.command\.note\.hash/],
  ['an actor', { actor: 'bob' }, /^operation\.actor/],
  ['one more record', { more: true }, /^operation|^record/],
])('%s that differs is found', async (_, how, at) => {
  const result = await compared(await told(), await told(how))
  expect(result).toMatchObject({ same: false, difference: { customerId: 'C', at: expect.stringMatching(at) } })
})

test('a record that was changed behind the back of the ledger is found where it is', async () => {
  const [one, other] = [await told(), await told()]
  const [row] = await other.query<{ seq: bigint; canonical: Buffer }>(
    "select seq, canonical from record where customer_id = 'C' and xdr_id = 8 order by seq limit 1",
  )
  const canonical = Buffer.from(unpacked(row?.canonical ?? Buffer.alloc(0)))
  const at = canonical.indexOf(Buffer.from(60_000_000n.toString(16).padStart(16, '0'), 'hex'))
  canonical.writeBigInt64BE(61_000_000n, at)
  await other.query("update record set canonical = $1 where customer_id = 'C' and seq = $2", [canonical, row?.seq])
  const result = await compared(one, other)
  expect(result).toMatchObject({ same: false, difference: { customerId: 'C', seq: Number(row?.seq) } })
})

test('a customer whom only one of them has is found', async () => {
  const [one, other] = [await told(), await cellar.ledger()]
  expect(await compared(one, other)).toMatchObject({ same: false, difference: { customerId: 'C', seq: 1 } })
})
