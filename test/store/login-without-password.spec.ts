import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrateDatabase } from '../../src/store/migrations/migrate-database.ts'
import { openStore } from '../../src/store/session/store.ts'
import { type Database, openDatabase } from '../faults/database.ts'

/** As whom the server signs in where its address holds no password: the database knows its users by other means. */

const folder = mkdtempSync(join(tmpdir(), 'whence-socket-'))
const me = userInfo().username
const socket = `postgres:///whence?host=${encodeURIComponent(folder)}&user=${me}`
let database: Database
let admin: pg.Client
let hba: string
let before: string

beforeAll(async () => {
  // the account of the database makes its socket there
  chmodSync(folder, 0o777)
  database = await openDatabase({ unix_socket_directories: folder })
  admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  await admin.query(`create role "${me}" superuser login`)
  hba = (await admin.query('show hba_file')).rows[0].hba_file
  before = readFileSync(hba, 'utf8')
})
afterAll(async () => {
  await admin?.end()
  await database?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Has the database know its users so. */
async function knownBy(rules: string, map = ''): Promise<void> {
  writeFileSync(hba, `${rules}\n${before}`)
  writeFileSync(hba.replace('pg_hba', 'pg_ident'), map)
  await admin.query('select pg_reload_conf()')
  const file = await admin.query('select from pg_hba_file_rules where error is not null')
  expect(file.rows).toEqual([])
}

const address = (): string => `${socket}&port=${new URL(database.url).port}`

/** Who works by an address without a password, and which logins there are of the server's own. */
async function working(url: string) {
  const store = await openStore(url)
  const [who] = await store.query<{ name: string }>('select session_user::text as name')
  await store.close()
  const { rows } = await admin.query("select rolname from pg_roles where rolname like 'whence_server_%'")
  return { who: who?.name.replace(/\d+$/, 'N'), bound: store.appendOnly, logins: rows.length }
}

test('one that is known by his account alone works as himself, and leaves no login that nobody can use', async () => {
  await knownBy('local all all peer')
  await migrateDatabase(address())
  expect(await working(address())).toEqual({ who: me, bound: false, logins: 0 })
  await migrateDatabase(address())
  expect(await working(address())).toEqual({ who: me, bound: false, logins: 0 })
})

test('where only the others are asked for a password, there is no login either', async () => {
  await knownBy(`local all "${me}" trust\nlocal all all scram-sha-256`)
  await migrateDatabase(address())
  expect(await working(address())).toEqual({ who: me, bound: false, logins: 0 })
})

test('where his account may be the server’s login too, or everybody is trusted, the server has one', async () => {
  await knownBy('local all all peer map=whence', `whence ${me} ${me}\nwhence ${me} /^whence_server_[0-9]+$\n`)
  await migrateDatabase(address())
  expect(await working(address())).toEqual({ who: 'whence_server_N', bound: true, logins: 1 })
  await knownBy('local all all trust')
  expect(await working(address())).toEqual({ who: 'whence_server_N', bound: true, logins: 1 })
  await admin.query(
    `do $$ begin execute (select format('drop role %I', rolname) from pg_roles where rolname like 'whence_server_%'); end $$`,
  )
  await migrateDatabase(address())
  expect(await working(address())).toEqual({ who: 'whence_server_N', bound: true, logins: 1 })
})
