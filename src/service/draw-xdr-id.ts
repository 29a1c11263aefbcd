import { takeXdrIds, xdrIdsTaken } from '../store/sequences.ts'
import type { Session } from '../store/store.ts'
import type { Sheet } from './sheet.ts'

const MORE = 1000

/** The next xDR id of the counter that the customer does not have. `ensureXdrIds` has seen to it that there is one. */
export function drawXdrId(sheet: Sheet): bigint {
  for (;;) {
    const id = sheet.freeXdrIds.shift()
    if (id === undefined) throw new Error('Bug: no xDR id was reserved')
    if (!sheet.xdrIds.has(id)) return id
  }
}

/**
 * Sees to it that so many xDR ids can be drawn. Nearly always they were reserved before; only when a customer's own
 * ids stand where the counter is now, more are taken until some are free.
 */
export async function ensureXdrIds(session: Session, sheet: Sheet, needed: number): Promise<void> {
  while (countFree(sheet, needed) < needed) {
    const first = await takeXdrIds(session, MORE)
    const ids = Array.from({ length: MORE }, (_, at) => first + BigInt(at))
    const taken = await xdrIdsTaken(
      session,
      ids.map(() => sheet.customerId),
      ids,
    )
    for (const one of taken) sheet.xdrIds.add(one.xdrId)
    sheet.freeXdrIds.push(...ids.filter((id) => !sheet.xdrIds.has(id)))
  }
}

function countFree(sheet: Sheet, enough: number): number {
  let count = 0
  for (const id of sheet.freeXdrIds) {
    if (count === enough) return count
    if (!sheet.xdrIds.has(id)) count += 1
  }
  return count
}
