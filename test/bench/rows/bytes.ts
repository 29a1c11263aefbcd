import { setTimeout as sleep } from 'node:timers/promises'
import { BUNDLE, customerId, customers, usageInBundles, usageOf } from '../fixtures/customers.ts'
import { ingest } from '../load.ts'
import type { Came, Once } from '../measure.ts'
import { weightOf } from '../pairs/weight.ts'
import type { Side } from '../sides.ts'

/** After this the log of transactions has taken up what was booked. */
const POSITIONS_MS = 2000
/** So often as much as a round brings: pages of indexes are half full after a split, so that fewer say one moment of it. */
const FULL = 4
/** At most so many, of heap and indexes. */
const [CHARGE, OTHER] = [600, 1200]
const within = (most: number): string => `≤ ${most.toLocaleString('en')} all in`

/** What a record takes of the disk, with all that is written for it. */
export const bytes: readonly Once[] = [
  {
    what: 'bytes a usage charge, in bundles of 50',
    target: within(CHARGE),
    needs: [customers],
    once: (side, { bundled }) => weighed(side, runs(bundled * FULL, 20_000_000, usageInBundles), CHARGE),
  },
  {
    what: 'bytes a usage charge that is an operation of its own',
    target: '',
    needs: [customers],
    once: (side, { charges }) => weighed(side, runs(charges, 10_000_000, usageOf), null),
  },
  {
    what: 'bytes a record of payments that pay an invoice',
    target: within(OTHER),
    needs: [customers],
    once: (side, { charges }) =>
      weighed(
        side,
        Array.from({ length: charges / 4 }, (_, n) => payment(n)),
        OTHER,
      ),
  },
]

/** So much usage of all customers in turn, as a switch delivers it. */
const runs = (charges: number, from: number, linesOf: typeof usageOf): readonly object[] =>
  Array.from({ length: charges / BUNDLE }, (_, n) => linesOf(customerId(n), from + n * BUNDLE, BUNDLE)).flat()

const payment = (n: number) => ({
  op: 'receive_payment',
  customer_id: customerId(n),
  key: `weighed ${n}`,
  amount: '0.05',
  method: 'card',
})

async function weighed(side: Side, lines: readonly object[], most: number | null): Promise<Came> {
  const { home } = side.product
  const before = await weightOf(home)
  const records = await ingest(side, lines)
  await sleep(POSITIONS_MS)
  const after = await weightOf(home)
  const each = (part: keyof typeof after): number => Math.round((after[part] - before[part]) / records)
  const all = each('heap') + each('index')
  const told = `${all} (heap ${each('heap')}, index ${each('index')}), beside them WAL ${each('wal')}`
  return most === null ? { told } : { told, isReached: all <= most }
}
