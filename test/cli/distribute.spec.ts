import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cellar, openCellar } from '../service/ledger.ts'
import { whence } from './terminal.ts'

/** Distributing at a terminal, as far as it goes without Citus: what it would do, and what it refuses. */

let cellar: Cellar
let home: string

beforeAll(async () => {
  cellar = await openCellar()
  home = mkdtempSync(join(tmpdir(), 'whence-distribute-'))
})
afterAll(async () => {
  await cellar.close()
  rmSync(home, { recursive: true, force: true })
})

test('the plan is printed without a database, as statements, and says that it was not yet run', async () => {
  const { code, out, error } = await whence(home, ['db', 'distribute', '--plan', '--parts', '12'])
  expect([code, error]).toEqual([0, ''])
  const [first, ...statements] = out.trim().split('\n')
  expect(first).toMatch(/^-- Not yet run on a real Citus/)
  expect(statements.filter((line) => !/^select \w+\('\w+'.*\);$/.test(line))).toEqual([])
  expect(out).toContain(
    "create_distributed_table('customer_head', 'customer_id', colocate_with => 'none', shard_count => 12);",
  )
})

test('the embedded database, one without Citus, and one that is no ledger are refused in a sentence', async () => {
  const run = (database?: string) => whence(home, ['db', 'distribute'], database === undefined ? {} : { database })
  const none = await run()
  expect([none.code, none.out]).toEqual([1, ''])
  expect(none.error).toMatch(/^There is nothing to distribute: without DATABASE_URL .*\n$/)
  const plain = await run((await cellar.ledger()).url)
  expect([plain.code, plain.out]).toEqual([1, ''])
  expect(plain.error).toMatch(/^There is no Citus in this database: .*\n$/)
  const other = await run((await cellar.filled(async () => {})).url)
  expect([other.code, other.out]).toEqual([1, ''])
  expect(other.error).toMatch(/^The tables of this database are not there.*\n$/)
})

test('a number of parts that no table can be cut into is refused', async () => {
  for (const parts of ['0', '1025', 'many'])
    expect(await whence(home, ['db', 'distribute', '--plan', '--parts', parts])).toMatchObject({
      code: 1,
      error: expect.stringContaining('Give a number from 1 to 1024.'),
    })
})
