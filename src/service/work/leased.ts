import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { giveUpLease, takeLease } from '../../store/queues/leases.ts'
import { storeFault } from '../../store/session/faults.ts'
import type { Store } from '../../store/session/store.ts'
import { openTurns, type Turns } from './turns.ts'

/** Who was killed is known after this time; who lives renews his lease much sooner. */
const LEASE_MS = 6000
const RENEW_MS = 1500
const ASK_AGAIN_MS = 100

const turnsOf = new WeakMap<Store['pool'], Turns>()

/**
 * Does some work that goes over several transactions while nobody else does work of this name, in any process; waits for
 * whoever is at it, and not for one that was killed. A process that stalls may lose its lease: what is written must be
 * right without it, and only who does it, and once, rests on the lease. Within a process one waits for the lease, the
 * others for him, without a connection; where he is stopped by what somebody else holds, they are as well.
 */
export async function oneAtATime<T>(store: Store, name: string, work: () => Promise<T>): Promise<T> {
  const turns = turnsOf.get(store.pool) ?? openTurns(Number.POSITIVE_INFINITY)
  turnsOf.set(store.pool, turns)
  await turns.enter([name], Number.POSITIVE_INFINITY)
  try {
    return await underLease(store, name, work)
  } catch (error) {
    if (storeFault(error) === 'held') turns.letGo(name, error)
    throw error
  } finally {
    turns.leave([name])
  }
}

async function underLease<T>(store: Store, name: string, work: () => Promise<T>): Promise<T> {
  const holder = randomUUID()
  while ((await takeLease(store, name, holder, LEASE_MS)) === null) await sleep(ASK_AGAIN_MS)
  const renewing = setInterval(() => void takeLease(store, name, holder, LEASE_MS).catch(() => {}), RENEW_MS)
  try {
    return await work()
  } finally {
    clearInterval(renewing)
    await giveUpLease(store, name, holder)
  }
}

/** Whether nobody is at work of this name; that somebody was killed shows when his lease runs out, and is waited for. */
export async function isAbandoned(store: Store, name: string): Promise<boolean> {
  const holder = randomUUID()
  for (let waited = 0; waited <= LEASE_MS; waited += ASK_AGAIN_MS) {
    if ((await takeLease(store, name, holder, LEASE_MS)) !== null) {
      await giveUpLease(store, name, holder)
      return true
    }
    await sleep(ASK_AGAIN_MS)
  }
  return false
}
