import { customerId, customers, usageOf } from '../fixtures/customers.ts'
import { ingest } from '../load.ts'
import { type Fixture, lasting, type Measure } from '../measure.ts'
import type { Side } from '../sides.ts'

/** Usage beside the invoices. */
const usage: Fixture = (side, { verified }) => ingest(side, usageOf(customerId(1), 0, verified))

/** How far verify looks, and what it should reach. */
const levels = [
  ['--chain', '≥ 150,000/s a core'],
  ['--columns', ''],
  ['--book', '≥ 20,000/s'],
  ['', ''],
  ['--decide', ''],
] as const

/** Everything that is kept, made again and compared, by the command line; its start is part of it. */
export const verification: readonly Measure[] = levels.map(([level, target]) => ({
  what: `records that whence verify ${level} looks at`.replace('  ', ' '),
  target,
  counts: 'rate',
  needs: [customers, usage],
  byCommand: true,
  isThere: async (side) => (await side.whence('verify', '--help')).includes(level),
  read: (side) => verified(side, level === '' ? [] : [level]),
}))

async function verified(side: Side, options: readonly string[]) {
  const { ms, result } = await lasting(() => side.whence('verify', '--json', ...options))
  return { count: (JSON.parse(result) as { records: number }).records, ms }
}
