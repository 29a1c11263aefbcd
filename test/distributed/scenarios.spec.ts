import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { placements } from '../../src/store/distributed/placement.ts'
import { whence } from '../cli/terminal.ts'
import { allScenarios } from '../scenarios/files.ts'
import { onApi } from '../scenarios/on-api.ts'
import { play } from '../scenarios/run.ts'
import { type Guest, startOn } from './product.ts'

/** The scenarios over HTTP on a coordinator of Citus (`DISTRIBUTED_URL`), on tables that were distributed before. */

const url = process.env.DISTRIBUTED_URL ?? ''
let product: Guest

beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'whence-distributed-'))
  expect(await whence(home, ['db', 'migrate'], { database: url })).toMatchObject({ code: 0 })
  const { code, error } = await whence(home, ['db', 'distribute'], { database: url })
  rmSync(home, { recursive: true, force: true })
  if (code !== 0) expect(error).toContain('distributed already')
  product = await startOn(url)
})
afterAll(() => product.stop())

test('the tables of customers are cut alike', async () => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `select logicalrelid::text as name from pg_dist_partition p join pg_dist_colocation using (colocationid)
     where colocationid = (select colocationid from pg_dist_partition where logicalrelid = 'customer_head'::regclass)`,
  )
  await client.end()
  const expected = Object.entries(placements).filter(
    ([, { place }]) => place.kind === 'distributed' && place.by === 'customer_id',
  )
  expect(rows.map(({ name }) => name).sort()).toEqual(expected.map(([table]) => table).sort())
})

test.concurrent.each(allScenarios().map((scenario) => [`${scenario.file}: ${scenario.title}`, scenario] as const))(
  '%s',
  async (_title, scenario) => {
    expect(await play(onApi(product), scenario)).toEqual([])
  },
)

test('and the ledger verifies, its tables and rights included', async () => {
  const { code, out } = await product.whence('verify')
  expect([code, out]).toEqual([0, expect.stringContaining('all of it holds')])
})
