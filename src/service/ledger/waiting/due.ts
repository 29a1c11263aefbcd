import type { Instant } from '../../../engine/time.ts'
import { type ScheduledRow, scheduledDue, scheduledOf } from '../../../store/queues/scheduled.ts'
import type { Store } from '../../../store/session/store.ts'
import { wallNow } from '../../asked/wall-clock.ts'
import { inTurn } from '../../work/in-turn.ts'
import { stepByStep } from '../../work/step-by-step.ts'
import { bookWaiting } from './book.ts'
import { asShown, type Timing } from './timing.ts'

/** Books whatever is due on the clock of its customer; answers how many operations that were. */
export const bookAllDue = (store: Store): Promise<number> =>
  bookScheduled(store, () => scheduledDue(store, wallNow()), asShown)

/** Books what some customers have waiting up to a moment. */
export const bookDueOf = (store: Store, customerIds: readonly string[], upTo: Instant, timing: Timing = asShown) =>
  bookScheduled(store, () => scheduledOf(store, customerIds, upTo), timing)

/**
 * Books operations that waited, in the order of their moments, each in a transaction of its own: the days before it, the
 * operation as its caller asked for it, and what became of it (2-domain 2.3, 4). Whoever is at it at the same time books
 * it, or finds it done. A fault with one of a customer stops his later ones, and no one else's.
 */
export async function bookScheduled(
  store: Store,
  find: () => Promise<readonly ScheduledRow[]>,
  timing: Timing,
): Promise<number> {
  const seen = new Set<string>()
  const stopped = new Set<string>()
  const book = async (row: ScheduledRow): Promise<void> => {
    seen.add(nameOf(row))
    if (stopped.has(row.customerId)) return
    await bookWaiting(store, row, timing).catch((fault: unknown) => {
      stopped.add(row.customerId)
      throw fault
    })
  }
  await stepByStep({
    next: async () => {
      const rows = (await find()).filter((row) => !seen.has(nameOf(row)))
      return rows.length === 0 ? null : rows
    },
    step: (rows) => inTurn(rows.map((row) => () => book(row))),
  })
  return seen.size
}

const nameOf = ({ customerId, scheduledId }: ScheduledRow): string => `${customerId}\0${scheduledId}`
