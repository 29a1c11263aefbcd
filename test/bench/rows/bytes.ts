import { setTimeout as sleep } from 'node:timers/promises'
import { customerId, customers, usageOf } from '../fixtures/customers.ts'
import { ingest } from '../load.ts'
import type { Came, Once } from '../measure.ts'
import { weightOf } from '../pairs/weight.ts'
import type { Side } from '../sides.ts'

/** After this the log of transactions has taken up what was booked. */
const POSITIONS_MS = 2000
/** Lines of one customer, as a switch delivers them. */
const RUN = 50
/** At most so many, of heap and indexes. */
const [CHARGE, OTHER] = [600, 1200]
const within = (most: number): string => `≤ ${most.toLocaleString('en')} all in`

/** What a record takes of the disk, with all that is written for it. */
export const bytes: readonly Once[] = [
  {
    what: 'bytes a usage charge',
    target: within(CHARGE),
    needs: [customers],
    once: (side, { charges }) =>
      weighed(
        side,
        Array.from({ length: charges / RUN }, (_, n) => usageOf(customerId(n), 10_000_000 + n * RUN, RUN)).flat(),
        CHARGE,
      ),
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

const payment = (n: number) => ({
  op: 'receive_payment',
  customer_id: customerId(n),
  key: `weighed ${n}`,
  amount: '0.05',
  method: 'card',
})

async function weighed(side: Side, lines: readonly object[], most: number): Promise<Came> {
  const { home } = side.product
  const before = await weightOf(home)
  const records = await ingest(side, lines)
  await sleep(POSITIONS_MS)
  const after = await weightOf(home)
  const each = (part: keyof typeof after): number => Math.round((after[part] - before[part]) / records)
  const all = each('heap') + each('index')
  const told = `${all} (heap ${each('heap')}, index ${each('index')}), beside them WAL ${each('wal')}`
  return { told, isReached: all <= most }
}
