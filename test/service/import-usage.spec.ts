import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Caller } from '../../src/service/asked/request.ts'
import { wordsOf } from '../../src/service/import/reading/rejection.ts'
import { bundlesOf } from '../../src/service/import/usage/bundles.ts'
import { openUsage, type UsageFile } from '../../src/service/import/usage/file.ts'
import { importUsage, type UsageCounts, windowsOf } from '../../src/service/import/usage/import-usage.ts'
import { closeBooks } from '../../src/service/time/books.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { deskOf } from './desk.ts'
import { ada, bytesOf } from './importing.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'

/** Files of usage: each line is booked once, however often and by whom the file is given, or named with its reason. */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  for (const customer of ['john', 'jane'])
    await deskOf(ledger.store)('open_customer', customer, {
      name: customer,
      currency: 'USD',
      effective_at: '2026-01-10',
    })
})
afterAll(() => cellar.close())

const HEADER = 'customer_id,used_at,amount,xdr_id,service,currency,quantity'

async function opened(text: string, piece = 7): Promise<UsageFile> {
  const bytes = bytesOf(text)
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += piece) yield await Promise.resolve(bytes.subarray(at, at + piece))
  }
  const file = await openUsage({ name: 'usage.csv', size: bytes.length, pieces })
  if (file === undefined) throw new Error('no usage')
  return file
}

async function given(text: string, caller: Caller = ada): Promise<UsageCounts & { readonly why: readonly string[] }> {
  const why: string[] = []
  const counts = await importUsage(ledger.store, await opened(text), {
    caller,
    onCounts: () => {},
    onRejected: (rejected) => {
      why.push(...rejected.map(({ row, blame }) => `${row.line} ${blame.field}: ${wordsOf(blame)}`))
    },
  })
  return { ...counts, why }
}

const charged = async (): Promise<readonly string[]> =>
  (
    await ledger.query<{ said: string }>(
      `select customer_id || ' ' || amount || ' ' || (effective_at at time zone 'UTC')::date as said from record
        where charge is not null order by customer_id, seq`,
    )
  ).map(({ said }) => said)
const findings = async () => (await verify(ledger.store, { decide: true })).findings

const good = [
  'john,2026-01-12T10:00:00Z,0.20,7002,calls,USD,60',
  'jane,2026-01-11,0.50,,data,,1',
  'john,2026-01-11T09:30:00Z,0.10,7001,"calls, abroad",USD,60',
]

test('lines are booked by customer in the order of their times, and the file given again books nothing', async () => {
  const text = [HEADER, ...good].join('\n')
  expect(await given(text)).toEqual({ lines: 3, booked: 3, booked_before: 0, rejected: 0, why: [] })
  const all = ['jane 500000 2026-01-11', 'john 100000 2026-01-11', 'john 200000 2026-01-12']
  expect(await charged()).toEqual(all)
  const bob = { ...ada, actor: 'bob' }
  for (const who of [ada, bob])
    expect(await given(text, who)).toEqual({ lines: 3, booked: 3, booked_before: 3, rejected: 0, why: [] })
  expect(await charged()).toEqual(all)
  const [late] = await ledger.query('select count(*)::int as n from record where charge is not null and late')
  expect(late).toEqual({ n: 0 })
  expect(await findings()).toEqual([])
})

test('what cannot be booked is named by line, column and reason, and breaks nothing else', async () => {
  await closeBooks(ledger.store, { closed_until: '2026-01-10', reason: 'over' }, { caller: ada, key: 'close' })
  const { why, ...counts } = await given(
    [
      HEADER,
      good[0],
      'john,2026-01-12',
      ',2026-01-12,1,,,,',
      'john,,1,,,,',
      'john,2026-01-12,,,,,',
      `john,2026-01-12,1,,${'x'.repeat(65)},,`,
      'john,2026-01-12,1,,,XXQ,',
      'john,2026-02-30,1,,,,',
      'john,2026-01-09,1,,,,',
      'john,2026-01-10,1,,,,',
      'john,2999-01-01,1,,,,',
      'john,2026-01-12,1.2.3,,,,',
      'john,2026-01-12,-1,,,,',
      'john,2026-01-12,0.1234567,,,,',
      'john,2026-01-12,9999999999999,,,,',
      'john,2026-01-12,1,A-1,,,',
      'john,2026-01-13,1,7002,,,',
      'john,2026-01-12,1,,,EUR,',
      'nobody,2026-01-12,1,,,,',
      good[1],
    ].join('\r\n'),
  )
  expect(why).toEqual([
    '3 : the line has another number of cells than the header',
    '4 customer_id: it is empty',
    '5 used_at: it is empty',
    '6 amount: it is empty',
    '7 service: it is too long',
    '8 currency: it is no currency of ISO 4217',
    '9 used_at: it is neither a time such as 2026-09-30T10:15:00Z nor a day such as 2026-09-30',
    '10 used_at: it is before the customer was opened',
    '11 used_at: the books of its day are closed',
    '12 used_at: it is after now on the clock of the customer',
    '13 amount: an amount is digits with a point, such as 12.3456',
    '14 amount: it is negative; usage is not taken back by a negative charge',
    '15 amount: it has more than 6 fractional digits',
    '16 amount: it is beyond 10^12',
    '17 xdr_id: an xDR id is a whole number above 0 of at most 19 digits',
    '18 xdr_id: the customer has an xDR of this id',
    '19 currency: the customer is kept in another currency',
    '20 customer_id: the ledger has no customer of this id',
  ])
  expect(counts).toEqual({ lines: 20, booked: 2, booked_before: 0, rejected: 18 })
  expect(await charged()).toEqual(['jane 500000 2026-01-11', 'john 200000 2026-01-12'])
  expect(await findings()).toEqual([])
})

test('each line of a bundle of which nothing can be booked has its own reason', async () => {
  const { why } = await given([HEADER, 'john,2026-01-12,-1,,,,', 'john,2026-01-13,1,0,,,'].join('\n'))
  expect(why).toEqual([
    '2 amount: it is negative; usage is not taken back by a negative charge',
    '3 xdr_id: an xDR id is a whole number above 0 of at most 19 digits',
  ])
})

test('rejected lines that were corrected are booked, and a line whose xDR id the customer has is not booked again', async () => {
  await given([HEADER, good[0], 'john,2026-02-30,1,7003,,,'].join('\n'))
  const rejects = `rejected_line,rejected_field,rejected_reason,${HEADER}\n3,used_at,,john,2026-02-20,1,7003,'=x,,\n2,,,${good[0]}`
  const { why, booked } = await given(rejects)
  expect({ why, booked }).toEqual({ why: ['3 xdr_id: the customer has an xDR of this id'], booked: 1 })
  expect(await charged()).toEqual(['john 200000 2026-01-12', 'john 1000000 2026-02-20'])
})

test('quotes, blank lines, marks and other delimiters are read as in any CSV', async () => {
  const lines = async (text: string) => {
    const all = []
    for await (const window of windowsOf(await opened(text, 3))) all.push(...window.lines)
    return all.map(({ row, customerId, charge }) => [row.line, customerId, charge.service, charge.amount])
  }
  expect(
    await lines(
      '\ufeff"customer_id";used_at;amount;service\r\n\r\njohn;2026-01-12;1;"a ""b"";c"\r\njohn;2026-01-12;3;5" pipe\r\njohn;2026-01-12;1;"a\r\nb"\r\njané;2026-01-12;2;',
    ),
  ).toEqual([
    [3, 'john', 'a "b";c', '1'],
    [4, 'john', '5" pipe', '3'],
    [7, 'jané', 'usage', '2'],
  ])
  expect(await lines('amount|customer_id|used_at\n1|"john"|2026-01-12')).toEqual([[2, 'john', 'usage', '1']])
  await expect(lines('customer_id,used_at,amount\njohn,"2026-01-12,1\n')).rejects.toThrow(/Line 2 .* never closed/)
  const latin = {
    name: 'latin.csv',
    size: 1,
    pieces: () => pieceOf(Buffer.from('customer_id,used_at,amount\nj\xfcrgen', 'latin1')),
  }
  await expect(openUsage(latin)).rejects.toThrow(/not written in UTF-8/)
  const invoices = {
    name: 'i.csv',
    size: 1,
    pieces: () => pieceOf(bytesOf('customer_id,invoice,issued_on,amount,used_at\n')),
  }
  expect(await openUsage(invoices)).toBeUndefined()
})

async function* pieceOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}

test('bundles follow from the lines of a window alone: by customer and currency, at most a thousand in one', async () => {
  const many = Array.from({ length: 1200 }, (_, n) => `john,2026-01-${11 + (n % 3)},1,,,,`)
  const text = [HEADER, ...many, 'jane,2026-01-12,1,,,USD,', 'jane,2026-01-12,1,,,,'].join('\n')
  const keys: unknown[] = []
  for await (const { lines } of windowsOf(await opened(text, 1000)))
    keys.push(...bundlesOf(lines, 4).map(({ customerId, key, lines: own }) => [customerId, key, own.length]))
  expect(keys).toEqual([
    ['john', '4:0', 1000],
    ['john', '4:1', 200],
    ['jane', '4:0:USD', 1],
    ['jane', '4:0', 1],
  ])
})

test('where a file cannot be read on, nothing of that stretch is booked', async () => {
  const open = [HEADER, good[0], 'john,2026-01-12,1,,"calls,,'].join('\n')
  await expect(given(open)).rejects.toThrow(/Line 3 of usage.csv opens a quote that is never closed/)
  expect(await charged()).toEqual([])
  expect(await findings()).toEqual([])
})
