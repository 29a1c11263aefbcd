import { chanceFrom } from '../../../src/service/demo/history/chance.ts'
import { history, OLD_HAND, ofHistory } from '../fixtures/history.ts'
import { load } from '../load.ts'
import type { Measure } from '../measure.ts'

/** The customer with the longest history, as he was known at any record. */
export const asOf: Measure = {
  what: 'a customer as known at any record, longest history',
  target: { p99: 50, tick: 50, at: ofHistory },
  counts: 'time',
  needs: [history],
  read: (side, { seconds, history }, round) => {
    const chance = chanceFrom(400 + round)
    return load(side, { connections: 1, seconds }, () => ({
      path: `/customers/${OLD_HAND}?known_at=seq:${chance.between(1, history)}`,
    }))
  },
}
