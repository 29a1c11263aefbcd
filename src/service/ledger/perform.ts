import { addTo } from '../../engine/many.ts'
import type { Store } from '../../store/session/store.ts'
import type { Attempt, Outcome, Request } from '../asked/request.ts'
import { byLane } from './lanes.ts'
import { performBatch } from './together.ts'

export { performAsOne, performTogether, type Whole } from './together.ts'

/** Most requests of one transaction: enough to share its cost, few enough that nobody waits long for a head. */
const BATCH = 200

/**
 * Carries out one operation: locks the customer, evaluates his days, decides, books, appends; in one transaction, so
 * that all of it is there or nothing. Operations that are asked for at the same time share transactions. A refusal is an
 * outcome; a fault throws, and a retry with the same key is safe.
 */
export const perform = (store: Store, request: Request): Promise<Outcome> => byLane(store, request)

/**
 * Carries out many operations, up to 200 in one transaction, each customer's in their order. One that is refused or meets
 * a fault stops no other. Answers what became of each in the order of the requests.
 */
export async function performMany(store: Store, requests: readonly Request[]): Promise<Attempt[]> {
  const attempts: Attempt[] = []
  for (let at = 0; at < requests.length; at += BATCH)
    addTo(attempts, await performBatch(store, requests.slice(at, at + BATCH)))
  return attempts
}
