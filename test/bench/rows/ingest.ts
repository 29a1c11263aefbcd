import { chanceFrom } from '../../../src/service/demo/history/chance.ts'
import { BUNDLE, customerId, customers, takesBundles } from '../fixtures/customers.ts'
import { ingest } from '../load.ts'
import { lasting, type Measure } from '../measure.ts'
import { bareCopy } from '../pairs/copy.ts'

/** Usage charges by POST /ingest, in bundles: an operation for the charges of a customer that come together. */
const bundled: Measure = {
  what: 'usage charges by /ingest, in bundles of 50',
  target: { perSecond: 30_000, ofPair: 0.5 },
  counts: 'rate',
  needs: [customers],
  isThere: takesBundles,
  read: async (side, { bundled: charges }, round) => {
    const lines = bundles(charges, round)
    return { count: charges, ms: (await lasting(() => ingest(side, lines))).ms }
  },
  pair: copied('bundle', ({ bundled }) => bundled),
}

/** Usage charges by POST /ingest, each an operation with a key of its own. */
const singly: Measure = {
  what: 'usage charges by /ingest, each an operation',
  counts: 'rate',
  needs: [customers],
  read: async (side, { charges }, round) => {
    const lines = usage(charges, round)
    return { count: charges, ms: (await lasting(() => ingest(side, lines))).ms }
  },
  pair: copied('bulk', ({ charges }) => charges),
}

export const bulkIngest: readonly Measure[] = [bundled, singly]

/** The same rows of history by COPY, those that these keys of the round have written. */
function copied(key: string, count: (size: Parameters<Measure['read']>[1]) => number): NonNullable<Measure['pair']> {
  return {
    what: 'bare COPY of these rows',
    read: async ({ product }, size, round) => ({
      count: count(size),
      ms: await bareCopy(product.home, `i.key like '${key} ${round} %'`),
    }),
  }
}

const amountBy = (chance: ReturnType<typeof chanceFrom>): string =>
  `0.${String(chance.between(1, 9999)).padStart(4, '0')}`

function bundles(charges: number, round: number): readonly object[] {
  const chance = chanceFrom(200 + round)
  return Array.from({ length: charges / BUNDLE }, (_, n) => ({
    op: 'book_usage',
    customer_id: customerId(n),
    key: `bundle ${round} ${n}`,
    service: 'calls',
    charges: Array.from({ length: BUNDLE }, () => ({ amount: amountBy(chance) })),
  }))
}

function usage(charges: number, round: number): readonly object[] {
  const chance = chanceFrom(200 + round)
  return Array.from({ length: charges }, (_, n) => ({
    op: 'book_charge',
    customer_id: customerId(Math.floor(n / BUNDLE)),
    key: `bulk ${round} ${n}`,
    amount: amountBy(chance),
    service: 'calls',
  }))
}
