import { customerId, customers } from '../fixtures/customers.ts'
import { load } from '../load.ts'
import type { Measure } from '../measure.ts'
import { batchedTransfers } from '../pairs/by-hand.ts'

const BATCH = 64
const HOT = `/customers/${customerId(0)}`
const charge = { amount: '0.0421', service: 'calls' }
const operations = Array.from({ length: BATCH }, () => ({ op: 'book_charge', ...charge }))

/** All that is asked concerns one customer. */
export const hotCustomer: readonly Measure[] = [
  {
    what: `one hot customer, operations in batches of ${BATCH}, answered`,
    target: { perSecond: 5000 },
    counts: 'rate',
    needs: [customers],
    read: async (side, { seconds }) => {
      const { count, ...batches } = await load(side, { connections: 4, seconds }, () => ({
        path: `${HOT}/batch`,
        body: { operations },
      }))
      return { ...batches, count: count * BATCH }
    },
    pair: batchedTransfers,
  },
  {
    what: 'one hot customer, single operations, 16 connections, answered',
    target: { perSecond: 1000 },
    counts: 'rate',
    needs: [customers],
    read: (side, { seconds }) =>
      load(side, { connections: 16, seconds }, () => ({ path: `${HOT}/charges`, body: charge })),
  },
]
