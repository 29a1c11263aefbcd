import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'

/** `whence import` as a person types it: exit codes, sentences, the file of rejected lines. */

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
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

type Said = { readonly code: number | null; readonly out: string; readonly err: string }

async function whence(...words: string[]): Promise<Said> {
  const env = { ...process.env, DATABASE_URL: ledger.url }
  const child = spawn(process.execPath, [MAIN, ...words], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  await once(child, 'close')
  return { code: child.exitCode, out, err }
}

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
  expect(first).toMatchObject({ code: 0, err: expect.stringMatching(/^\d+ of 5 operations, up to 2025-02-10$/m) })
  expect(first.out).toMatch(/^some\.csv is imported\.\n3 lines read: 2 booked for 2 customers, 1 rejected\.\n/)
  expect(first.out).toMatch(/\nUSD {2,}10\.00 {2,}10\.00 {2,}0\.00\nEUR {2,}7\.50 {2,}0\.00 {2,}0\.00\n$/)
  const rejects =
    'rejected_line,rejected_field,rejected_reason,customer_id,invoice,issued_on,due_on,amount,currency,settled_on\n'
  expect(readFileSync(join(folder, 'some.rejects.csv'), 'utf8')).toBe(
    `${rejects}3,due_on,it is before the day of issue,A,002,2025-01-05,2025-01-01,5.00,USD,\n`,
  )
  const again = await whence('import', file, '--json', '--rejects', 'elsewhere.csv')
  expect(JSON.parse(again.out)).toMatchObject({ again: true, booked: 2, rejects: 'elsewhere.csv' })
  expect(existsSync(join(folder, 'elsewhere.csv'))).toBe(true)
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
  expect(said).toMatchObject({ code: 0, err: '' })
  expect(said.out).toMatch(/^This is a dry run: nothing was booked\. Importing dry\.csv would book this\.\n/)
  expect(said.out).toMatch(/4 lines read: 2 booked as 1 invoices for 1 customers, 1 rejected, 1 left out by the map\./)
  expect(said.out).toMatch(/EUR {2,}1210\.50 {2,}0\.00 {2,}0\.00\n/)
  expect(said.out).toMatch(/D-1 \(2 lines\) {2,}2025-01-02 {2,}never {2,}1210\.50 EUR {2,}open/)
  expect(said.out).toMatch(/line 4: a: it is no amount in the form of the map/)
  expect(await ledger.query('select count(*)::int as n from record')).toEqual(before)
  expect(await ledger.query("select 1 from run where kind = 'import' and state <> 'done'")).toEqual([])
  const done = await whence('import', file, '--map', map, '--locale', 'de')
  expect(done.out).toMatch(/4 lines read: 2 booked as 1 invoices for 1 customers, 1 rejected, 1 left out by the map\./)
  expect((await whence('import', file, '--locale', 'xx')).err.trim()).toMatch(
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
  expect(said.err.trimEnd()).toMatch(sentence)
  expect(await ledger.query("select 1 from run where kind = 'import' and state <> 'done'")).toEqual([])
})
