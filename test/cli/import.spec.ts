import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'
import { whence as run, type Said } from './terminal.ts'

/** `whence import` as a person types it: exit codes, sentences, the file of rejected lines. */

const folder = mkdtempSync(join(tmpdir(), 'whence-cli-import-'))
let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
})

afterAll(async () => {
  await cellar.close()
  rmSync(folder, { recursive: true, force: true })
})

const whence = (...words: string[]): Promise<Said> => run(folder, words, { database: ledger.url, folder })

const inFolder = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return name
}

const HEADER = 'customer_id,invoice,issued_on,due_on,amount,currency,settled_on\n'

test('books what it can, keeps what it cannot, and says the same again', async () => {
  const file = inFolder(
    'some.csv',
    `${HEADER}A,001,2025-01-05,2025-02-04,10.00,USD,2025-02-10\nA,002,2025-01-05,2025-01-01,5.00,USD,\nB,003,2025-01-09,,7.5,EUR,\n`,
  )
  const first = await whence('import', file)
  expect(first).toMatchObject({ code: 0, error: expect.stringMatching(/^\d+ of 5 operations, up to 2025-02-10$/m) })
  expect(first.out).toMatch(/^some\.csv is imported\.\n3 lines read: 2 booked for 2 customers, 1 rejected\.\n/)
  expect(first.out).toMatch(/\nUSD {2,}10\.00 {2,}10\.00 {2,}0\.00\nEUR {2,}7\.50 {2,}0\.00 {2,}0\.00\n$/)
  const rejects =
    'rejected_line,rejected_field,rejected_reason,customer_id,invoice,issued_on,due_on,amount,currency,settled_on\n'
  expect(readFileSync(join(folder, 'some.rejects.csv'), 'utf8')).toBe(
    `${rejects}3,due_on,it is before the day of issue,A,002,2025-01-05,2025-01-01,5.00,USD,\n`,
  )
  const again = await whence('import', file, '--json', '--rejects', 'elsewhere.csv')
  expect(JSON.parse(again.out)).toMatchObject({ outcome: 'booked_before', again: true, booked: 2 })
  expect(JSON.parse(again.out)).toMatchObject({ rejects: 'elsewhere.csv' })
  expect(existsSync(join(folder, 'elsewhere.csv'))).toBe(true)
  const told = await whence('import', file)
  expect(told).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^some\.csv was imported before: nothing new, 2 lines booked before\.\n/),
  })
})

const records = async () =>
  await ledger.query('select count(*)::int as n, (select count(*)::int from clock) from record')

test.each([
  ['all lines rejected', 'E,E1,2025-01-05,2025-01-01,5.00,USD,\nE,E2,x,,5.00,USD,\n', [], 'all its lines are rejected'],
  ['no line at all', '', [], 'there is no line under its header'],
  [
    'all lines left out',
    'E,E1,2025-01-05,,5.00,USD,\n',
    ['--map', 'sums.json'],
    'all its lines are left out by the map',
  ],
])('%s: nothing is begun, exit 3, and why', async (what, rows, words, why) => {
  const columns = { customer_id: 'customer_id', invoice: 'invoice', issued_on: 'issued_on', amount: 'amount' }
  inFolder(
    'sums.json',
    JSON.stringify({ columns, currency: 'USD', leave_out: { column: 'currency', values: ['USD'] } }),
  )
  const file = inFolder(`${what.replaceAll(' ', '-')}.csv`, HEADER + rows)
  const before = await records()
  const dry = await whence('import', file, ...words, '--dry-run')
  expect(dry).toMatchObject({ code: 3, out: expect.stringContaining(`would book nothing: ${why}.`) })
  for (const _ of ['once', 'again']) {
    const said = await whence('import', file, ...words)
    expect(said).toMatchObject({ code: 3, out: expect.stringContaining(`Nothing of ${file} is booked: ${why}.\n`) })
  }
  expect(JSON.parse((await whence('import', file, ...words, '--json')).out)).toMatchObject({
    outcome: 'nothing_booked',
  })
  expect(existsSync(join(folder, file.replace('.csv', '.rejects.csv')))).toBe(what === 'all lines rejected')
  expect(await records()).toEqual(before)
})

test('rejected lines are no formulas in a spreadsheet, and are booked as they were once they are corrected', async () => {
  const name = '=HYPERLINK(""http://x.test/"",""pay"")'
  const file = inFolder(
    'formulas.csv',
    `customer_id,name,invoice,issued_on,amount,currency\n+F,"${name}",-F1,2025-13-01,8.00,USD\nF,,F2,2025-01-05,-30.00,USD\n`,
  )
  expect((await whence('import', file)).code).toBe(3)
  const written = readFileSync(join(folder, 'formulas.rejects.csv'), 'utf8')
  expect(written.split('\n').slice(1)).toEqual([
    `2,issued_on,it is no date in the format of the map,'+F,"'${name}",'-F1,2025-13-01,8.00,USD`,
    "3,amount,it is negative; a credit is not imported as an invoice,F,,F2,2025-01-05,'-30.00,USD",
    '',
  ])
  const corrected = inFolder('corrected.csv', written.replace('2025-13-01', '2025-01-13'))
  expect((await whence('import', corrected)).code).toBe(0)
  // what was rejected again is written as before
  expect(readFileSync(join(folder, 'corrected.rejects.csv'), 'utf8')).toContain(",F,,F2,2025-01-05,'-30.00,USD\n")
  expect(
    await ledger.query(
      "select h.customer_id, t.body from customer_head h join text t on t.text_id = h.name_text where h.customer_id = '+F'",
    ),
  ).toEqual([{ customer_id: '+F', body: '=HYPERLINK("http://x.test/","pay")' }])
  expect(await ledger.query("select invoice from invoice where customer_id = '+F'")).toEqual([{ invoice: '-F1' }])
})

test('what is too large is said with its size and the limit', async () => {
  const row = 'A,L,2025-01-05,,5.00,USD,\n'
  const sized: [name: string, text: string, sentence: RegExp][] = [
    [
      'large.csv',
      HEADER.padEnd(70 * 1024 * 1024, 'x'),
      /^large\.csv has 70 MiB, and 64 MiB is the most that is read: /,
    ],
    ['many.csv', HEADER + row.repeat(500_000), /^many\.csv has 500,001 lines, and 500,000 is the most that an import /],
    [
      'wide.csv',
      `${HEADER}${row}A,${'L'.repeat(1_200_000)}\n`,
      /^Line 3 of wide\.csv has 1\.2 MiB, and 1 MiB is the most that a line may have: /,
    ],
    [
      'open.csv',
      `${HEADER}A,"L,2025-01-05\n${row.repeat(60_000)}`,
      /^Line \d+ of open\.csv is still within a row of more than 1 MiB, .*: close the quote that was opened before\.$/,
    ],
  ]
  for (const [name, text, sentence] of sized) {
    const said = await whence('import', inFolder(name, text), '--dry-run')
    expect([said.code, said.out, said.error.trimEnd()]).toEqual([2, '', expect.stringMatching(sentence)])
  }
  const map = inFolder('large.json', ' '.repeat(2 * 1024 * 1024))
  expect((await whence('import', 'some.csv', '--map', map)).error).toMatch(
    /^large\.json has 2 MiB, and 1 MiB is the most/,
  )
  const cells = `${'C'.repeat(65)},${'I'.repeat(62)},2025-01-05,,5.00,USD,2025-02-01\n`
  const fields = await whence('import', inFolder('fields.csv', HEADER + cells), '--dry-run')
  expect(fields.out).toMatch(/ customer_id: it is too long \(65 characters, and 64 is the most\)/)
  expect(fields.out).toMatch(/ invoice: it is too long \(66 characters with PAY- in front, and 64 is the most\)/)
})

test('a dry run says what would be booked and how it is read, and books nothing', async () => {
  const map = inFolder(
    'lines.json',
    JSON.stringify({
      columns: { customer_id: 'c', invoice: 'i', issued_on: 'd', amount: 'a' },
      currency: 'EUR',
      invoice_rows: 'lines',
      leave_out: { column: 'k', values: ['sum'] },
    }),
  )
  const rows = 'D;D-1;2.1.2025;"1.200,50 €";\nD;D-1;2.1.2025;10,00;\nD;D-2;3.1.2025;x;\n;;;;sum\n'
  const file = inFolder('dry.csv', `c;i;d;a;k\n${rows}`)
  const before = await ledger.query('select count(*)::int as n from record')
  writeFileSync(
    join(folder, map),
    JSON.stringify({ ...JSON.parse(readFileSync(join(folder, map), 'utf8')), delimiter: ';' }),
  )
  const said = await whence('import', file, '--map', map, '--locale', 'de', '--dry-run')
  expect(said).toMatchObject({ code: 0, error: '' })
  expect(said.out).toMatch(/^This is a dry run: nothing was booked\. Importing dry\.csv would book this\.\n/)
  expect(said.out).toMatch(/4 lines read: 2 booked as 1 invoices for 1 customers, 1 rejected, 1 left out by the map\./)
  expect(said.out).toMatch(/EUR {2,}1210\.50 {2,}0\.00 {2,}0\.00\n/)
  expect(said.out).toMatch(/D-1 \(2 lines\) {2,}2025-01-02 {2,}never {2,}1210\.50 EUR {2,}open/)
  expect(said.out).toMatch(/line 4: a: it is no amount in the form of the map/)
  expect(await ledger.query('select count(*)::int as n from record')).toEqual(before)
  expect(await ledger.query("select 1 from run where kind = 'import' and state <> 'done'")).toEqual([])
  const done = await whence('import', file, '--map', map, '--locale', 'de')
  expect(done.out).toMatch(/4 lines read: 2 booked as 1 invoices for 1 customers, 1 rejected, 1 left out by the map\./)
  expect((await whence('import', file, '--locale', 'xx')).error.trim()).toMatch(
    /^There is no locale xx here; choose one of en, /,
  )
})

test('the ledger verifies afterwards', async () => {
  expect(await whence('verify')).toMatchObject({ code: 0, out: expect.stringMatching(/all of it holds/) })
})

test.each([
  [
    'a file that is not there',
    ['nowhere.csv'],
    /^nowhere\.csv cannot be read \(ENOENT\); give a file that is there\.$/,
  ],
  ['an unknown header', [inFolder('odd.csv', 'a,b\n1,2\n')], /^No built-in map fits .* give it with --map\.$/],
  [
    'a map that is none',
    [inFolder('empty.csv', HEADER), '--map', inFolder('map.json', '{}')],
    /^map\.json is no map \(.*\); correct it as docs\/manual\/import\.md shows\.$/,
  ],
  [
    'rejects over the file',
    [inFolder('own.csv', HEADER), '--rejects', 'own.csv'],
    /^The rejected lines would overwrite own\.csv; /,
  ],
])('%s: one sentence, exit 2, nothing begun', async (_, words, sentence) => {
  const said = await whence('import', ...words)
  expect(said).toMatchObject({ code: 2, out: '' })
  expect(said.error.trimEnd()).toMatch(sentence)
  expect(await ledger.query("select 1 from run where kind = 'import' and state <> 'done'")).toEqual([])
})
