import { afterAll, beforeAll, expect, test } from 'vitest'
import { keeping, keptTables } from '../../src/store/backup/kept.ts'
import { type Cellar, openCellar } from '../service/ledger.ts'

/** What of the ledger a backup holds. */

let cellar: Cellar

beforeAll(async () => {
  cellar = await openCellar()
})
afterAll(() => cellar.close())

test('of every table that the migrations come to it is said whether it is backed up, or why not', async () => {
  const { query } = await cellar.ledger()
  const rows = await query<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = current_schema::regnamespace
       and relkind in ('r', 'p', 'S', 'm', 'f') order by 1`,
  )
  expect(Object.keys(keeping).sort()).toEqual(rows.map(({ name }) => name))
})

test('only what nobody misses is left out', () => {
  expect(Object.keys(keeping).filter((table) => !keptTables.includes(table))).toEqual([
    'session',
    'sign_in_failure',
    'lease',
    'verified_mark',
    'migration',
  ])
})
