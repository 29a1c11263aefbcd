import { type Chance, chanceFrom } from '../../../src/service/demo/history/chance.ts'
import { CUSTOMERS, customerId, customers, invoiceOf } from '../fixtures/customers.ts'
import { load } from '../load.ts'
import type { Measure } from '../measure.ts'

const FILTERS = ['', '&kind=event', '&figure=customer.balance', '&channel=web', '&amount=%3E%3D0.01']

/** By channel, actor, time, invoice, xDR id, and words of a text. */
const SEARCHES: readonly ((chance: Chance) => string)[] = [
  () => 'channel=web&kind=event',
  () => 'actor=-system',
  () => `from=${new Date().toISOString().slice(0, 10)}&time=recorded&order=asc`,
  (chance) => `invoice=${invoiceOf(chance.between(0, CUSTOMERS - 1))}`,
  (chance) => `xdr=${chance.between(1, 5000)}`,
  () => 'q=measured',
]

/** Pages of 50 lines, asked for one after the other. */
export const auditPages: readonly Measure[] = [
  {
    what: 'audit page of 50 of one customer, any filter, over HTTP',
    target: { p99: 40, tick: 50 },
    counts: 'time',
    needs: [customers],
    read: (side, { seconds }, round) => {
      const chance = chanceFrom(300 + round)
      return load(side, { connections: 1, seconds }, () => ({
        path: `/customers/${customerId(chance.between(0, CUSTOMERS - 1))}/audit?limit=50${chance.pick(FILTERS)}`,
      }))
    },
  },
  {
    what: 'audit search over all customers, 50 lines, over HTTP',
    target: { p99: 100, tick: 50 },
    counts: 'time',
    needs: [customers],
    read: (side, { seconds }, round) => {
      const chance = chanceFrom(350 + round)
      return load(side, { connections: 1, seconds }, () => ({
        path: `/audit?limit=50&${chance.pick(SEARCHES)(chance)}`,
      }))
    },
  },
]
