import { setTimeout as sleep } from 'node:timers/promises'
import { awaitHead, heldHeads } from '../../../store/heads/heads.ts'
import { HeldElsewhere } from '../../../store/session/faults.ts'
import { inTransaction, type Store, sqlState } from '../../../store/session/store.ts'
import { openTurns, type Turns } from '../../work/turns.ts'
import { takePlace } from './held.ts'

/** How long writing that goes by itself waits with its connection for a row that somebody holds; ms. */
const TRY_MS = 250
/** Most of it at once: connections stay for lanes, for questions, and for those who wait for a row. */
const AT_ONCE = 6
/** Before it tries again where nobody's head was held, but something else: a clock, a counter, an id; ms. */
const AGAIN_MS = 20

/** What is to be written, with how long it may wait for a row. */
type Work<T> = (lockMs: number) => Promise<T>

/** `aside: false`: who is held is not waited for; it is for work that is done by parts then. */
type How = { readonly aside?: boolean }

const turnsOf = new WeakMap<Store['pool'], Turns>()

/**
 * Does writing that shares no lane: a batch, a move, lines of a stream, days, what waited, a doing of the operator's. Of
 * each customer one goes at a time, and the others wait without a connection. Whoever is held by somebody else is waited
 * for by one connection, which keeps no row meanwhile, so that a move, or the days of fifty customers, hold up none of
 * those who are not. Throws what counts as *held* when that takes longer than the store's budget; without one it waits.
 */
export async function byItself<T>(
  store: Store,
  customerIds: readonly string[],
  work: Work<T>,
  { aside = true }: How = {},
): Promise<T> {
  const turns = turnsOf.get(store.pool) ?? openTurns(AT_ONCE)
  turnsOf.set(store.pool, turns)
  const until = performance.now() + (store.waitMs ?? Number.POSITIVE_INFINITY)
  for (let isAgain = false; ; isAgain = true) {
    if (!aside && customerIds.some(turns.isHeld)) throw new HeldElsewhere()
    await turns.enter(customerIds, until, isAgain)
    try {
      return await work(TRY_MS)
    } catch (error) {
      if (!aside || sqlState(error) !== LOCK_TIMEOUT || performance.now() > until) throw error
      const who = await heldHeads(store, customerIds)
      if (!who.every((id) => isAwaited(store, turns, id))) throw error
      if (who.length === 0) await sleep(AGAIN_MS)
    } finally {
      turns.leave(customerIds)
    }
  }
}

const LOCK_TIMEOUT = '55P03'

/** Has a connection wait for the row of somebody who is held; answers false where no place is left for that. */
function isAwaited(store: Store, turns: Turns, customerId: string): boolean {
  if (turns.isHeld(customerId)) return true
  const giveBack = takePlace(store)
  if (giveBack === null) return false
  turns.hold(customerId)
  inTransaction(store, (session) => awaitHead(session, customerId))
    .finally(giveBack)
    .then(
      () => turns.letGo(customerId),
      // who came meanwhile waited for the same row
      (error: unknown) => turns.letGo(customerId, error),
    )
  return true
}
