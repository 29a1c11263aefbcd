import type { Instant } from '../../../engine/time.ts'
import type { Store } from '../../../store/session/store.ts'
import { readClock } from '../../sheet/sheet.ts'
import { type Bench, type How, transact, type Whom } from '../sheets/transact.ts'
import { bookDueOf } from './due.ts'

const ATTEMPTS = 10

/**
 * Does some work in one transaction on the sheets of some customers: everybody's way to one. Where something is due that
 * waited, the transaction is given up, that is booked, and it begins anew.
 */
export async function onSheets<T>(
  store: Store,
  whom: Whom,
  work: (bench: Bench) => Promise<T>,
  how: How = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transact(
        store,
        whom,
        async (bench) => {
          stopWhereDue(bench)
          return await work(bench)
        },
        how,
      )
    } catch (error) {
      if (!(error instanceof DueFirst) || attempt === ATTEMPTS) throw error
      for (const { customerId, upTo } of error.due) await bookDueOf(store, [customerId], upTo)
    }
  }
}

type Due = { readonly customerId: string; readonly upTo: Instant }

/** Operations that waited have come due, and are to be booked before anything else of these customers. */
class DueFirst extends Error {
  readonly due: readonly Due[]

  constructor(due: readonly Due[]) {
    super('Operations that waited are due')
    this.due = due
  }
}

function stopWhereDue({ sheets, wall }: Bench): void {
  const due = sheets.flatMap((sheet): Due[] => {
    const [first] = sheet.customer.scheduled
    if (first === undefined) return []
    const { now } = readClock(sheet, wall)
    return first.dueAt <= now ? [{ customerId: sheet.customerId, upTo: now }] : []
  })
  if (due.length > 0) throw new DueFirst(due)
}
