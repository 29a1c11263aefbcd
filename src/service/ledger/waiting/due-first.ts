import type { Instant } from '../../../engine/time.ts'
import type { Store } from '../../../store/session/store.ts'
import { readClock, type Sheet } from '../../sheet/sheet.ts'
import { bookDueOf } from './due.ts'

type Due = { readonly customerId: string; readonly upTo: Instant }

/** Operations that waited have come due, and are to be booked before anything else of these customers. */
class DueFirst extends Error {
  readonly due: readonly Due[]

  constructor(due: readonly Due[]) {
    super('Operations that waited are due')
    this.due = due
  }
}

/** Stops a transaction on whose sheets something is due that waited; `afterDue` books it and begins anew. */
export function stopWhereDue(sheets: readonly Sheet[], wall: Instant): void {
  const due = sheets.flatMap((sheet) => {
    const [first] = sheet.customer.scheduled
    if (first === undefined) return []
    const { now } = readClock(sheet, wall)
    return first.dueAt <= now ? [{ customerId: sheet.customerId, upTo: now }] : []
  })
  if (due.length > 0) throw new DueFirst(due)
}

const ATTEMPTS = 10

/** Does some work in a transaction; where `stopWhereDue` stops it, what is due is booked first. */
export async function afterDue<T>(store: Store, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof DueFirst) || attempt === ATTEMPTS) throw error
      for (const { customerId, upTo } of error.due) await bookDueOf(store, [customerId], upTo)
    }
  }
}
