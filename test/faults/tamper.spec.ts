import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { verify } from '../../src/service/verify/verify.ts'
import { sequenceAll } from '../../src/service/work/sequencer.ts'
import { usesIn } from '../../src/store/history/idempotency.ts'
import { operationsIn } from '../../src/store/history/operations.ts'
import { unpacked } from '../../src/store/history/packed.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { deskOf } from '../service/desk.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'

/**
 * Someone with the owner's rights changes history behind the ledger's back. Each change is found by `verify`, which
 * names the customer and the record, whatever else was changed to hide it.
 */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
})
afterAll(() => cellar.close())

// Records of john: 1-2 opened, 3-7 invoice, 8-10 adjustment, 11-18 payment, 19 note, 20 charge.
beforeEach(async () => {
  ledger = await cellar.ledger()
  const ask = deskOf(ledger.store)
  await ask('open_customer', 'eve', { name: 'Eve', currency: 'USD' })
  await ask('open_customer', 'john', { name: 'John Doe', currency: 'USD', effective_at: '2026-01-01' })
  await ask('issue_invoice', 'john', {
    invoice: '1',
    lines: [{ description: 'Calls', amount: '100.00' }],
    due_on: '2999-01-01',
  })
  await ask('adjust_invoice', 'john', { invoice: '1', amount: '-30.00', reason: 'disputed roaming charges' })
  await ask('receive_payment', 'john', { amount: '60.00', payment_id: 'P1' })
  await ask('add_note', 'john', { text: 'will pay the rest on Friday' })
  await ask('book_charge', 'john', { amount: '1.00', service: 'voice', description: 'Call to Rome' }, 'last')
  await sequenceAll(ledger.store, '01a20366-3d7c-7259-a1ac-0a4df881e1ba')
  expect(await found()).toEqual([])
})

const found = async (customer?: string): Promise<string[]> => {
  const { findings } = await verify(ledger.store, { customer })
  return findings.map((one) => `${one.customerId} ${one.seq ?? '-'}: ${one.what}`)
}
const tamper = async (...statements: readonly string[]): Promise<void> => {
  for (const statement of statements) await ledger.query(statement)
}

test('a flipped byte in a stored record', async () => {
  await tamper(`update record set canonical = set_byte(canonical, 60, get_byte(canonical, 60) # 1)
    where customer_id = 'john' and seq = 9`)
  expect(await found()).toContain('john 9: its hash is not that of the record before and of its own bytes')
})

test('every single byte counts, wherever it stands', async () => {
  const [{ length } = { length: 0 }] = await ledger.query<{ length: number }>(
    "select octet_length(canonical) as length from record where customer_id = 'john' and seq = 8",
  )
  const flip = (at: number) =>
    tamper(`update record set canonical = set_byte(canonical, ${at}, get_byte(canonical, ${at}) # 4)
      where customer_id = 'john' and seq = 8`)
  for (let at = 0; at < length; at += 7) {
    await flip(at)
    expect((await found('john')).filter((one) => one.startsWith('john 8: its hash'))).toHaveLength(1)
    await flip(at)
  }
  expect(await found()).toEqual([])
})

test('a changed amount in the column that lists and searches use', async () => {
  await tamper("update record set amount = amount + 1 where customer_id = 'john' and seq = 8")
  expect(await found()).toEqual(['john 8: table record: amount not as the records say'])
})

test('a changed hash', async () => {
  await tamper("update record set hash = sha256(hash) where customer_id = 'john' and seq = 8")
  expect((await found()).slice(0, 2)).toEqual([
    'john 8: its hash is not that of the record before and of its own bytes',
    'john 9: its hash is not that of the record before and of its own bytes',
  ])
})

test('a deleted record in the middle', async () => {
  await tamper("delete from record where customer_id = 'john' and seq = 12")
  expect(await found()).toContain('john 12: is missing')
})

test('several deleted records with their operation', async () => {
  await tamper(
    "delete from record where customer_id = 'john' and seq between 8 and 10",
    "delete from operation where customer_id = 'john' and first_seq = 8",
  )
  expect(await found()).toContain('john 8: to 10 are missing')
})

test('a truncated tail: the last record', async () => {
  await tamper("delete from record where customer_id = 'john' and seq = 20")
  expect(await found()).toEqual(
    expect.arrayContaining([
      'john 20: records 20 to 20 of its operation are missing',
      'john 20: the head stands at record 20, the last record is 19',
    ]),
  )
})

test('a truncated tail: the last records with their operation and key', async () => {
  await tamper(
    "delete from record where customer_id = 'john' and seq >= 19",
    "delete from operation where customer_id = 'john' and first_seq >= 19",
    "delete from idempotency where customer_id = 'john' and first_seq >= 19",
    "delete from text where customer_id = 'john' and seq >= 19",
  )
  expect(await found()).toContain('john 19: the head stands at record 20, the last record is 18')
})

test('a truncated tail with a head that was set back to it', async () => {
  await tamper(
    "delete from record where customer_id = 'john' and seq >= 20",
    "delete from operation where customer_id = 'john' and first_seq >= 20",
    "delete from idempotency where customer_id = 'john' and first_seq >= 20",
    "delete from text where customer_id = 'john' and seq >= 20",
    `update customer_head set seq = 19, hash = (select hash from record where customer_id = 'john' and seq = 19)
     where customer_id = 'john'`,
  )
  const all = await found()
  expect(all.some((one) => one.startsWith('john 20: the order of all transactions has it twice'))).toBe(true)
  expect(all.some((one) => one.includes('table customer_head'))).toBe(true)
})

test('a customer who vanished as a whole', async () => {
  for (const table of ['record', 'operation', 'idempotency', 'text', 'customer_head', 'cause'])
    await tamper(`delete from ${table} where customer_id = 'eve'`)
  expect(await found()).toContain('eve -: the head is missing')
})

test('a changed command, actor or reason of an operation', async () => {
  await tamper(
    "update operation set actor = 'Mallory' where customer_id = 'john' and first_seq = 8",
    `update operation set command = replace(command, '-30000000', '-31000000') where customer_id = 'john' and first_seq = 8`,
  )
  expect(await found()).toEqual([
    'john 8: the digest of its operation is not that of command, caller, key, reference and rules',
  ])
})

test('an operation whose digest was made to fit a changed actor', async () => {
  const { digestOf } = await import('../../src/service/asked/operation-text.ts')
  const eighth = { after: { customerId: 'john', seq: 7 }, upTo: { customerId: 'john', seq: 8 } }
  const [kept] = await inTransaction(ledger.store, (session) => operationsIn(session, eighth))
  const [key] = await usesIn(ledger.store, eighth)
  if (kept === undefined || key === undefined) throw new Error('no such operation')
  const digest = digestOf({ ...kept, key, actor: 'Mallory' }).toString('hex')
  await tamper(
    `update operation set actor = 'Mallory', digest = '\\x${digest}' where customer_id = 'john' and first_seq = 8`,
  )
  expect(await found()).toContain('john 8: its digest is not that of its operation')
})

test('a figure that was changed in the head, in an invoice, in a payment', async () => {
  await tamper(
    "update customer_head set outstanding = outstanding - 1 where customer_id = 'john'",
    "update invoice set outstanding = outstanding - 1, open = false where customer_id = 'john'",
    `update payment set figures = jsonb_set(figures, '{payment.amount,0}', '"1"') where customer_id = 'john'`,
  )
  expect(await found()).toEqual([
    'john -: table customer_head: outstanding not as the records say',
    'john -: table invoice no 1: open, outstanding not as the records say',
    'john -: table payment no 1: figures not as the records say',
  ])
})

test('rows that no record accounts for, and rows that are gone', async () => {
  await tamper(
    `insert into invoice select customer_id, 2, 'forged', born_seq, born_at, issued_on, due_on, status, open, total,
       adjusted, credited, paid, outstanding, figures from invoice where customer_id = 'john'`,
    "delete from note where customer_id = 'john'",
    "delete from allocation where customer_id = 'john'",
    "delete from directory where id = 'P1'",
  )
  expect(await found()).toEqual([
    'john -: table invoice no 2: there is a row that no record accounts for',
    'john -: table allocation no 1: the row is missing',
    'john 19: table note: the row is missing',
    'john -: table directory id P1, kind 2: the row is missing',
  ])
})

test('a changed text, one that was emptied unrecorded, and one that is gone', async () => {
  const textOf = (seq: number) => `customer_id = 'john' and seq = ${seq}`
  await tamper(
    `update text set body = 'never called' where ${textOf(19)}`,
    `update text set salt = '', body = '' where ${textOf(8)}`,
    `delete from text where ${textOf(20)}`,
  )
  const all = await found()
  expect(all).toHaveLength(3)
  expect(all.some((one) => /^john 19: text \S+ is not the one that it names$/.test(one))).toBe(true)
  expect(all.some((one) => /^john 8: text \S+ is empty, though nobody erased it$/.test(one))).toBe(true)
  expect(all.some((one) => /^john 20: text \S+, which it names, is missing$/.test(one))).toBe(true)
})

test('a key without its operation, a cause that was bent, a position that is missing', async () => {
  await tamper(
    "update idempotency set last_seq = 21 where customer_id = 'john' and key = 'last'",
    "update cause set cause_seq = 1 where customer_id = 'john' and seq = 8",
    'delete from log where position = 2',
  )
  const all = await found()
  expect(all).toContain('john 20: key last was answered with it, but no operation made it')
  expect(all).toContain('john 8: table cause no 1: cause_seq not as the records say')
  expect(all).toContain('~operator -: the order of all transactions has a gap after position 1 of shard 0')
})

test('a chain that was forged to the end is not what booking again gives', async () => {
  const { decode, encode } = await import('../../src/engine/bytes/record-bytes.ts')
  const { seal } = await import('../../src/service/ledger/sheets/seal.ts')
  const rows = await ledger.query<{ seq: string; canonical: Buffer }>(
    "select seq, canonical from record where customer_id = 'john' order by seq",
  )
  const forged = rows.map(({ canonical }) => {
    const record = decode(unpacked(canonical))
    if (record.kind !== 'event' || record.type !== 'payment_received') return record
    return decode(encode({ ...record, facts: { ...record.facts, amount: 61_000_000n } }))
  })
  for (const { record, canonical, hash } of seal(new Uint8Array(32), forged))
    await ledger.query("update record set canonical = $1, hash = $2 where customer_id = 'john' and seq = $3", [
      Buffer.from(canonical),
      hash,
      record.seq,
    ])
  const all = await found()
  expect(all).toContain('john 11: is not what booking the operation again gives')
  expect(all.filter((one) => one.includes('its hash is not'))).toEqual([])
})
