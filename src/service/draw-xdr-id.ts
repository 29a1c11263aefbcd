import { takeXdrIds, xdrIdsTaken } from '../store/sequences.ts'
import type { Session } from '../store/store.ts'
import type { Sheet } from './sheet.ts'

/** How many more are taken at once, at first and later. */
const MORE = [16, 256, 4096] as const

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
  for (let attempt = 0; countFree(sheet, needed) < needed; attempt += 1) {
    const count = needed + (MORE[attempt] ?? MORE[2])
    const first = await takeXdrIds(session, count)
    const ids = Array.from({ length: count }, (_, at) => first + BigInt(at))
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
