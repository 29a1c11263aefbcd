import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { giveUpLease, holdsLease, keepLease, type Lease, takeLease } from '../../store/queues/leases.ts'
import { storeFault } from '../../store/session/faults.ts'
import type { Session } from '../../store/session/session.ts'
import type { Store } from '../../store/session/store.ts'
import { openTurns, type Turns } from './turns.ts'

/** Who was killed is known after this time; who lives renews his lease much sooner. */
const LEASE_MS = 6000
const RENEW_MS = 1500
const ASK_AGAIN_MS = 100

const turnsOf = new WeakMap<Store['pool'], Turns>()

/** What who does work under a lease can rest on. */
export type Hold = {
  /**
   * Said last in the transaction of each step: nobody takes the work over before it is committed. Throws LeaseLost where
   * somebody has done so, since this process had stalled.
   */
  readonly fence: (session: Session) => Promise<void>
}

type Work<T> = (hold: Hold) => Promise<T>

/** Somebody else goes on with this work: what was not committed of it is undone. */
export class LeaseLost extends Error {}

/**
 * Does some work that goes over several transactions while nobody else does work of this name, in any process; waits for
 * whoever is at it, and not for one that was killed. Who loses his lease meanwhile waits for whoever took it, and goes on
 * with what is left. Within a process one waits for the lease, the others for him, without a connection; where he is
 * stopped by what somebody else holds, they are as well.
 */
export async function oneAtATime<T>(store: Store, name: string, work: Work<T>): Promise<T> {
  const turns = turnsOf.get(store.pool) ?? openTurns(Number.POSITIVE_INFINITY)
  turnsOf.set(store.pool, turns)
  await turns.enter([name], Number.POSITIVE_INFINITY)
  try {
    for (;;) {
      const lease = await free(store, name)
      const done = await holding(store, lease, work).catch(lost)
      if (done !== LOST) return done
    }
  } catch (error) {
    if (storeFault(error) === 'held') turns.letGo(name, error)
    throw error
  } finally {
    turns.leave([name])
  }
}

const LOST = Symbol('lost')

function lost(error: unknown): typeof LOST {
  if (error instanceof LeaseLost) return LOST
  throw error
}

async function free(store: Store, name: string): Promise<Lease> {
  const holder = randomUUID()
  for (;;) {
    const lease = await takeLease(store, name, holder, LEASE_MS)
    if (lease !== null) return lease
    await sleep(ASK_AGAIN_MS)
  }
}

/** Does some work if nobody is at work of this name; it ends before its next step when it is told to. */
export async function whereFree(store: Store, name: string, work: Work<unknown>, end?: AbortSignal): Promise<void> {
  const lease = await takeLease(store, name, randomUUID(), LEASE_MS)
  if (lease !== null) await holding(store, lease, work, end).catch(lost)
}

async function holding<T>(store: Store, lease: Lease, work: Work<T>, end?: AbortSignal): Promise<T> {
  const renewing = setInterval(() => void keepLease(store, lease, LEASE_MS).catch(() => {}), RENEW_MS)
  const fence = async (session: Session): Promise<void> => {
    if (end?.aborted || !(await holdsLease(session, lease))) throw new LeaseLost(`somebody else is at ${lease.name}`)
  }
  try {
    return await work({ fence })
  } finally {
    clearInterval(renewing)
    await giveUpLease(store, lease)
  }
}
