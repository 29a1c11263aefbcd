import { expect, test } from 'vitest'
import { dayFromText } from '../../src/engine/time.ts'
import { openFile } from '../../src/service/import/file.ts'
import { partsOf } from '../../src/service/import/plan.ts'
import { datePattern, readAmount, readDay, readFlag } from '../../src/service/import/reading/cells.ts'
import { readTable } from '../../src/service/import/reading/csv.ts'
import { ImportFault } from '../../src/service/import/reading/fault.ts'
import { readMap } from '../../src/service/import/reading/map.ts'
import { rejectsOf } from '../../src/service/import/reading/rejection.ts'

/** How a receivables file and its map are read: no database. */

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const pattern = (format: string): RegExp => datePattern(format) ?? /^$/

test.each([
  ['M/D/YYYY', '1/26/2013', '2013-01-26'],
  ['M/D/YYYY', '01/06/2013', '2013-01-06'],
  ['DD.MM.YYYY', '06.01.2013', '2013-01-06'],
  ['YYYYMMDD', '20130106', '2013-01-06'],
  ['YYYY-MM-DD', '2012-02-29', '2012-02-29'],
  ['YYYY-MM-DD HH:mm:ss', '2012-02-29 00:00:00', '2012-02-29'],
  ['YYYY-MM-DD', '2013-01-06T00:00', '2013-01-06'],
  ['YYYY-MM-DD', '2013-01-06 23:59:59.999+02:00', '2013-01-06'],
  ['M/D/YYYY', '1/26/2013 12:00 AM', '2013-01-26'],
  ['D MMM YYYY', '6 Jan 2013', '2013-01-06'],
  ['MMMM D, YYYY', 'december 31, 2013', '2013-12-31'],
])('a date written %s: %s is %s', (format, text, day) => {
  expect(readDay(text, pattern(format))).toBe(dayFromText(day))
})

test.each([
  ['M/D/YYYY', '13/1/2013'],
  ['DD.MM.YYYY', '6.1.2013'],
  ['DD.MM.YYYY', '06x01x2013'],
  ['YYYY-MM-DD', '2013-02-29'],
  ['YYYY-MM-DD', '2013-01-06 noon'],
  ['D MMM YYYY', '6 Mär 2013'],
  ['D MMM YYYY', '31 Feb 2013'],
  ['YYYY-MM-DD', ''],
])('a date written %s is not %j', (format, text) => {
  expect(readDay(text, pattern(format))).toBeUndefined()
})

test('months have their names in the language of the file, and in English', () => {
  const form = pattern('D. MMMM YYYY')
  expect(['6. März 2013', '6. MÄRZ 2013', '6. March 2013'].map((text) => readDay(text, form, 'de'))).toEqual(
    ['2013-03-06', '2013-03-06', '2013-03-06'].map(dayFromText),
  )
  expect(readDay('6 déc. 2013', pattern('D MMM YYYY'), 'fr')).toBe(dayFromText('2013-12-06'))
})

test('any blank groups an amount, and the sign or code of its currency may stand beside it', () => {
  const german = { decimal_point: ',', thousands: ' ' } as const
  const read = (text: string, currency: string) => {
    const parsed = readAmount(text, german, currency)
    return parsed.ok ? parsed.micros : parsed.fault
  }
  expect(
    ['1\u00a0234,50', '1\u202f234,50', '1 234,50 €', '€1 234,50', 'EUR 1 234,50', '1 234,50EUR'].map((text) =>
      read(text, 'EUR'),
    ),
  ).toEqual(Array.from({ length: 6 }, () => 1_234_500_000n))
  expect(read('-5,00 €', 'EUR')).toBe(-5_000_000n)
  expect(['5,00 $', 'USD 5,00', '£5,00'].map((text) => read(text, 'EUR'))).toEqual(
    Array.from({ length: 3 }, () => 'amount_malformed'),
  )
  expect(['$5,00', 'US$5,00'].map((text) => read(text, 'USD'))).toEqual([5_000_000n, 5_000_000n])
})

test('a date format has one year, one month, one day', () => {
  for (const wrong of ['YYYY-MM', 'YY-MM-DD', 'D/M/YYYY/D', 'MM/DD', '']) expect(datePattern(wrong)).toBeUndefined()
})

test.each([
  ['.', '', '94', 94_000_000n],
  ['.', '', '-61.74', -61_740_000n],
  ['.', ',', '1,234,567.8', 1_234_567_800_000n],
  [',', '.', '1.234,50', 1_234_500_000n],
  [',', '', '0,05', 50_000n],
  ['.', "'", "12'345", 12_345_000_000n],
] as const)('with point %j and groups %j, %s is an amount', (decimal_point, thousands, text, micros) => {
  expect(readAmount(text, { decimal_point, thousands })).toEqual({ ok: true, micros })
})

test.each([
  ['.', '', '1,234.50'],
  ['.', ',', '1,23,4'],
  ['.', ',', '12,34.50'],
  [',', '.', '1.234.5'],
  ['.', '', '$5'],
  ['.', '', ''],
  ['.', '', '1.2.3'],
  ['.', '', '1e3'],
] as const)('with point %j and groups %j, %j is none', (decimal_point, thousands, text) => {
  expect(readAmount(text, { decimal_point, thousands })).toMatchObject({ ok: false })
})

test('a flag is read by the words of the map, whatever their case', () => {
  const words = { yes: ['Yes', 'J'], no: ['no', ''] }
  expect(['YES', 'j', 'No', '', 'maybe'].map((text) => readFlag(text, words))).toEqual([
    true,
    true,
    false,
    false,
    undefined,
  ])
})

test('lines are counted as an editor counts them', () => {
  const { header, rows } = readTable(bytes('\ufeffa, b\r\n1,"x\r\ny"\r\n\r\n2,"say ""hi"""\r\n3\r\n'), ',', 'f.csv')
  expect(header).toEqual(['a', 'b'])
  expect(rows).toEqual([
    { line: 2, cells: ['1', 'x\ny'] },
    { line: 5, cells: ['2', 'say "hi"'] },
    { line: 6, cells: ['3'] },
  ])
})

const refusal = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof ImportFault) return error.message
    throw error
  }
  return 'nothing was refused'
}

test('what is no such file is refused in a sentence', () => {
  expect(refusal(() => readTable(bytes(''), ',', 'f.csv'))).toMatch(/^f\.csv is empty; give .*\.$/)
  expect(refusal(() => readTable(new Uint8Array([0x61, 0xff]), ',', 'f.csv'))).toMatch(
    /^f\.csv is not written in UTF-8; .*\.$/,
  )
  expect(refusal(() => readTable(bytes('a,b\n1,"x\n'), ',', 'f.csv'))).toMatch(
    /^f\.csv cannot be read as CSV .*again\.$/,
  )
})

const IBM =
  'countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate'

test('known files are recognised by their header, whatever the delimiter', () => {
  const ibm = openFile({ name: 'f.csv', bytes: bytes(`${IBM}\n`) }, null)
  expect(ibm.map).toMatchObject({ date_format: 'M/D/YYYY', currency: 'USD', columns: { settled_on: 'SettledDate' } })
  const plain = openFile({ name: 'f.csv', bytes: bytes('invoice;amount;issued_on;customer_id;currency\n') }, null)
  expect(plain.map).toMatchObject({ delimiter: ';', columns: { invoice: 'invoice' } })
  expect(plain.map.columns.due_on).toBeUndefined()
})

test('an unknown header, a missing or doubled column, a wrong map: a sentence that says what to do', () => {
  const open = (text: string, map: object | null) => () =>
    openFile({ name: 'f.csv', bytes: bytes(text) }, map === null ? null : { name: 'm.json', text: JSON.stringify(map) })
  const map = { columns: { customer_id: 'a', invoice: 'b', issued_on: 'c', amount: 'd' }, currency: 'EUR' }
  expect(refusal(open('x,y\n', null))).toMatch(
    /^No built-in map fits the columns of f\.csv \(x, y\); write one .*--map\.$/,
  )
  expect(refusal(open('a,b,c\n', map))).toMatch(/^f\.csv has no column "d", which the map names; .* correct the map/)
  expect(refusal(open('a,b,c,d,a\n', map))).toMatch(/has the column "a" 2 times/)
  const wrong = (members: object): string => refusal(open('a,b,c,d\n', { ...map, ...members }))
  expect(wrong({ currency: 'EUX' })).toMatch(
    /^m\.json is no map \("currency": it is no currency of ISO 4217\); correct it/,
  )
  expect(wrong({ currency: undefined })).toMatch(/give a currency, or the column/)
  expect(wrong({ date_format: 'YY-M-D' })).toMatch(/"date_format": it needs one year/)
  expect(wrong({ time_zone: 'CET' })).toMatch(/"time_zone": it is no time zone/)
  expect(wrong({ thousands: '.' })).toMatch(/"thousands": it must be another character/)
  expect(wrong({ colour: 'red' })).toMatch(/colour/)
  expect(refusal(() => readMap('{', 'm.json'))).toMatch(/^m\.json is not JSON .*correct it/)
})

test('an import is named by the file and by what the map means, not by what is said about it', () => {
  const file = { name: 'f.csv', bytes: bytes('a,b,c,d\n') }
  const map = { columns: { customer_id: 'a', invoice: 'b', issued_on: 'c', amount: 'd' }, currency: 'EUR' }
  const idOf = (given: object): string => openFile(file, { name: 'm', text: JSON.stringify(given) }).importId
  expect(idOf({ ...map, about: 'Ours', time_zone: 'UTC' })).toBe(idOf(map))
  expect(idOf({ ...map, time_zone: 'Europe/Berlin' })).not.toBe(idOf(map))
})

test('a day is opened, issued, disputed, then paid; each customer by his lines', () => {
  const line = (no: number, customerId: string, issuedOn: number, paidOn: number | null) => ({
    row: { line: no, cells: [] },
    items: [{ row: { line: no, cells: [] }, amount: 1_000_000n, description: null }],
    customerId,
    name: no === 3 ? 'Ada' : null,
    email: null,
    invoice: `I${no}`,
    issuedOn,
    dueOn: null,
    amount: 1_000_000n,
    currency: 'USD',
    disputed: no === 3,
    collectionSince: null,
    payment: paidOn === null ? null : { id: `P${no}`, paidOn, amount: 1_000_000n },
  })
  const lines = [line(2, 'a', 20_000, 20_001), line(3, 'a', 19_999, 20_000), line(4, 'b', 20_000, null)]
  const parts = partsOf(lines, 'UTC')
  const told = parts.map(({ day, steps }) => [day, ...steps.map(({ kind, line: { row } }) => `${kind} ${row.line}`)])
  expect(told).toEqual([
    [19_999, 'open 3', 'issue 3', 'dispute 3'],
    [20_000, 'issue 2', 'open 4', 'issue 4', 'pay 3'],
    [20_001, 'pay 2'],
  ])
  const steps = parts.flatMap((part) => part.steps)
  expect(steps.flatMap((step) => ('xdr' in step ? [step.xdr] : []))).toEqual([0, 1, 2, 3, 4])
  expect(steps[0]).toMatchObject({ opening: { name: 'Ada', openedOn: 19_999 } })
  expect(steps[4]).toMatchObject({ opening: { name: 'b' } })
})

test('rejected lines are kept so that they can be corrected and imported', () => {
  const table = { header: ['a', 'b'], rows: [{ line: 4, cells: ['x,1', 'y'] }], map: { delimiter: ',' } }
  const first = rejectsOf(table, [{ line: 4, blames: [{ field: 'b', code: 'empty' }] }])
  expect(first).toBe('rejected_line,rejected_field,rejected_reason,a,b\n4,b,it is empty,"x,1",y\n')
  const { header, rows } = readTable(bytes(first), ',', 'f.csv')
  const again = rejectsOf({ header, rows, map: { delimiter: ',' } }, [
    { line: 2, blames: [{ field: 'b', code: 'empty' }] },
  ])
  expect(again).toBe('rejected_line,rejected_field,rejected_reason,a,b\n2,b,it is empty,"x,1",y\n')
})
