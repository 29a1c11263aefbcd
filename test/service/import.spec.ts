import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayFromText, textFromDay } from '../../src/engine/time.ts'
import { ImportFault } from '../../src/service/import/fault.ts'
import { openFile } from '../../src/service/import/file.ts'
import { type Imported, importFile } from '../../src/service/import/import-file.ts'
import { rejectsOf } from '../../src/service/import/rejection.ts'
import { perform } from '../../src/service/perform.ts'
import { answerInvoice } from '../../src/service/read/invoice.ts'
import type { Caller } from '../../src/service/request.ts'
import { inTransaction } from '../../src/store/store.ts'
import { compareLedgers } from '../compare/compare.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'
import { type Made, madeFile } from './receivables.ts'

/** A receivables file made from a fixed seed, imported into a real database. */

const ada: Caller = { actor: 'ada', realm: 'administrator', channel: 'import', ip: null }
const made = madeFile({ seed: 7, count: 160, customers: 14 })
const file = openFile({ name: 'made.csv', bytes: new TextEncoder().encode(made.csv) }, null)
let cellar: Cellar
let ledger: Ledger
let imported: Imported

const run = (into: Ledger, one = file, clock?: string): Promise<Imported> =>
  importFile(into.store, one, { clock, caller: ada, onProgress: () => {} })

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  imported = await run(ledger)
})

afterAll(() => cellar.close())

const sum = (of: (line: Made) => number): string =>
  (made.lines.reduce((total, line) => total + of(line), 0) / 100).toFixed(2)

test('every line is booked or rejected, and the totals are those of the file', () => {
  expect(imported.again).toBe(false)
  expect(imported.summary).toMatchObject({
    lines: made.lines.length + made.bad.size,
    booked: made.lines.length,
    customers: new Set(made.lines.map((line) => line.customer)).size,
    totals: [
      {
        currency: 'USD',
        invoiced: sum((line) => line.cents),
        paid: sum((line) => line.paidCents),
        disputed: sum((line) => (line.disputed ? line.cents : 0)),
      },
    ],
  })
})

test('the books hold what the summary says', async () => {
  const [books] = await ledger.query(
    `select (select count(*)::int from invoice) as invoices, (select sum(total)::text from invoice) as invoiced,
       (select sum(amount)::text from payment) as paid, (select sum(unallocated)::int from payment) as free,
       (select sum(total)::text from invoice i join note n on n.customer_id = i.customer_id and n.kind = 21
         and n.about_kind = 1 and n.about_no = i.no) as disputed`,
  )
  const [{ invoiced = '', paid = '', disputed = '' } = {}] = imported.summary.totals
  const micros = (text: string): string => `${text.replace('.', '')}0000`
  expect(books).toEqual({
    invoices: made.lines.length,
    invoiced: micros(invoiced),
    paid: micros(paid),
    free: 0,
    disputed: micros(disputed),
  })
})

test('a rejected line is named by line, field and reason, and nothing of it is booked', async () => {
  expect(imported.summary.rejected.map((one) => one.line)).toEqual([...made.bad.keys()])
  const [, ...rows] = rejectsOf(file, imported.summary.rejected).trimEnd().split('\n')
  for (const [at, [line, [field, reason]]] of [...made.bad].entries()) {
    expect(rows[at]).toMatch(new RegExp(`^${line},${field},`))
    expect(rows[at]).toMatch(reason)
  }
  const [left] = await ledger.query(
    "select count(*)::int as n from directory where id like '%9000%' or id like 'INV-%' or id like '~%'",
  )
  expect(left).toEqual({ n: 0 })
})

/** What the file implies of a line at the end of a day. */
function implied(line: Made, day: string): string {
  const paid = line.settled !== null && line.settled <= day ? line.paidCents : 0
  if (paid === line.cents) return 'paid'
  if (line.due !== null && line.due < day) return 'overdue'
  return paid > 0 ? 'partially_paid' : 'unpaid'
}

const shifted = (day: string, by: number): string => textFromDay((dayFromText(day) ?? 0) + by)

const statusOn = (invoice: string, day: string): Promise<string> =>
  inTransaction(
    ledger.store,
    async (session) => (await answerInvoice(session, invoice, { asOf: day })).status as string,
    'repeatable read',
  )

test('on each day an invoice was what the file implies', async () => {
  for (const line of made.lines.slice(0, 60)) {
    const turns = [
      line.issued,
      ...(line.due === null ? [] : [line.due]),
      ...(line.settled === null ? [] : [line.settled]),
    ]
    const days = turns.flatMap((day) => [shifted(day, -1), day, shifted(day, 1)]).filter((day) => day >= line.issued)
    for (const day of days)
      expect({ line: line.line, day, status: await statusOn(line.invoice, day) }).toEqual({
        line: line.line,
        day,
        status: implied(line, day),
      })
  }
})

test('an invoice that was paid late was recorded as overdue before it was paid', async () => {
  const late = made.lines.filter((line) => line.settled !== null && line.due !== null && line.settled > line.due)
  const rows = await ledger.query<{ invoice: string }>(
    `select distinct i.invoice from invoice i join message m on m.customer_id = i.customer_id and m.invoice = i.no
     where m.state = 4`,
  )
  const told = new Set(rows.map((row) => row.invoice))
  expect(late.length).toBeGreaterThan(20)
  expect(late.filter((line) => !told.has(line.invoice))).toEqual([])
})

test('no mail is left to send: history is withheld, and says why', async () => {
  const [mail] = await ledger.query(
    `select (select count(*)::int from delivery) as deliveries, count(*) filter (where state <> 4)::int as others,
       count(*) filter (where because is null)::int as silent from message`,
  )
  expect(mail).toEqual({ deliveries: 0, others: 0, silent: 0 })
})

test('all customers follow the wall clock in the end, and their clock has ended', async () => {
  const [heads] = await ledger.query('select count(clock)::int as on_clocks from customer_head')
  const [clock] = await ledger.query('select mail, joined_at is not null as joined, moving_to from clock')
  expect(heads).toEqual({ on_clocks: 0 })
  expect(clock).toEqual({ mail: 'withhold', joined: true, moving_to: null })
})

test('records lead back to the file: actor, channel, line and import', async () => {
  const [line] = made.lines
  const [operation] = await ledger.query(
    `select o.actor, o.channel, o.reference, o.correlation_id from operation o
       join invoice i on i.customer_id = o.customer_id and i.born_seq between o.first_seq and o.last_seq
     where i.invoice = $1`,
    [line?.invoice],
  )
  expect(operation).toEqual({
    actor: 'ada',
    channel: 'import',
    reference: `made.csv, line ${line?.line}`,
    correlation_id: file.importId,
  })
})

test('the operator can see that it started and finished', async () => {
  const doings = await ledger.query<{ type: number }>(
    "select type from record where customer_id = '~operator' and type in (48, 49) order by seq",
  )
  const [run] = await ledger.query("select state, done = total as whole from run where kind = 'import'")
  expect(doings.map((one) => one.type)).toEqual([48, 49])
  expect(run).toEqual({ state: 'done', whole: true })
})

const size = async (of: Ledger): Promise<unknown> =>
  (await of.query('select (select count(*)::int from record) as records, (select count(*)::int from run) as runs'))[0]

test('again adds nothing and says the same, also under another name of the file', async () => {
  const before = await size(ledger)
  const renamed = openFile({ name: 'copy.csv', bytes: new TextEncoder().encode(made.csv) }, null)
  expect(await run(ledger, renamed)).toEqual({ summary: imported.summary, again: true })
  expect(await size(ledger)).toEqual(before)
})

test('corrected rejects are imported: known customers are booked late, on their own clock', async () => {
  const corrected = rejectsOf(file, imported.summary.rejected)
    .replace('2025-03-31,ten', '2025-03-31,12.34')
    .replace('90000013,2925-03-01,2925-03-31', '90000013,2025-03-01,2025-03-31')
  const rejects = openFile({ name: 'made.rejects.csv', bytes: new TextEncoder().encode(corrected) }, null)
  const { summary } = await run(ledger, rejects)
  expect(summary).toMatchObject({ booked: 2, customers: 1, totals: [{ invoiced: '22.34', paid: '0.00' }] })
  expect(summary.rejected).toHaveLength(made.bad.size - 2)
  expect(await statusOn('90000007', '2025-03-31')).toBe('unpaid')
  expect(await statusOn('90000007', '2025-04-01')).toBe('overdue')
})

test('two imports of one file at once are one import', async () => {
  const [one, other] = [await cellar.ledger(), await cellar.ledger()]
  await Promise.all([run(one), run(one)])
  await run(other)
  const compared = await compareLedgers(one.store, other.store)
  expect(compared).toMatchObject({ same: true })
})

const small = (rows: string, map: object = {}) =>
  openFile(
    { name: 'small.csv', bytes: new TextEncoder().encode(`c,i,d,due,a,s,p,cur\n${rows}`) },
    {
      name: 'small.json',
      text: JSON.stringify({
        columns: {
          customer_id: 'c',
          invoice: 'i',
          issued_on: 'd',
          due_on: 'due',
          amount: 'a',
          settled_on: 's',
          settled_amount: 'p',
          currency: 'cur',
        },
        ...map,
      }),
    },
  )

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
    [4, 'effective_before_opening'],
    [6, 'payment_taken'],
    [9, 'currency_differs'],
  ])
  expect(summary.totals).toEqual([{ currency: 'USD', invoiced: '15.00', paid: '12.50', disputed: '0.00' }])
  const [left] = await own.query("select count(*)::int as n from directory where id in ('PAY-1', '3', '4', '6')")
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
  await run(own, one, 'mine')
  await expect(run(own, small('B,2,2025-01-01,,5.00,,,USD\n'), 'mine')).rejects.toThrow(ImportFault)
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
  const given = { name: 'f.csv', bytes: new TextEncoder().encode(`${columns.join(';')}\n`) }
  expect(openFile(given, { name: 'manual', text: example }).map.date_format).toBe('DD.MM.YYYY')
})
