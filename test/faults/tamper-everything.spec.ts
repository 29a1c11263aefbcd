import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Finding, verify } from '../../src/service/verify/verify.ts'
import { times } from '../long.ts'
import { type Cellar, type Ledger, openCellarApart } from '../service/ledger.ts'
import { keepRows, type Tampering, tamperingsOfRows } from './tampering.ts'
import * as schema from './tampering-schema.ts'
import { fillWhole } from './whole-ledger.ts'

/**
 * Every column of every table is changed, of every table a row is taken away and one added, and what can be done to
 * the tables themselves is done, by their owner, one after the other. `verify` finds each, and says where it is; the list
 * of them says which of its levels do. The levels are asked one by one of every fifth, with --long and for the list of all.
 */

const FILE = 'test/faults/tamperings.txt'
const LIST = readFileSync(FILE, 'utf8').split('\n')
const EVERY = process.env.UPDATE_TAMPERINGS ? 1 : times(5, 1)
const MS = 900_000
let cellar: Cellar
let ledger: Ledger

beforeAll(async () => {
  cellar = await openCellarApart()
  ledger = await cellar.ledger()
  await fillWhole(ledger)
  await keepRows(ledger)
  expect(await found()).toEqual([])
}, MS)
afterAll(() => cellar.close())

const found = async (): Promise<readonly Finding[]> => (await verify(ledger.store)).findings

/** The levels that find something by themselves. */
async function foundBy(one: Tampering): Promise<readonly string[]> {
  const levels: string[] = []
  for (const level of ['chain', 'columns', 'book'])
    if ((await verify(ledger.store, { [level]: true })).findings.some(isThere(one))) levels.push(level)
  return levels
}

/** What nobody can know, for no record says it; and why that is no harm. */
const UNKNOWN: Readonly<Record<string, string>> = {
  access: 'who came to the door is written beside the log: no record of it is made',
  delivery: 'how often and when a message is tried is the business of its queue; what became of it is on record',
  lease: 'who is at work is nobody’s history: leases end by themselves, and what is written is right without them',
  limit_use:
    'what somebody has used of a day’s limit counts for that day alone; operations keep the limit that they were within',
  'migration.applied_at': 'only the clock of the database knew',
  session: 'who is signed in is not on record; a session ends within 12 hours, and its token is 32 random bytes',
  sign_in_failure: 'wrong passwords of the last quarter of an hour',
  verified_mark: 'what was looked at when is nobody’s history: a mark counts only for who asks to go on from it',
  'xdr_counter.next': 'xDR ids may be supplied by callers, and have gaps',
}
// a message that is taken off its queue, or put there, is found
const KNOWN = new Set(['delivery.customer_id', 'delivery.message_seq', 'delivery delete', 'delivery insert'])
const reasonOf = ({ table, what }: Tampering): string | undefined =>
  KNOWN.has(`${table}.${what}`) || KNOWN.has(`${table} ${what}`)
    ? undefined
    : (UNKNOWN[`${table}.${what}`] ?? UNKNOWN[table])

/** The levels that find something, as the list has them. */
const listed = ({ called }: Tampering): readonly string[] =>
  LIST.find((line) => line.startsWith(`${called} → `))
    ?.split(', by ')[1]
    ?.split(', ') ?? []

const isThere =
  ({ place: { customerId, names, seqs } }: Tampering) =>
  (one: Finding): boolean =>
    (names.some((name) => one.what.includes(name)) &&
      (one.customerId === customerId || one.customerId === '~operator')) ||
    (one.customerId === customerId && one.seq !== null && one.seq >= seqs[0] && one.seq <= seqs[1])

test(
  'rows, whichever column, taken away or added',
  async () => {
    const all = await tamperingsOfRows(ledger)
    await ledger.query('set session_replication_role = replica')
    const missed: string[] = []
    const told: string[] = []
    for (const [no, one] of all.entries()) {
      await ledger.query(one.does)
      const at = (await found()).find(isThere(one))
      const by = no % EVERY === 0 ? await foundBy(one) : listed(one)
      for (const statement of one.undo) await ledger.query(statement)
      const reason = reasonOf(one)
      if ((at === undefined) !== (reason !== undefined)) missed.push(one.does)
      if ((at === undefined) !== (by.length === 0)) missed.push(`${one.does}: not by ${by.join(', ')}`)
      told.push(`${one.called} → ${reason ?? `${placeOf(one)}, by ${by.join(', ')}`}`)
    }
    expect(missed).toEqual([])
    if (process.env.UPDATE_TAMPERINGS) writeFileSync(FILE, `${told.join('\n')}\n`)
    expect(`${told.join('\n')}\n`).toBe(readFileSync(FILE, 'utf8'))
    expect(told.length).toBeGreaterThan(300)
    expect(await found()).toEqual([])
  },
  MS,
)

const placeOf = ({ place: { customerId, seqs }, table }: Tampering): string =>
  `${customerId}, ${seqs[0] < 0 ? '' : `record ${seqs[0]} or `}table ${table}`

const kinds = {
  'each constraint dropped': schema.droppedConstraints,
  'each index dropped': schema.droppedIndexes,
  'each column loosened': schema.loosenedColumns,
  'each right widened': schema.widenedGrants,
  'triggers made and switched off': schema.triggers,
} as const

for (const [kind, make] of Object.entries(kinds))
  test(
    kind,
    async () => {
      const all = await make(ledger)
      for (const { does } of all) await ledger.query(does)
      const what = (await found()).map((one) => one.what)
      for (const { undo } of all.toReversed()) await ledger.query(undo)
      expect(all.filter(({ says }) => !what.some((one) => one.includes(says)))).toEqual([])
      expect(all.length).toBeGreaterThan(20)
      expect(await found()).toEqual([])
    },
    MS,
  )

test(
  'functions, rules, policies, tables and roles',
  async () => {
    for (const { does, undo, says } of await schema.others(ledger)) {
      await ledger.query(does)
      const what = (await found()).map((one) => one.what)
      await ledger.query(undo)
      expect(what).toContainEqual(expect.stringContaining(says))
      expect(await found()).toEqual([])
    }
  },
  MS,
)
