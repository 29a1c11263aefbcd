import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFile } from '../../src/service/import/file.ts'
import type { Imported } from '../../src/service/import/import-file.ts'
import { ImportFault } from '../../src/service/import/reading/fault.ts'
import { rejectsOf } from '../../src/service/import/reading/rejection.ts'
import { perform } from '../../src/service/ledger/perform.ts'
import { compareLedgers } from '../compare/compare.ts'
import { ada, bytesOf, plainFile, run, small, statusOn } from './importing.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'
import { madeFile } from './receivables.ts'

/** Imports again, beside each other, and into a ledger that has something of the file already. */

const made = madeFile({ seed: 8, count: 60, customers: 8 })
const file = plainFile('made.csv', made.csv)
let cellar: Cellar
let ledger: Ledger
let imported: Imported

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  imported = await run(ledger, file)
})

afterAll(() => cellar.close())

const size = async (of: Ledger): Promise<unknown> =>
  (await of.query('select (select count(*)::int from record) as records, (select count(*)::int from run) as runs'))[0]

test('again adds nothing and says the same, also under another name of the file', async () => {
  const before = await size(ledger)
  const renamed = plainFile('copy.csv', made.csv)
  expect(await run(ledger, renamed)).toEqual({ summary: imported.summary, again: true })
  expect(await size(ledger)).toEqual(before)
})

test('corrected rejects are imported: known customers are booked late, on their own clock', async () => {
  const corrected = rejectsOf(file, imported.summary.rejected)
    .replace('90000007,2025-03-01,2025-03-31,ten', '90000007,2025-10-28,2025-10-31,12.34')
    .replace('90000013,2925-03-01,2925-03-31', '90000013,2025-10-28,2025-10-31')
  const rejects = plainFile('made.rejects.csv', corrected)
  const { summary } = await run(ledger, rejects)
  expect(summary).toMatchObject({ booked: 2, customers: 1, totals: [{ invoiced: '22.34', paid: '0.00' }] })
  expect(summary.rejected).toHaveLength(made.bad.size - 2)
  expect(await statusOn(ledger, '90000007', '2025-10-31')).toBe('unpaid')
  expect(await statusOn(ledger, '90000007', '2025-11-01')).toBe('overdue')
})

test('two imports of one file at once are one import', async () => {
  const [one, other] = [await cellar.ledger(), await cellar.ledger()]
  await Promise.all([run(one, file), run(one, file)])
  await run(other, file)
  expect(await compareLedgers(one.store, other.store)).toMatchObject({ same: true })
})

test('how many operations a transaction takes makes no difference to the records', async () => {
  const [one, few] = [await cellar.ledger(), await cellar.ledger()]
  const many = await cellar.ledger()
  await Promise.all([run(one, file, { atOnce: 1 }), run(few, file, { atOnce: 7 }), run(many, file, { atOnce: 1000 })])
  expect(await compareLedgers(one.store, many.store)).toMatchObject({ same: true })
  expect(await compareLedgers(few.store, many.store)).toMatchObject({ same: true })
})

test('what the ledger has is not booked again, and an id or a currency that differs is no half a line', async () => {
  const own = await cellar.ledger()
  await run(own, small('A,1,2025-01-01,,5.00,,,USD\nB,2,2025-01-01,,5.00,,,EUR\n'))
  await perform(own.store, {
    op: 'receive_payment',
    customerId: 'A',
    body: { amount: '1.00', payment_id: 'PAY-6', allocate: 'none' },
    caller: ada,
    key: 'k',
  })
  const { summary } = await run(
    own,
    small(
      'A,1,2025-02-01,,5.00,,,USD\nA,3,2025-02-01,,5.00,,,EUR\nA,4,2024-12-31,,5.00,,,USD\nA,5,2025-02-01,,5.00,2025-02-03,,USD\n' +
        'C,6,2025-02-01,,5.00,2025-02-03,,USD\nC,7,2025-02-01,,5.00,2025-02-03,7.50,USD\nC,8,2025-02-02,,5.00,,,USD\nC,9,2025-02-02,,5.00,,,JPY\n',
    ),
  )
  const told = summary.rejected.map(({ line, blames }) => [line, ...blames.map((one) => one.code)])
  expect(told).toEqual([
    [2, 'invoice_taken'],
    [3, 'currency_differs'],
    [6, 'payment_taken'],
    [9, 'currency_differs'],
  ])
  expect(summary.totals).toEqual([{ currency: 'USD', invoiced: '20.00', paid: '12.50', disputed: '0.00' }])
  const moved = await own.query(
    "select opened_at::text as at from customer_head where customer_id = 'A' and opened_at = '2024-12-31T00:00:00Z'",
  )
  expect(moved.length).toBe(1)
  const [left] = await own.query("select count(*)::int as n from directory where id in ('PAY-1', '3', '6')")
  expect(left).toEqual({ n: 0 })
})

test('days are those of the zone of the map', async () => {
  const own = await cellar.ledger()
  await run(own, small('Z,1,2025-01-01,2025-01-10,5.00,2025-01-20,,NZD\n', { time_zone: 'Pacific/Auckland' }))
  const rows = await own.query<{ effective_at: Date }>(
    "select effective_at::text from record where customer_id = 'Z' and type in (1, 3, 5, 12) and kind = 1 order by seq",
  )
  expect(rows.map((row) => row.effective_at)).toEqual([
    '2024-12-31 11:00:00+00',
    '2024-12-31 11:00:00+00',
    '2025-01-10 11:00:00+00',
    '2025-01-19 23:00:00+00',
  ])
})

test('a name of a clock that is taken, or another one for a begun import, is refused in a sentence', async () => {
  const own = await cellar.ledger()
  const one = small('A,1,2025-01-01,,5.00,,,USD\n')
  await run(own, one, { clock: 'mine' })
  await expect(run(own, small('B,2,2025-01-01,,5.00,,,USD\n'), { clock: 'mine' })).rejects.toThrow(ImportFault)
  expect(await own.query('select clock from clock')).toEqual([{ clock: 'mine' }])
})

test('a file of rejected lines alone books nothing', async () => {
  const own = await cellar.ledger()
  const { summary } = await run(own, small('A,1,yesterday,,5.00,,,USD\n'))
  expect(summary).toMatchObject({ lines: 1, booked: 0, customers: 0, totals: [], first_day: null })
  expect(await own.query('select 1 from customer_head where currency is not null')).toEqual([])
})

test('the example of the manual is a map that is read', () => {
  const manual = readFileSync(new URL('../../docs/manual/import.md', import.meta.url), 'utf8')
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(manual) ?? []
  const columns = Object.values(JSON.parse(example).columns as Record<string, string>)
  const given = { name: 'f.csv', bytes: bytesOf(`${columns.join(';')}\n`) }
  expect(openFile(given, { name: 'manual', text: example }).map.date_format).toBe('DD.MM.YYYY')
})

test('a day with more than a transaction takes is booked in several', async () => {
  const own = await cellar.ledger()
  const many = Array.from({ length: 520 }, (_, at) => `M${at},${at},2025-01-01,2025-01-01,5.00,,,USD\n`)
  await run(own, small(`${many.join('')}N,last,2025-02-01,,5.00,,,USD\n`))
  const [left] = await own.query(
    `select count(*)::int as invoices, count(*) filter (where status = 6)::int as overdue,
       (select min(effective_at)::text from record where type = 12 and kind = 1) as since,
       (select count(*)::int from import_part) as parts from invoice`,
  )
  expect(left).toEqual({ invoices: 521, overdue: 520, since: '2025-01-02 00:00:00+00', parts: 2 })
})
