import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type pg from 'pg'
import { migrate } from '../../src/store/migrations/migrate.ts'

type Kept = Readonly<
  Record<string, { readonly columns: readonly string[]; readonly rows: readonly (string | null)[][] }>
>

const MIGRATIONS = 'src/store/migrations'
const LAST_OF_RULES_2 = 9

/** The customers of the ledger that rules 2 booked; each had another zone and clock. */
export const customersBefore = ['ann', 'bob', 'cat', 'ivy'] as const

/** Fills an empty database with the ledger that rules 2 booked, and migrates it from there. */
export async function fillByRules2(owner: pg.Client): Promise<void> {
  const older = mkdtempSync(join(tmpdir(), 'whence-migrations-'))
  for (const file of readdirSync(MIGRATIONS).filter((name) => Number(name.slice(0, 4)) <= LAST_OF_RULES_2))
    cpSync(join(MIGRATIONS, file), join(older, file))
  await migrate(owner, older)
  rmSync(older, { recursive: true })
  await fill(owner)
  await migrate(owner)
}

async function fill(owner: pg.Client): Promise<void> {
  const kept = JSON.parse(gunzipSync(readFileSync('test/before/rules-2.json.gz')).toString()) as Kept
  await owner.query('set session_replication_role = replica')
  for (const [table, { columns, rows }] of Object.entries(kept)) {
    await owner.query(`delete from ${table}`)
    const names = columns.map((column) => `"${column}"`).join(', ')
    for (const row of rows)
      await owner.query(`insert into ${table} (${names}) values (${row.map((_, at) => `$${at + 1}`).join(', ')})`, [
        ...row,
      ])
  }
  await owner.query('set session_replication_role = origin')
}
