import { customerId, customers, usageOf } from '../fixtures/customers.ts'
import { ingest } from '../load.ts'
import { type Fixture, lasting, type Measure } from '../measure.ts'
import type { Side } from '../sides.ts'

/** Customers who have usage beside their invoices. */
const USERS = 50
const usage: Fixture = (side, { verified }) =>
  ingest(side, Array.from({ length: USERS }, (_, n) => usageOf(customerId(n), 0, Math.ceil(verified / USERS))).flat())

/** How far verify looks, and what it should reach. */
const levels = [
  ['--chain', '≥ 150,000/s a core'],
  ['--columns', ''],
  ['--book', '≥ 20,000/s a core'],
  ['', ''],
  ['--decide', ''],
] as const

/** Everything that is kept, made again and compared, by the command line. */
export const verification: readonly Measure[] = levels.map(([level, target]) => ({
  what: `records that whence verify ${level} looks at`.replace('  ', ' '),
  target,
  counts: 'rate',
  needs: [customers, usage],
  byCommand: true,
  isThere: async (side) => (await side.whence('verify', '--help')).includes(level),
  read: (side) => verified(side, level === '' ? [] : [level]),
}))

/**
 * How many records a second a thread looks at while the others do too, database and all; its start is not part of it. An
 * older checkout that does not say so is taken as a whole.
 */
async function verified(side: Side, options: readonly string[]) {
  const { ms, result } = await lasting(() => side.whence('verify', '--json', ...options))
  const { records, workedMs = ms } = JSON.parse(result) as { records: number; workedMs?: number }
  return { count: records, ms: workedMs }
}
