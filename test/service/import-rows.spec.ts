import { expect, test } from 'vitest'
import { dayFromText } from '../../src/engine/time.ts'
import { planOf } from '../../src/service/import/begin.ts'
import { openFile } from '../../src/service/import/file.ts'

/** What the rows of a file come to by a map: invoices over several rows, rows that are none, locales. No database. */

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const header = 'c,i,d,due,a,s,p,kind\n'
const columns = {
  customer_id: 'c',
  invoice: 'i',
  issued_on: 'd',
  due_on: 'due',
  amount: 'a',
  settled_on: 's',
  settled_amount: 'p',
}
const read = (rows: string, map: object = {}) => {
  const file = openFile(
    { name: 'f.csv', bytes: bytes(`${header}${rows}`) },
    { name: 'm', text: JSON.stringify({ columns, currency: 'EUR', ...map }) },
  )
  return planOf(file, { now: '2026-01-01T00:00:00Z', rejected: [], known: [] })
}
const reasonsOf = ({ rejections }: ReturnType<typeof read>) =>
  rejections.map(({ row, blames }) => `${row.line} ${blames.map((one) => one.code).join()}`)

test('rows of one invoice are all rejected, or its lines where the map says so', () => {
  const rows = 'A,1,2025-01-02,,70.00,,,\nA,1,2025-01-02,,15.00,,,\nA,2,2025-01-03,,33.00,,,\n'
  const alone = read(rows)
  expect(alone.lines.map((line) => [line.invoice, line.amount])).toEqual([['2', 33_000_000n]])
  expect(reasonsOf(alone)).toEqual(['2 invoice_repeated', '3 invoice_repeated'])
  const [first, second] = read(rows, { invoice_rows: 'lines' }).lines
  expect([first?.amount, first?.items.map((item) => item.amount)]).toEqual([85_000_000n, [70_000_000n, 15_000_000n]])
  expect(second?.items.length).toBe(1)
})

test('rows of one invoice that contradict each other, one that cannot be read, or a sum below 0: none is booked', () => {
  const lines = { invoice_rows: 'lines' }
  expect(reasonsOf(read('A,1,2025-01-02,,2.00,,,\nA,1,2025-01-03,,1.00,,,\n', lines))).toEqual([
    '2 invoice_rows_differ',
    '3 invoice_rows_differ',
  ])
  expect(reasonsOf(read('A,1,2025-01-02,,2.00,,,\nA,1,2025-01-02,,x,,,\n', lines))).toEqual([
    '2 invoice_incomplete',
    '3 amount_malformed',
  ])
  expect(reasonsOf(read('A,1,2025-01-02,,2.00,,,\nA,1,2025-01-02,,-3.00,,,\n', lines))).toEqual([
    '2 amount_negative',
    '3 amount_negative',
  ])
  expect(read('A,1,2025-01-02,,2.00,,,\nA,1,2025-01-02,,-0.50,,,\n', lines).lines[0]?.amount).toBe(1_500_000n)
})

test('what settled the rows of an invoice is one payment of their sum', () => {
  const rows = 'A,1,2025-01-02,,2.00,2025-01-05,2.00,\nA,1,2025-01-02,,1.00,2025-01-05,0.50,\n'
  expect(read(rows, { invoice_rows: 'lines' }).lines[0]?.payment).toMatchObject({ amount: 2_500_000n })
})

test('"paid 0" without a day is an open invoice; any other amount needs its day', () => {
  expect(read('A,1,2025-01-02,,2.00,,0.00,\n').lines[0]?.payment).toBe(null)
  expect(reasonsOf(read('A,1,2025-01-02,,2.00,,1.00,\n'))).toEqual(['2 settled_without_date'])
})

test('rows that the map leaves out are no invoices, and nothing is said against them', () => {
  const rows = 'A,1,2025-01-02,,2.00,,,Invoice\n,,,,,,,total \nA,2,x,,9.00,,,Payment\n'
  const leaving = { leave_out: { column: 'kind', values: ['Total', 'payment'] } }
  const plan = read(rows, leaving)
  expect([plan.lines.length, reasonsOf(plan)]).toEqual([1, []])
  expect(() => read(rows, { leave_out: { column: 'type', values: ['x'] } })).toThrow(/has no column "type"/)
})

test('a locale says how days and amounts are written, where the map does not', () => {
  const file = {
    name: 'f.csv',
    bytes: bytes('customer_id;invoice;issued_on;amount;currency\nA;1;2.1.2025;1.234,50;EUR\n'),
  }
  const plan = planOf(openFile(file, null, 'de'), { now: '2026-01-01T00:00:00Z', rejected: [], known: [] })
  expect(plan.lines[0]).toMatchObject({ issuedOn: dayFromText('2025-01-02'), amount: 1_234_500_000n })
  expect(read('A,1,2025-01-02,,"2,00",,,\n', { locale: 'de', date_format: 'YYYY-MM-DD' }).lines[0]?.amount).toBe(
    2_000_000n,
  )
})

test('a file with semicolons, decimal commas, points between thousands, a quoted semicolon and CRLF', () => {
  const file = openFile(
    {
      name: 'f.csv',
      bytes: bytes(
        [
          'Kunde;Nr;Datum;Betrag;Bezahlt am;Bezahlt',
          'Schäfer;7;03.02.2025;12.345,60;09.02.2025;12.345,60',
          '"Kranz; Erben";8;28.02.2025;7,05;;',
          '',
        ].join('\r\n'),
      ),
    },
    {
      name: 'm',
      text: JSON.stringify({
        columns: {
          customer_id: 'Kunde',
          invoice: 'Nr',
          issued_on: 'Datum',
          amount: 'Betrag',
          settled_on: 'Bezahlt am',
          settled_amount: 'Bezahlt',
        },
        currency: 'EUR',
        date_format: 'DD.MM.YYYY',
        delimiter: ';',
        decimal_point: ',',
        thousands: '.',
      }),
    },
  )
  const { lines, rejections } = planOf(file, { now: '2026-01-01T00:00:00Z', rejected: [], known: [] })
  expect(rejections).toEqual([])
  const read = lines.map((line) => [line.customerId, line.invoice, line.amount, line.issuedOn, line.payment?.amount])
  expect(read).toEqual([
    ['Schäfer', '7', 12_345_600_000n, dayFromText('2025-02-03'), 12_345_600_000n],
    ['Kranz; Erben', '8', 7_050_000n, dayFromText('2025-02-28'), undefined],
  ])
})
