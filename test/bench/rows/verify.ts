import { workOf } from '../../product/work.ts'
import { customerId, customers, usageOf } from '../fixtures/customers.ts'
import { ingest } from '../load.ts'
import { type Fixture, lasting, type Measure } from '../measure.ts'
import type { Side } from '../sides.ts'
import type { Target } from '../targets.ts'

/** Customers who have usage beside their invoices. */
const USERS = 50
const usage: Fixture = (side, { verified }) =>
  ingest(side, Array.from({ length: USERS }, (_, n) => usageOf(customerId(n), 0, Math.ceil(verified / USERS))).flat())

const [CHAIN, BOOK] = [150_000, 20_000]
const aCore = (perSecond: number): Target => ({ perSecond, of: 'a core' })

/** How far verify looks, and what it should reach. */
const levels: readonly (readonly [level: string, target?: Target])[] = [
  ['--chain', aCore(CHAIN)],
  ['--columns'],
  ['--book', aCore(BOOK)],
  [''],
  ['--decide'],
]
/** Each looks at all there is: once more says little that is new. */
const ROUNDS = 2

/** Everything that is kept, made again and compared, by the command line. */
export const verification: readonly Measure[] = levels.map(([level, target]) => ({
  what: `records that whence verify ${level} looks at`.replace('  ', ' '),
  ...(target !== undefined && { target }),
  rounds: ROUNDS,
  counts: 'rate',
  needs: [customers, usage],
  byCommand: true,
  isThere: async (side) => (await side.whence('verify', '--help')).printed.includes(level),
  read: (side) => verified(side, level === '' ? [] : [level]),
}))

/** The chains of all that the other rows have written. */
export const wholeLedger: Measure = {
  what: 'records that whence verify --chain looks at, of all that was written here',
  target: aCore(CHAIN),
  rounds: 1,
  counts: 'rate',
  needs: [],
  byCommand: true,
  read: (side) => verified(side, ['--chain']),
}

/**
 * How many records a second a core looks at: by what the threads of the command and the database worked, the start not
 * being part of it. An older checkout that does not say so is taken by the time of its threads, or as a whole.
 */
type Verified = { readonly records: number; readonly workedMs?: number; readonly cpuMs?: number }

async function verified(side: Side, options: readonly string[]) {
  const before = workOf(side.product).database
  const { ms, result } = await lasting(() => side.whence('verify', '--json', ...options))
  const database = workOf(side.product).database - before
  const { records, workedMs = ms, cpuMs } = JSON.parse(result.printed) as Verified
  const worked = cpuMs === undefined ? workedMs : cpuMs + database
  return { count: records, ms: worked, peak: result.peak }
}
