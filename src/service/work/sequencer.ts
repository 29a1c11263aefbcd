import { placeInLog } from '../../store/history/log.ts'
import { giveUpLease, holdsLease, takeLease } from '../../store/queues/leases.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'

const LEASE = 'sequencer'
const LEASE_MS = 10_000
const AT_ONCE = 5000

/**
 * Gives committed transactions their positions in the log, as long as this process holds the lease; answers how many.
 * A transaction that is not committed yet is not seen and gets a later position: order is given after the commit.
 */
export async function sequenceAll(store: Store, holder: string): Promise<number> {
  const lease = await takeLease(store, LEASE, holder, LEASE_MS)
  if (lease === null) return 0
  let placed = 0
  for (;;) {
    const count = await inTransaction(store, async (session) =>
      (await holdsLease(session, lease)) ? placeInLog(session, AT_ONCE) : 0,
    )
    placed += count
    if (count < AT_ONCE) return placed
  }
}

/** Gives positions to what is left and the lease back, so that another process need not wait for its end. */
export async function endSequencing(store: Store, holder: string): Promise<void> {
  await sequenceAll(store, holder)
  await giveUpLease(store, { name: LEASE, holder })
}
