import { setTimeout as sleep } from 'node:timers/promises'
import { customerId, customers, usageOf } from '../fixtures/customers.ts'
import { ingest } from '../load.ts'
import type { Once } from '../measure.ts'
import { weightOf } from '../pairs/weight.ts'
import type { Side } from '../sides.ts'

/** After this the log of transactions has taken up what was booked. */
const POSITIONS_MS = 2000
/** Lines of one customer, as a switch delivers them. */
const RUN = 50

/** What a record takes of the disk, with all that is written for it. */
export const bytes: readonly Once[] = [
  {
    what: 'bytes a usage charge',
    target: '≤ 600 all in',
    needs: [customers],
    once: (side, { charges }) =>
      weighed(
        side,
        Array.from({ length: charges / RUN }, (_, n) => usageOf(customerId(n), 10_000_000 + n * RUN, RUN)).flat(),
      ),
  },
  {
    what: 'bytes a record of payments that pay an invoice',
    target: '≤ 1,200 all in',
    needs: [customers],
    once: (side, { charges }) =>
      weighed(
        side,
        Array.from({ length: charges / 4 }, (_, n) => payment(n)),
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

async function weighed(side: Side, lines: readonly object[]): Promise<string> {
  const { home } = side.product
  const before = await weightOf(home)
  const records = await ingest(side, lines)
  await sleep(POSITIONS_MS)
  const after = await weightOf(home)
  const each = (part: keyof typeof after): number => Math.round((after[part] - before[part]) / records)
  return `${each('heap') + each('index')} (heap ${each('heap')}, index ${each('index')}), beside them WAL ${each('wal')}`
}
