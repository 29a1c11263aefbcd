import { chanceFrom } from '../../../src/service/demo/history/chance.ts'
import { customerId, customers } from '../fixtures/customers.ts'
import { ingest } from '../load.ts'
import { lasting, type Measure } from '../measure.ts'
import { bareCopy } from '../pairs/copy.ts'

/** Usage of one customer comes in runs, as a switch delivers it. */
const RUN = 50

/** Usage charges by POST /ingest. */
export const bulkIngest: Measure = {
  what: 'usage charges by /ingest',
  target: '≥ 30,000/s, ≥ 0.5 × bare COPY',
  counts: 'rate',
  needs: [customers],
  read: async (side, { charges }, round) => {
    const lines = usage(charges, round)
    return { count: charges, ms: (await lasting(() => ingest(side, lines))).ms }
  },
  pair: {
    what: 'bare COPY of these rows',
    read: async ({ product }, { charges }, round) => ({
      count: charges,
      ms: await bareCopy(product.home, `bulk ${round} %`),
    }),
  },
}

function usage(charges: number, round: number): readonly object[] {
  const chance = chanceFrom(200 + round)
  return Array.from({ length: charges }, (_, n) => ({
    op: 'book_charge',
    customer_id: customerId(Math.floor(n / RUN)),
    key: `bulk ${round} ${n}`,
    amount: `0.${String(chance.between(1, 9999)).padStart(4, '0')}`,
    service: 'calls',
  }))
}
