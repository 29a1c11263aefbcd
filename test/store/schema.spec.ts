import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dumpSchema } from '../../src/store/migrations/schema.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { type Cellar, type Ledger, openCellar } from '../service/ledger.ts'

/** What the migrations come to, and what the server may do with it. */

const FILE = 'src/store/schema.sql'
const HEADER = '-- What the migrations come to; written by a test (UPDATE_SCHEMA=1), never by hand.\n\n'
let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
})
afterAll(() => cellar.close())

test('schema.sql is what the migrations come to', async () => {
  const schema = HEADER + (await dumpSchema(ledger))
  if (process.env.UPDATE_SCHEMA) writeFileSync(FILE, schema)
  expect(schema).toBe(readFileSync(FILE, 'utf8'))
})

test('what an extension brings along is none of the ledger', async () => {
  const other = await cellar.ledger()
  await other.query('create extension pg_buffercache')
  expect(HEADER + (await dumpSchema(other))).toBe(readFileSync(FILE, 'utf8'))
  await other.query('create view own as select 1 as one')
  expect(await dumpSchema(other)).toContain('create view own;')
})

const HISTORY = ['cause', 'idempotency', 'log', 'operation', 'record', 'text']

test('history can be added to and read, nothing else', async () => {
  const rows = await ledger.query<{ name: string; privilege: string }>(
    `select c.relname as name, lower(p.privilege_type) as privilege from pg_class c, aclexplode(c.relacl) p
     where c.relname = any($1) and p.grantee = 'whence_app'::regrole order by 1, 2`,
    [HISTORY],
  )
  const expected = HISTORY.flatMap((name) => [
    { name, privilege: 'insert' },
    { name, privilege: 'select' },
  ])
  expect(rows).toEqual(expected)
})

test('of a text salt and body can be emptied, of a key the salt', async () => {
  const rows = await ledger.query<{ column: string }>(
    `select a.attrelid::regclass || '.' || a.attname as column from pg_attribute a, aclexplode(a.attacl) p
     where p.grantee = 'whence_app'::regrole and p.privilege_type = 'UPDATE' order by 1`,
  )
  expect(rows.map((row) => row.column)).toEqual(['idempotency.salt', 'text.body', 'text.salt'])
})

test('the server signs in as a login of its own that can become nothing more, and owns nothing', async () => {
  const [{ oid } = { oid: 0 }] = await ledger.query<{ oid: number }>(
    'select oid from pg_database where datname = current_database()',
  )
  const name = `whence_server_${oid}`
  const who = () => ledger.store.query('select session_user::text as session, current_user::text as name')
  for (const statement of ['set role none', 'reset role', 'reset all', 'set session authorization default'])
    await inTransaction(ledger.store, async (session) => {
      await session.query(statement)
      const [current] = await session.query('select session_user::text as session, current_user::text as name')
      expect(current).toEqual({ session: name, name })
      await expect(session.query('delete from record')).rejects.toMatchObject({ code: '42501' })
    }).catch((error: unknown) => expect(String(error)).toContain('rolled back'))
  for (const statement of ['set role postgres', 'set session authorization postgres', 'grant postgres to whence_app'])
    await expect(ledger.store.query(statement)).rejects.toMatchObject({ code: '42501' })
  expect(await who()).toEqual([{ session: name, name }])
  expect(await ledger.query(`select relname from pg_class where relowner = '${name}'::regrole`)).toEqual([])
  expect(await ledger.query("select relname from pg_class where relowner = 'whence_app'::regrole")).toEqual([])
})

test('the server cannot change history, whatever it tries', async () => {
  const forbidden = [
    'update record set amount = 0',
    'delete from record',
    'truncate record',
    "update operation set actor = 'Mallory'",
    'delete from operation',
    'update text set seq = 1',
    'delete from text',
    'update idempotency set last_seq = 1',
    'delete from log',
    'update scheduled set body = null',
    "update scheduled set caller = '{}'",
    "update scheduled set state = 'waiting'",
    'delete from scheduled',
    'drop table record',
    'alter table record disable trigger all',
  ]
  for (const statement of forbidden)
    await expect(ledger.store.query(statement)).rejects.toMatchObject({ code: '42501' })
  expect(ledger.store.appendOnly).toBe(true)
})

// What is the same for all customers, or is looked up before anyone knows whose it is.
const OF_NO_CUSTOMER = new Set([
  'api_key',
  'app_user',
  'clock',
  'access',
  'closing',
  'directory',
  'import_part',
  'lease',
  'limit_use',
  'log',
  'log_head',
  'migration',
  'number_sequence',
  'policy',
  'restoration',
  'role_limit',
  'run',
  'session',
  'sign_in_failure',
  'xdr_counter',
])

test('the customer comes first in the key of every table about customers', async () => {
  const rows = await ledger.query<{ name: string; first: string }>(
    `select c.relname as name, a.attname as first from pg_index i
       join pg_class c on c.oid = i.indrelid
       join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and i.indisunique`,
  )
  const others = rows.filter((row) => row.first !== 'customer_id' && !OF_NO_CUSTOMER.has(row.name))
  expect(others).toEqual([])
})
