import { afterAll, beforeAll, expect, test } from 'vitest'
import { formulas } from '../../src/engine/figures/formulas.ts'
import { statuses } from '../../src/engine/figures/statuses.ts'
import { dayFromText, textFromDay } from '../../src/engine/time.ts'
import type { Imported } from '../../src/service/import/import-file.ts'
import { rejectsOf } from '../../src/service/import/reading/rejection.ts'
import { plainFile, run, statusOn } from './importing.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'
import { type Made, madeFile } from './receivables.ts'

/** A receivables file made from a fixed seed, imported into a real database. */

const made = madeFile({ seed: 7, count: 160, customers: 14 })
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

test('on each day an invoice was what the file implies', async () => {
  for (const line of made.lines.slice(0, 60)) {
    const turns = [
      line.issued,
      ...(line.due === null ? [] : [line.due]),
      ...(line.settled === null ? [] : [line.settled]),
    ]
    const days = turns.flatMap((day) => [shifted(day, -1), day, shifted(day, 1)]).filter((day) => day >= line.issued)
    for (const day of days)
      expect({ line: line.line, day, status: await statusOn(ledger, line.invoice, day) }).toEqual({
        line: line.line,
        day,
        status: implied(line, day),
      })
  }
})

test('an invoice that was paid late was recorded as overdue before it was paid', async () => {
  const late = made.lines.filter((line) => line.settled !== null && line.due !== null && line.settled > line.due)
  const rows = await ledger.query<{ invoice: string }>(
    `select distinct i.invoice from invoice i join record r on r.customer_id = i.customer_id and r.invoice = i.no
     where r.figure = $1 and r.after = $2`,
    [formulas['invoice.status'].no, statuses.overdue],
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
