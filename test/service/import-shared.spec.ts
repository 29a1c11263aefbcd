import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textFromDay } from '../../src/engine/time.ts'
import { openFile } from '../../src/service/import/file.ts'
import { importFile } from '../../src/service/import/import-file.ts'
import type { Summary } from '../../src/service/import/kept.ts'
import { datePattern, readDay } from '../../src/service/import/reading/cells.ts'
import { answerInvoice } from '../../src/service/read/subjects/invoice.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'
import { dice } from './receivables.ts'

/** The real receivables file that lies beside the project; a clone does not have it. */

const shared = new URL('../../../shared/data/ibm_ar_50_customers.csv', import.meta.url)
const isThere = existsSync(shared)
if (!isThere) console.error('skipped: no shared data')

type Line = {
  readonly invoice: string
  readonly issued: number
  readonly due: number
  readonly cents: number
  readonly disputed: boolean
  readonly settled: number
}

const pattern = datePattern('M/D/YYYY') ?? /^$/

/** The file read another way than the import reads it: it quotes nothing. */
const linesOf = (csv: string): Line[] =>
  csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [, , , invoice = '', issued = '', due = '', amount = '', disputed, settled = ''] = line.split(',')
      const day = (text: string): number => readDay(text, pattern) ?? Number.NaN
      const cents = Math.round(Number(amount) * 100)
      return { invoice, issued: day(issued), due: day(due), cents, disputed: disputed === 'Yes', settled: day(settled) }
    })

describe.runIf(isThere)('the receivables of 50 customers', () => {
  let cellar: Cellar
  let ledger: Ledger
  let lines: Line[]
  let summary: Summary

  beforeAll(async () => {
    const bytes = readFileSync(shared)
    lines = linesOf(bytes.toString('utf8'))
    cellar = await openCellar()
    ledger = await cellar.ledger()
    const caller = { actor: 'ada', realm: 'administrator', channel: 'import', ip: null }
    const file = openFile({ name: 'ibm.csv', bytes }, null)
    const imported = await importFile(ledger.store, file, { clock: undefined, caller, onProgress: () => {} })
    summary = imported.summary
  })

  afterAll(() => cellar.close())

  const sum = (of: (line: Line) => number): number => lines.reduce((total, line) => total + of(line), 0)
  const money = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`

  test('every line is booked, and the totals are those of the file', () => {
    const all = money(sum((line) => line.cents))
    expect(summary).toMatchObject({ lines: 1267, booked: 1267, rejected: [], customers: 50 })
    expect(summary.totals).toEqual([
      { currency: 'USD', invoiced: all, paid: all, disputed: money(sum((line) => (line.disputed ? line.cents : 0))) },
    ])
  })

  test('so do the books: invoiced, paid, disputed, nothing left open', async () => {
    const [books] = await ledger.query<Record<string, string>>(
      `select (select sum(total) from invoice)::text as invoiced, (select sum(amount) from payment)::text as paid,
         (select sum(outstanding) from invoice)::text as open, (select count(*) from note where kind = 21)::text as notes,
         (select sum(total) from invoice i where exists (select from note n where n.customer_id = i.customer_id
           and n.kind = 21 and n.about_kind = 1 and n.about_no = i.no))::text as disputed`,
    )
    const micros = (cents: number): string => `${cents}0000`
    expect(books).toEqual({
      invoiced: micros(sum((line) => line.cents)),
      paid: micros(sum((line) => line.cents)),
      disputed: micros(sum((line) => (line.disputed ? line.cents : 0))),
      notes: String(lines.filter((line) => line.disputed).length),
      open: '0',
    })
  })

  const status = (invoice: string, day: number): Promise<string> =>
    inTransaction(
      ledger.store,
      async (session) => (await answerInvoice(session, invoice, { asOf: textFromDay(day) })).status as string,
      'repeatable read',
    )

  const implied = ({ due, settled }: Line, day: number): string =>
    settled <= day ? 'paid' : due < day ? 'overdue' : 'unpaid'

  test('20 invoices chosen by seed were, around due date and settlement, what the file implies', async () => {
    const roll = dice(2026)
    const chosen = Array.from({ length: 20 }, () => lines[roll(lines.length)]).filter((line) => line !== undefined)
    const seen = new Set<string>()
    for (const line of chosen) {
      for (const day of [line.due - 1, line.due + 1, line.settled + 1]) {
        const expected = implied(line, day)
        seen.add(expected)
        expect([line.invoice, textFromDay(day), await status(line.invoice, day)]).toEqual([
          line.invoice,
          textFromDay(day),
          expected,
        ])
      }
    }
    expect([...seen].sort()).toEqual(['overdue', 'paid', 'unpaid'])
  })

  test('each invoice that was settled late was overdue in the records, and only those', async () => {
    const rows = await ledger.query<{ invoice: string }>(
      `select distinct i.invoice from record r join invoice i on i.customer_id = r.customer_id and i.no = r.invoice
       where r.kind = 2 and r.figure = 160 and r.after = 6`,
    )
    const late = lines.filter((line) => line.settled > line.due).map((line) => line.invoice)
    expect(rows.map((row) => row.invoice).sort()).toEqual(late.sort())
  })

  test('no mail is left', async () => {
    expect(await ledger.query('select 1 from delivery')).toEqual([])
    expect(await ledger.query('select 1 from message where state <> 4')).toEqual([])
  })
})

test('the header of the file is known without a map', () => {
  const header = 'customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate\n'
  expect(openFile({ name: 'f.csv', bytes: new TextEncoder().encode(header) }, null).map.currency).toBe('USD')
})
