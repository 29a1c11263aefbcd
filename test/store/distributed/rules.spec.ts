import { afterAll, beforeAll, expect, test } from 'vitest'
import { placements } from '../../../src/store/distributed/placement.ts'
import { type Cellar, type Ledger, openCellar } from '../../service/ledger.ts'
import { type Statement, statementsOfStore } from './statements.ts'

/** What keeps the ledger distributable: in the tables as they are, and in the statements as they are written. */

let cellar: Cellar
let ledger: Ledger
const statements = statementsOfStore()

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
})
afterAll(() => cellar.close())

const spreadBy = (table: string): string | null => {
  const place = placements[table]?.place
  return place?.kind === 'distributed' ? place.by : null
}
const byCustomer = Object.keys(placements).filter((table) => spreadBy(table) === 'customer_id')

type Key = { readonly table: string; readonly name: string; readonly columns: readonly string[] }

/** Primary and unique keys, unique indexes among them, with their columns in order. */
const keys = (): Promise<Key[]> =>
  ledger.query<Key>(
    `select i.indrelid::regclass::text as "table", i.indexrelid::regclass::text as name,
       array(select a.attname::text from unnest(i.indkey::smallint[]) with ordinality as k (no, place)
         join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.no order by k.place) as columns
     from pg_index i join pg_class c on c.oid = i.indrelid
     where c.relnamespace = 'public'::regnamespace and i.indisunique order by 1, 2`,
  )

test('every table has a place with a reason, and every place a table', async () => {
  const tables = await ledger.query<{ name: string }>(
    'select tablename as name from pg_tables where schemaname = \'public\' order by tablename collate "C"',
  )
  expect(Object.keys(placements).sort()).toEqual(tables.map(({ name }) => name))
  expect(Object.values(placements).filter(({ why }) => why === '')).toEqual([])
})

test('the customer comes first in every key of what stands with him', async () => {
  const of = (await keys()).filter(({ table }) => byCustomer.includes(table))
  expect(of.filter(({ columns: [first] }) => first !== 'customer_id').map(({ name }) => name)).toEqual([])
  expect(new Set(of.map(({ table }) => table)).size).toBe(byCustomer.length)
})

test('what is spread by another column has it in every key', async () => {
  const others = Object.keys(placements).filter((table) => ![null, 'customer_id'].includes(spreadBy(table)))
  const of = (await keys()).filter(({ table }) => others.includes(table))
  expect(of.filter(({ table, columns }) => !columns.includes(spreadBy(table) ?? '')).map(({ name }) => name)).toEqual(
    [],
  )
  expect(of.map(({ table }) => table).sort()).toEqual(others.sort())
})

test('customers are called by the same type and collation in all tables, so that all are cut alike', async () => {
  const rows = await ledger.query<{ table: string }>(
    `select a.attrelid::regclass::text as "table" from pg_attribute a join pg_collation l on l.oid = a.attcollation
     where a.attrelid = any($1::regclass[]) and a.attname = 'customer_id' and a.atttypid = 'text'::regtype
       and l.collname = 'C' and a.attnotnull order by 1`,
    [byCustomer.map((table) => `"${table}"`)],
  )
  expect(rows.map(({ table }) => table).sort()).toEqual(byCustomer.sort())
})

test('a foreign key stays between tables that are local, or leads from a customer to his own', async () => {
  const rows = await ledger.query<{ from: string; to: string; columns: string[] }>(
    `select o.conrelid::regclass::text as "from", o.confrelid::regclass::text as "to",
       array(select a.attname::text from unnest(o.conkey) with ordinality as k (no, place)
         join pg_attribute a on a.attrelid = o.conrelid and a.attnum = k.no order by k.place) as columns
     from pg_constraint o where o.contype = 'f' and o.connamespace = 'public'::regnamespace`,
  )
  const kindOf = (table: string) => placements[table]?.place.kind
  const allowed = rows.filter(({ from, to, columns }) =>
    spreadBy(from) === 'customer_id'
      ? kindOf(to) === 'reference' || (spreadBy(to) === 'customer_id' && columns[0] === 'customer_id')
      : kindOf(from) === 'local' && kindOf(to) === 'local',
  )
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.filter((one) => !allowed.includes(one))).toEqual([])
})

test('no trigger, rule, exclusion, sequence, identity or partition of its own stands in the ledger', async () => {
  const rows = await ledger.query(
    `select t.tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
     union all select rulename from pg_rules where schemaname = 'public'
     union all select conname from pg_constraint where contype in ('x', 't') and connamespace = 'public'::regnamespace
     union all select sequencename from pg_sequences where schemaname = 'public'
     union all select attname from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relnamespace = 'public'::regnamespace and (a.attidentity <> '' or a.attgenerated <> '')
     union all select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('p', 'f', 'v', 'm')
     union all select inhrelid::regclass::text from pg_inherits where inhrelid in
       (select oid from pg_class where relnamespace = 'public'::regnamespace)`,
  )
  expect(rows).toEqual([])
})

const which = (wrong: (sql: string) => boolean): readonly Statement[] =>
  statements.filter(({ file, sql }) => !file.includes('/distributed/') && wrong(sql))

test('the statements of the store are found', () => {
  const files = new Set(statements.map(({ file }) => file))
  expect(files.size).toBeGreaterThan(50)
  expect(statements.length).toBeGreaterThan(200)
  expect(
    which((sql) => sql.endsWith('scheduled, noticed from customer_head where customer_id = $1 for update')),
  ).toHaveLength(1)
})

test('no statement orders by what differs between nodes, or locks beside rows', () => {
  expect(which((sql) => /advisory|\bxmin\b|\bctid\b|\bnextval\b|\bcurrval\b|\blastval\b/i.test(sql))).toEqual([])
  expect(which((sql) => /\block table\b/i.test(sql)).map(({ sql }) => sql)).toEqual([
    'LOCK TABLE migration IN SHARE ROW EXCLUSIVE MODE',
  ])
})

test('no function that answers otherwise at each call is called in an update', async () => {
  const rows = await ledger.query<{ name: string }>(
    "select distinct proname as name from pg_proc where provolatile = 'v'",
  )
  const volatile = new Set(rows.map(({ name }) => name))
  const updates = which((sql) => /\bupdate\s+(?!skip\b)(?:set\b|\w+ (?:\w+ )?set\b)/i.test(sql))
  const called = updates.flatMap(({ sql }) =>
    [...sql.matchAll(/\b([a-z_]+)\s*\(/gi)]
      .map(([, name = '']) => name.toLowerCase())
      .filter((name) => volatile.has(name)),
  )
  expect(volatile.has('clock_timestamp')).toBe(true)
  expect(updates.length).toBeGreaterThan(25)
  // of the row that nobody looks at: it is inserted, and an update takes nothing of it but its time
  expect(called).toEqual(['gen_random_uuid'])
})

test('rows of customers are locked by reading them of one customer alone, elsewhere by an update', () => {
  const locking = which((sql) => /\bfor (?:no key )?(?:update|share|key share)\b/i.test(sql)).flatMap(({ sql }) =>
    selectsLocking(sql),
  )
  const tableOf = (sql: string): string => /\bfrom (\w+)/i.exec(sql)?.[1] ?? ''
  const ofCustomers = locking.filter((sql) => spreadBy(tableOf(sql)) !== null)
  expect(locking.map(tableOf).filter((table) => placements[table] === undefined)).toEqual([])
  expect(ofCustomers.length).toBeGreaterThan(2)
  // the last is for one node: on several the update beside it takes its place
  expect(
    ofCustomers.filter((sql) => !/\bcustomer_id = \$\d/i.test(sql)).map((sql) => sql.replace(/.* from /, '')),
  ).toEqual(['customer_head where customer_id = any($1) order by customer_id for update'])
})

/** The selects of a statement that lock, each from its `select` to its lock. */
const selectsLocking = (sql: string): string[] =>
  [...sql.matchAll(/\bfor (?:no key )?(?:update|share|key share)\b/gi)].map(({ index, 0: lock }) => {
    const before = sql.slice(0, index + lock.length)
    return before.slice(before.toLowerCase().lastIndexOf('select '))
  })
