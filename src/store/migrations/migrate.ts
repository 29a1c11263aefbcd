import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase } from 'pg'

/** A migration that this call has brought into the database. */
export type Applied = { readonly number: number; readonly name: string; readonly sha256: string }

type Migration = Applied & { readonly sql: string }

/** The database and the folder of migrations do not belong together, or a migration failed. Nothing of it remains. */
export class MigrationFault extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'MigrationFault'
  }
}

const OWN_FOLDER = import.meta.dirname

/** Stands among the migrations of a database for as long as a backup is restored into it: no release starts on it. */
export const RESTORING = { number: 0, name: 'being restored' } as const

/** `only`: no others than these; `restoring`: by who restores a backup, which everybody else is kept from. */
type How = { readonly only?: ReadonlySet<number>; readonly restoring?: boolean }

/**
 * Applies each `NNNN-name.sql` of the folder that the database lacks, in their order, each in a transaction of its own, and
 * returns those it applied. Numbers may leave gaps: they are given out before the work on a migration begins. Two processes may call it at once: each step is taken under the table's lock and looks again what is done.
 * Throws MigrationFault when an applied file has been changed since, or when the database is newer than the folder.
 */
export const migrate = async (
  client: ClientBase,
  folder: string = OWN_FOLDER,
  { only, restoring = false }: How = {},
): Promise<Applied[]> => {
  const all = await readMigrations(folder)
  const migrations = only === undefined ? all : all.filter(({ number }) => only.has(number))
  if (restoring) migrations.unshift({ ...RESTORING, sha256: '', sql: '' })
  if (await isMigrated(client, migrations)) return []
  await ensureTable(client)
  const applied: Applied[] = []
  for (;;) {
    const step = await applyNext(client, migrations)
    if (!step) return applied
    applied.push(step)
  }
}

/**
 * Looks whether a database is of this release, for who only asks of it. Throws MigrationFault where it is older or newer,
 * or no ledger is there.
 */
export const checkCurrent = async (client: ClientBase, folder: string = OWN_FOLDER): Promise<void> => {
  const migrations = await readMigrations(folder)
  if (await isMigrated(client, migrations)) return
  throw new MigrationFault(
    'The tables of this database are not there, or of an older release, and a question changes nothing: run ' +
      '"whence db migrate", or start the server of this release on it, then ask again.',
  )
}

/** Nothing is left to apply: then nothing is written, and a login that may not migrate can work. */
const isMigrated = async (client: ClientBase, migrations: readonly Migration[]): Promise<boolean> => {
  const { rowCount } = await client.query("SELECT WHERE to_regclass('migration') IS NOT NULL")
  if (rowCount === 0) return false
  const { rows } = await client.query<Applied>('SELECT number, name, sha256 FROM migration ORDER BY number')
  checkApplied(rows, migrations)
  return rows.length === migrations.length
}

/** The migrations of this release. */
export const releasedMigrations = async (): Promise<readonly Applied[]> => readMigrations(OWN_FOLDER)

const readMigrations = async (folder: string): Promise<Migration[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const all = await Promise.all(names.map((file) => readMigration(folder, file)))
  for (const [index, { number, name }] of all.entries())
    if (all[index - 1]?.number === number)
      throw new MigrationFault(`There are two migrations of number ${number}; give ${name} a number of its own.`)
  return all
}

const readMigration = async (folder: string, file: string): Promise<Migration> => {
  const [, digits = '', name = ''] = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file) ?? []
  const number = Number(digits)
  if (number === 0) throw new MigrationFault(`${file} is not called as migrations are: NNNN-name.sql, from 0001.`)
  const sql = await readFile(join(folder, file), 'utf8')
  return { number, name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
}

/**
 * IF NOT EXISTS alone does not stop two sessions from creating it at the same moment. The loser fails in one of several
 * ways, depending on how far the winner had come; in all of them the table is there when he looks.
 */
const ensureTable = async (client: ClientBase): Promise<void> => {
  try {
    await client.query(`CREATE TABLE IF NOT EXISTS migration (
      number     integer PRIMARY KEY,
      name       text NOT NULL,
      sha256     text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`)
  } catch (error) {
    const { rowCount } = await client.query("SELECT WHERE to_regclass('migration') IS NOT NULL")
    if (rowCount === 0) throw error
  }
}

const applyNext = async (client: ClientBase, migrations: readonly Migration[]): Promise<Applied | undefined> => {
  await client.query('BEGIN')
  try {
    await client.query('LOCK TABLE migration IN SHARE ROW EXCLUSIVE MODE')
    const { rows } = await client.query<Applied>('SELECT number, name, sha256 FROM migration ORDER BY number')
    checkApplied(rows, migrations)
    const next = migrations.find(({ number }) => rows.every((row) => row.number !== number))
    if (next) await apply(client, next)
    await client.query('COMMIT')
    return next && { number: next.number, name: next.name, sha256: next.sha256 }
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

const checkApplied = (rows: readonly Applied[], migrations: readonly Migration[]): void => {
  for (const row of rows) {
    const ours = migrations.find(({ number }) => number === row.number)
    if (!ours && row.number === RESTORING.number)
      throw new MigrationFault(
        'A backup is being restored into this database, or was until that was cut off: give "whence restore" again.',
      )
    if (!ours)
      throw new MigrationFault(`The database has migration ${row.number} (${row.name}) of a newer release; start that.`)
    if (row.sha256 !== ours.sha256) {
      throw new MigrationFault(
        `Migration ${row.number} (${row.name}) was changed after it was applied; restore the file and add a new one instead.`,
      )
    }
  }
}

/** A migration may act as another role; the note that it was applied is the migrator's. */
const apply = async (client: ClientBase, { number, name, sha256, sql }: Migration): Promise<void> => {
  try {
    await client.query(sql)
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new MigrationFault(`Migration ${number} (${name}) failed: ${cause}`, error)
  }
  await client.query('RESET ROLE')
  await client.query('INSERT INTO migration (number, name, sha256) VALUES ($1, $2, $3)', [number, name, sha256])
}
