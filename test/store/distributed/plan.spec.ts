import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { distribute } from '../../../src/store/distributed/distribute.ts'
import { othersOn } from '../../../src/store/distributed/others.ts'
import { placements } from '../../../src/store/distributed/placement.ts'
import { DistributionFault, planOf, type Standing, type Step, stepsLeft } from '../../../src/store/distributed/plan.ts'
import { type Cellar, type Ledger, openCellar } from '../../service/ledger.ts'

/** The plan that distributes a database, as far as it can be tried without Citus. */

let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
})
afterAll(() => cellar.close())

const tables = Object.keys(placements)
const standing = (table: string): Standing => ({ table, kind: 'local', by: null, group: null, hasCopy: true })

/** Where tables stand after some steps of the plan. */
function after(steps: readonly Step[]): Standing[] {
  const of = new Map(tables.map((table) => [table, standing(table)]))
  for (const { table, does } of steps) {
    const place = placements[table]?.place
    const before = of.get(table) ?? standing(table)
    if (place === undefined) continue
    const by = place.kind === 'distributed' ? place.by : null
    const group = by === null ? null : by === 'customer_id' ? 7 : 8
    of.set(table, does === 'clear' ? { ...before, hasCopy: false } : { ...before, kind: place.kind, by, group })
  }
  return [...of.values()]
}

test('every table that is not local takes its place once, and its copy is cleared when all have', () => {
  const plan = planOf()
  const placed = tables.filter((table) => placements[table]?.place.kind !== 'local').sort()
  const of = (does: Step['does']): string[] => plan.filter((one) => one.does === does).map(({ table }) => table)
  expect(of('spread').sort()).toEqual(placed)
  expect(of('clear').sort()).toEqual(placed)
  expect(plan.map(({ does }) => does)).toEqual([...placed.map(() => 'spread'), ...placed.map(() => 'clear')])
})

test('what others may refer to comes first: what is whole everywhere, then heads', () => {
  const kinds = planOf().flatMap(({ table, does }) => (does === 'spread' ? [placements[table]?.place.kind] : []))
  expect(kinds).toEqual([...kinds].sort().reverse())
  const heads = planOf().findIndex(({ table }) => table === 'customer_head')
  expect(kinds[heads - 1]).toBe('reference')
})

test('every table of a customer is cut as the heads are, the others on their own, into as many parts', () => {
  const of = (table: string) => planOf(12).find((one) => one.table === table)?.sql
  expect(of('customer_head')).toBe(
    "select create_distributed_table('customer_head', 'customer_id', colocate_with => 'none', shard_count => 12)",
  )
  expect(of('record')).toBe(
    "select create_distributed_table('record', 'customer_id', colocate_with => 'customer_head')",
  )
  expect(of('directory')).toBe(
    "select create_distributed_table('directory', 'id', colocate_with => 'none', shard_count => 12)",
  )
  expect(of('clock')).toBe("select create_reference_table('clock')")
})

test('killed after any step, what is left is the rest of the plan', () => {
  const plan = planOf()
  for (let done = 0; done <= plan.length; done++)
    expect(stepsLeft(after(plan.slice(0, done)))).toEqual(plan.slice(done))
})

test('a table of a later release is placed beside those that stand', () => {
  const done = after(planOf()).map((one) => (one.table === 'note' ? standing('note') : one))
  expect(stepsLeft(done).map(({ table, does }) => [table, does])).toEqual([
    ['note', 'spread'],
    ['note', 'clear'],
  ])
})

test.each<[string, Partial<Standing>, RegExp]>([
  ['record', { kind: 'reference', by: null, group: null }, /Table record stands as a reference table, not as a distr/],
  ['record', { by: 'seq' }, /Table record is distributed by seq, not by customer_id/],
  ['record', { group: 9 }, /Table record is not cut like customer_head/],
  ['run', { kind: 'reference' }, /Table run stands as a reference table, not as a local one/],
])('%s placed otherwise (%j) is refused with what to do', (table, change, said) => {
  const wrong = after(planOf()).map((one) => (one.table === table ? { ...one, ...change } : one))
  expect(() => stepsLeft(wrong)).toThrow(said)
  expect(() => stepsLeft(wrong)).toThrow(/undistribute_table/)
  expect(() => stepsLeft(wrong)).toThrow(DistributionFault)
})

test('PostgreSQL reads every statement, and misses in it nothing but the functions of Citus', async () => {
  for (const { sql } of planOf()) await expect(ledger.query(sql)).rejects.toMatchObject({ code: '42883' })
})

test('without Citus nothing is begun, and it is said what to install', async () => {
  const told: string[] = []
  const tried = distribute(ledger.url, 4, ({ table }) => told.push(table))
  await expect(tried).rejects.toThrow(/There is no Citus in this database: install it on every node/)
  await expect(tried).rejects.toBeInstanceOf(DistributionFault)
  expect(told).toEqual([])
})

test('who else is connected is told by name, whatever may be seen of others', async () => {
  const { url } = await cellar.filled(async () => {})
  const server = new pg.Client({ connectionString: url, application_name: 'a server' })
  await server.connect()
  const asOwner = new pg.Client({ connectionString: url })
  await asOwner.connect()
  try {
    expect(await othersOn(asOwner)).toContain('a server (1)')
    await asOwner.query('set role whence_app')
    expect(await othersOn(asOwner)).toContain('a server (1)')
  } finally {
    await server.end()
    await asOwner.end()
  }
})
