import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deskOf } from '../service/desk.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'
import { whence as run, type Said } from './terminal.ts'

/** `whence import` of a usage file as a person types it: exit codes, sentences, the file of rejected lines. */

const folder = mkdtempSync(join(tmpdir(), 'whence-cli-usage-'))
let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  const open = { name: 'A', currency: 'USD', effective_at: '2026-01-01' }
  await deskOf(ledger.store)('open_customer', 'A', open)
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

const HEADER = 'customer_id,used_at,amount,service\n'
const charges = async () =>
  (await ledger.query<{ n: number }>('select count(*)::int as n from record where charge is not null'))[0]?.n

test('books what it can, keeps what it cannot, and says the same again', async () => {
  const file = inFolder('usage.csv', `${HEADER}A,2026-01-05,1.25,calls\nA,2026-01-05,=1+1,\nA,2026-01-06,0.5,\n`)
  expect(await whence('import', file, '--dry-run')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^This is a dry run: nothing was booked\. Of usage\.csv 3 lines can be read/),
  })
  expect(await charges()).toBe(0)
  const first = await whence('import', file)
  expect(first).toEqual({
    code: 0,
    error: '',
    out: 'usage.csv is imported.\n3 lines read: 2 booked, 1 rejected.\nRejected lines, each with its reason: usage.rejects.csv\n',
  })
  expect(readFileSync(join(folder, 'usage.rejects.csv'), 'utf8')).toBe(
    `rejected_line,rejected_field,rejected_reason,${HEADER}3,amount,"an amount is digits with a point, such as 12.3456",A,2026-01-05,'=1+1,\n`,
  )
  const again = await whence('import', file, '--json', '--rejects', 'elsewhere.csv')
  expect({ ...JSON.parse(again.out), import_id: '', took_ms: 0 }).toEqual({
    import_id: '',
    file: 'usage.csv',
    lines: 3,
    booked: 2,
    booked_before: 2,
    rejected: 1,
    outcome: 'booked_before',
    rejects: 'elsewhere.csv',
    took_ms: 0,
  })
  expect(existsSync(join(folder, 'elsewhere.csv'))).toBe(true)
  expect((await whence('import', file)).out).toMatch(
    /^usage\.csv was imported before: nothing new, 2 lines booked before/,
  )
  expect(await charges()).toBe(2)
})

test('ends with 3 where nothing can be booked, and with 2 where the file does not fit', async () => {
  const nobody = await whence('import', inFolder('nobody.csv', `${HEADER}B,2026-01-05,1,\n`))
  expect(nobody).toMatchObject({
    code: 3,
    out: expect.stringMatching(/^Nothing of nobody\.csv is booked: all its lines/),
  })
  expect((await whence('import', inFolder('none.csv', HEADER))).code).toBe(3)
  const open = await whence('import', inFolder('open.csv', `${HEADER}A,2026-01-05,1,"calls\n`))
  expect(open).toMatchObject({ code: 2, error: expect.stringMatching(/^Line 2 of open\.csv opens a quote/) })
  expect((await whence('import', 'nowhere.csv')).code).toBe(2)
})
