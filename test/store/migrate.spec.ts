import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { checkCurrent, migrate } from '../../src/store/migrations/migrate.ts'
import { type Postgres, startPostgres } from '../../src/store/postgres/start.ts'

const folder = mkdtempSync(join(tmpdir(), 'whence-migrate-'))
const migrations = join(folder, 'migrations')
let postgres: Postgres
let client: pg.Client
let other: pg.Client

beforeAll(async () => {
  chmodSync(folder, 0o755)
  postgres = await startPostgres({ home: join(folder, 'home') })
})

afterAll(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

beforeEach(async () => {
  mkdirSync(migrations)
  client = new pg.Client({ connectionString: postgres.url })
  other = new pg.Client({ connectionString: postgres.url })
  await Promise.all([client.connect(), other.connect()])
})

afterEach(async () => {
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  await Promise.all([client.end(), other.end()])
  rmSync(migrations, { recursive: true })
})

const write = (file: string, sql: string): void => writeFileSync(join(migrations, file), sql)
const names = (applied: readonly { name: string }[]): string[] => applied.map(({ name }) => name)

test('migrations are applied in order, once', async () => {
  write('0002-fill.sql', 'INSERT INTO a VALUES (1); INSERT INTO a VALUES (2)')
  write('0001-make.sql', '-- Why: to have it.\nCREATE TABLE a (n int);')
  expect(names(await migrate(client, migrations))).toEqual(['make', 'fill'])
  expect(await migrate(client, migrations)).toEqual([])
  write('0003-more.sql', 'INSERT INTO a VALUES (3)')
  expect(names(await migrate(client, migrations))).toEqual(['more'])
  expect((await client.query('SELECT n FROM a ORDER BY n')).rows).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
  expect((await client.query('SELECT number, name FROM migration ORDER BY 1')).rows).toEqual([
    { number: 1, name: 'make' },
    { number: 2, name: 'fill' },
    { number: 3, name: 'more' },
  ])
})

test('two processes at once apply each migration once', async () => {
  write('0001-make.sql', 'CREATE TABLE a (n int)')
  for (const n of [2, 3, 4, 5, 6]) write(`000${n}-add.sql`, `INSERT INTO a VALUES (${n}); SELECT pg_sleep(0.02)`)
  const [one, two] = await Promise.all([migrate(client, migrations), migrate(other, migrations)])
  expect([...one, ...two].map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6])
  expect((await client.query('SELECT count(*)::int AS n FROM a')).rows).toEqual([{ n: 5 }])
})

test('two processes at once find no table of migrations: each goes on, however close they come', async () => {
  write('0001-make.sql', 'CREATE TABLE a (n int)')
  for (let round = 0; round < 200; round += 1) {
    const both = await Promise.all([migrate(client, migrations), migrate(other, migrations)])
    expect(names(both.flat())).toEqual(['make'])
    await client.query('DROP TABLE a, migration')
  }
})

test('a migration changed after it was applied is refused, and nothing after it is applied', async () => {
  write('0001-make.sql', 'CREATE TABLE a (n int)')
  await migrate(client, migrations)
  write('0001-make.sql', 'CREATE TABLE a (n bigint)')
  write('0002-more.sql', 'CREATE TABLE b (n int)')
  await expect(migrate(client, migrations)).rejects.toThrow('Migration 1 (make) was changed after it was applied')
  expect((await client.query("SELECT to_regclass('b') AS b")).rows).toEqual([{ b: null }])
})

test('a database of a newer release is refused', async () => {
  write('0001-make.sql', 'CREATE TABLE a (n int)')
  write('0002-more.sql', 'CREATE TABLE b (n int)')
  await migrate(client, migrations)
  rmSync(join(migrations, '0002-more.sql'))
  await expect(migrate(client, migrations)).rejects.toThrow('migration 2 (more) of a newer release')
})

test('a migration that fails half-way leaves nothing of itself and keeps those before it', async () => {
  write('0001-make.sql', 'CREATE TABLE a (n int)')
  write('0002-half.sql', 'CREATE TABLE b (n int); INSERT INTO nowhere VALUES (1)')
  await expect(migrate(client, migrations)).rejects.toThrow('Migration 2 (half) failed: relation "nowhere"')
  const { rows } = await client.query("SELECT to_regclass('a')::text AS a, to_regclass('b')::text AS b")
  expect(rows).toEqual([{ a: 'a', b: null }])
  write('0002-half.sql', 'CREATE TABLE b (n int)')
  expect(names(await migrate(client, migrations))).toEqual(['half'])
})

test('a number twice or a name out of form is refused before anything is applied', async () => {
  write('0001-make.sql', 'CREATE TABLE a (n int)')
  write('0000-first.sql', 'SELECT 1')
  await expect(migrate(client, migrations)).rejects.toThrow('0000-first.sql is not called as migrations are')
  rmSync(join(migrations, '0000-first.sql'))
  write('0001-twice.sql', 'SELECT 1')
  await expect(migrate(client, migrations)).rejects.toThrow('There are two migrations of number 1; ')
  expect((await client.query("SELECT to_regclass('a') AS a")).rows).toEqual([{ a: null }])
})

test('numbers may leave gaps, and what fills one later is applied later', async () => {
  write('0001-make.sql', 'CREATE TABLE a (n int)')
  write('0004-ahead.sql', 'CREATE TABLE d (n int)')
  expect(names(await migrate(client, migrations))).toEqual(['make', 'ahead'])
  write('0002-behind.sql', 'CREATE TABLE b (n int)')
  await expect(checkCurrent(client, migrations)).rejects.toThrow('of an older release')
  expect(names(await migrate(client, migrations))).toEqual(['behind'])
  await checkCurrent(client, migrations)
  expect(await migrate(client, migrations)).toEqual([])
})

test('a migration may act as another role', async () => {
  await client.query('DROP ROLE IF EXISTS migrate_spec_role; CREATE ROLE migrate_spec_role')
  await client.query('GRANT CREATE, USAGE ON SCHEMA public TO migrate_spec_role')
  write('0001-as-role.sql', 'SET LOCAL ROLE migrate_spec_role; CREATE TABLE a (n int)')
  expect(names(await migrate(client, migrations))).toEqual(['as-role'])
  const { rows } = await client.query("SELECT tableowner FROM pg_tables WHERE tablename = 'a'")
  expect(rows).toEqual([{ tableowner: 'migrate_spec_role' }])
})
