import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { checkDatabase, migrateDatabase } from '../../src/store/migrations/migrate-database.ts'
import { makeLogin } from '../../src/store/session/login.ts'
import { openStore } from '../../src/store/session/store.ts'
import { type Cellar, openCellarApart } from '../service/ledger.ts'

/** As whom the server signs in, on a database of its own and on one of somebody else. */

const OWN = 'src/store/migrations'
let cellar: Cellar
let admin: pg.Client
let url: URL
let count = 0

beforeAll(async () => {
  cellar = await openCellarApart()
  admin = new pg.Client({ connectionString: cellar.server })
  await admin.connect()
})
beforeEach(async () => {
  count += 1
  await admin.query(`create database login_${count}`)
  url = new URL(cellar.server)
  url.pathname = `/login_${count}`
})
afterAll(async () => {
  await admin.end()
  await cellar.close()
})

const as = (name: string, password: string): string => {
  const other = new URL(url)
  other.username = name
  other.password = password
  return other.href
}

/** Who works, whether he is bound, and whether he can change history. */
async function working(address: string) {
  const store = await openStore(address)
  const [who] = await store.query<{ session: string; name: string }>(
    'select session_user::text as session, current_user::text as name',
  )
  const refused = await store.query('delete from record').then(
    () => false,
    () => true,
  )
  await store.close()
  return { who: [who?.session.replace(/\d+$/, 'N'), who?.name.replace(/\d+$/, 'N')], bound: store.appendOnly, refused }
}

const served = { who: ['whence_server_N', 'whence_server_N'], bound: true, refused: true }

async function migrateBefore(address: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'whence-before-'))
  for (const name of readdirSync(OWN).filter((file) => file < '0015')) cpSync(join(OWN, name), join(folder, name))
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  await migrate(client, folder)
  await client.end()
  rmSync(folder, { recursive: true })
}

test('a database of the release before goes over to the login of the server when it is migrated', async () => {
  await migrateBefore(url.href)
  expect(await working(url.href)).toMatchObject({ who: ['postgres', 'whence_app'], bound: false })
  expect((await migrateDatabase(url.href)).length).toBeGreaterThan(0)
  expect(await working(url.href)).toEqual(served)
  expect(await migrateDatabase(url.href)).toEqual([])
  expect(await working(url.href)).toEqual(served)
})

test('the password of the login follows that of the owner', async () => {
  await admin.query("create role keeper superuser login password 'one'")
  await migrateDatabase(as('keeper', 'one'))
  expect(await working(as('keeper', 'one'))).toEqual(served)
  await admin.query("alter role keeper password 'two'")
  expect(await working(as('keeper', 'two'))).toMatchObject({ bound: false })
  await makeLogin(as('keeper', 'two'))
  expect(await working(as('keeper', 'two'))).toEqual(served)
})

test('an owner who may make roles needs no superuser', async () => {
  await admin.query("create role maker createrole login password 'm'")
  await admin.query(`grant whence_app to maker with admin option; alter database login_${count} owner to maker`)
  await migrateDatabase(as('maker', 'm'))
  expect(await working(as('maker', 'm'))).toEqual(served)
})

test('where the login may make no other, it works as itself and says so; one that was made by hand is bound', async () => {
  await admin.query("create role tenant login password 't'")
  await admin.query(`alter database login_${count} owner to tenant`)
  await migrateDatabase(as('tenant', 't'))
  expect(await working(as('tenant', 't'))).toMatchObject({ who: ['tenant', 'tenant'], bound: false })
  await admin.query("create role waiter login password 'w' in role whence_app")
  expect(await migrateDatabase(as('waiter', 'w'))).toEqual([])
  expect(await working(as('waiter', 'w'))).toEqual({ who: ['waiter', 'waiter'], bound: true, refused: true })
})

test('a question looks whether the tables are of this release, and changes nothing', async () => {
  const tables = async () => {
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    const { rows } = await client.query("select relname from pg_class where relnamespace = 'public'::regnamespace")
    await client.end()
    return rows.length
  }
  await expect(checkDatabase(url.href)).rejects.toThrow(/run "whence db migrate", or start the server/)
  expect(await tables()).toBe(0)
  await migrateBefore(url.href)
  const before = await tables()
  await expect(checkDatabase(url.href)).rejects.toThrow(/older release/)
  expect(await tables()).toBe(before)
  await migrateDatabase(url.href)
  await checkDatabase(url.href)
})
