import { chanceFrom } from '../../../src/service/demo/history/chance.ts'
import { customerId, customers } from '../fixtures/customers.ts'
import { load } from '../load.ts'
import type { Measure } from '../measure.ts'

const FILTERS = ['', '&kind=event', '&figure=customer.balance', '&channel=web', '&amount=%3E%3D0.01']

/** Pages of 50 lines, asked for one after the other. */
export const auditPages: readonly Measure[] = [
  {
    what: 'audit page of 50 of one customer, any filter, over HTTP',
    target: 'p99 < 40 ms',
    counts: 'time',
    needs: [customers],
    read: (side, { seconds }, round) => {
      const chance = chanceFrom(300 + round)
      return load(side, { connections: 1, seconds }, () => ({
        path: `/customers/${customerId(chance.between(0, 199))}/audit?limit=50${chance.pick(FILTERS)}`,
      }))
    },
  },
  {
    what: 'audit page of 50 over all customers, over HTTP',
    target: 'p99 < 100 ms',
    counts: 'time',
    needs: [customers],
    read: (side, { seconds }) =>
      load(side, { connections: 1, seconds }, () => ({ path: '/audit?limit=50&channel=web&kind=event' })),
  },
]
