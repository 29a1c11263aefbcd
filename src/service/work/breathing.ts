import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Session } from '../../store/session/session.ts'

/** How long work may go on while others wait for the same thread; ms. */
const AT_A_STRETCH_MS = 10
/** How long the database may hear nothing of a transaction: it ends one that is idle for a minute. */
const SILENT_MS = 5000

/**
 * Between the operations of a transaction: lets others of this thread have their turn, when this work has gone on long
 * enough since they last did, and tells the database that it is still at work.
 */
export function breathing(session: Pick<Session, 'send'>): () => Promise<void> {
  let since = performance.now()
  let said = since
  return async () => {
    if (performance.now() - since < AT_A_STRETCH_MS) return
    await nextTurn()
    since = performance.now()
    if (since - said < SILENT_MS) return
    session.send('select')
    said = since
  }
}
