import { findRun, finishRun, type Run } from '../../store/queues/runs.ts'
import type { Session } from '../../store/session/session.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'
import type { Caller } from '../asked/request.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { bookOnce, doing, keyUseOf } from '../ledger/doings.ts'
import { pinning } from '../ledger/pins.ts'

/** The correlation of what a caller's key was used for, a run's id where it began one; undefined: for nothing. */
export const begunWith = (store: Store, caller: Caller, key: string | null): Promise<string | undefined> =>
  key === null
    ? Promise.resolve(undefined)
    : inTransaction(store, async (session) => (await keyUseOf(session, caller, key))?.correlationId)

/** A run as it stands. */
export const runNow = async (store: Store, runId: string): Promise<Run> => (await findRun(store, runId)) ?? noRun()

/** Ends a run with what was counted, on record, once; answers it as it stands then. */
export async function endRun(store: Store, runId: string, outcome: 'done' | 'failed', caller: Caller): Promise<Run> {
  const { done, result } = await runNow(store, runId)
  const facts = { id: runId, outcome, count: BigInt(done) }
  const counted = { customers: done, records: 0, ...result }
  const end = (session: Session): Promise<boolean> =>
    finishRun(session, runId, { state: outcome, done, total: done, result: counted, finishedAt: wallNow() })
  await bookOnce(store, doing('run_finished', facts, caller, runId), end, (session) =>
    pinning(session, ['run', runId], caller, runId),
  )
  return await runNow(store, runId)
}

export function noRun(): never {
  throw new Error('Bug: a run that was begun is not there')
}
