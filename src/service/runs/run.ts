import type { Facts } from '../../engine/events/slots.ts'
import { operatorId } from '../../engine/state/customer.ts'
import { firstAsker } from '../../store/history/operations.ts'
import { countDone, findRun, finishRun, insertRun, type Run, setTotal } from '../../store/queues/runs.ts'
import type { Session } from '../../store/session/session.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'
import { callerFrom } from '../asked/asker.ts'
import { uuidV7 } from '../asked/ids.ts'
import type { Caller, InternalRequest } from '../asked/request.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { bookOnce, doing, keyed, keyUseOf, reasoned, theSystem } from '../ledger/doings.ts'
import { pinning } from '../ledger/pins.ts'
import type { Note } from '../time/evaluate-customers.ts'
import { type Hold, oneAtATime } from '../work/leased.ts'

/** What a run is asked for: asked for again, it is the same run. */
export type Wanted = Pick<Run, 'scope' | 'businessDate'> & { readonly kind: NonNullable<Facts['runKind']> }

/** Who asks for a run, and why. */
export type Asking = { readonly caller: Caller; readonly key: string | null; readonly reason?: string | undefined }

/** A kind of run, as a row. */
export type RunKind = {
  /** the name of its work, which one does at a time */
  readonly work: (run: Run) => string
  /** how many customers are left */
  readonly left: (store: Store, run: Run) => Promise<number>
  /** Does what is left, in steps that are noted; answers how it has ended. It may have been cut off anywhere. */
  readonly carryOut: (store: Store, run: Run, going: Going) => Promise<'done' | 'failed'>
}

/** For whom a run goes on, and what notes each of its steps. */
export type Going = { readonly caller: Caller; readonly note: Note }

/** A run that is to be begun: its row, the record that it started, and what holds the row. */
export function newRun(wanted: Wanted, { caller, key, reason }: Asking) {
  const runId = uuidV7()
  const { kind, businessDate } = wanted
  const facts = { id: runId, runKind: kind, ...(businessDate !== null && { day: businessDate }) }
  return {
    started: keyed(reasoned(doing('run_started', facts, caller, runId), reason), key),
    /** false: the same one was begun before */
    insert: (session: Session): Promise<boolean> => insertRun(session, { ...wanted, runId, startedAt: wallNow() }),
    pins: (session: Session): Promise<InternalRequest[]> => pinning(session, ['run', runId], caller, runId),
  }
}

/** The run that a caller's key has begun, or the correlation of what else it was used for; null: for nothing. */
export async function begunWith(
  store: Store,
  { caller, key }: Asking,
): Promise<{ readonly correlationId: string; readonly run: Run | undefined } | null> {
  if (key === null) return null
  const use = await inTransaction(store, (session) => keyUseOf(session, caller, key))
  return use === undefined ? null : { correlationId: use.correlationId, run: await findRun(store, use.correlationId) }
}

/** Carries out a run, or what is left of it, while nobody else is at it; answers it as it stands then. */
export const carriedOut = (store: Store, kind: RunKind, run: Run): Promise<Run> =>
  oneAtATime(store, kind.work(run), (hold) => carryOut(store, kind, run, hold))

/**
 * Carries out what is left of a run, for who holds its work: customers are counted in the transactions that are about
 * them, so that one that is cut off goes on there; it goes on for who has asked for it. One that was ended meanwhile is
 * answered as it stands.
 */
export async function carryOut(store: Store, kind: RunKind, { runId }: Run, { fence }: Hold): Promise<Run> {
  const run = await runNow(store, runId)
  if (run.state !== 'running') return run
  const caller = await startedBy(store, runId)
  await setTotal(store, runId, await kind.left(store, run))
  const note: Note = async (session, done) => {
    countDone(session, runId, done)
    await fence(session)
  }
  return await end(store, runId, await kind.carryOut(store, run, { caller, note }), caller)
}

/** Who has begun a run, as the log says. */
async function startedBy(store: Store, runId: string): Promise<Caller> {
  const asker = await firstAsker(store, operatorId, runId)
  return asker === undefined ? theSystem : callerFrom(asker)
}

/** Ends a run with what was counted, on record, once. */
async function end(store: Store, runId: string, outcome: 'done' | 'failed', caller: Caller): Promise<Run> {
  const { done, result } = await runNow(store, runId)
  const facts = { id: runId, outcome, count: BigInt(done) }
  const counted = { customers: done, records: 0, ...result }
  const finish = (session: Session): Promise<boolean> =>
    finishRun(session, runId, { state: outcome, done, total: done, result: counted, finishedAt: wallNow() })
  await bookOnce(store, doing('run_finished', facts, caller, runId), finish, (session) =>
    pinning(session, ['run', runId], caller, runId),
  )
  return await runNow(store, runId)
}

async function runNow(store: Store, runId: string): Promise<Run> {
  const run = await findRun(store, runId)
  if (run === undefined) throw new Error(`Bug: the run ${runId} that was begun is not there`)
  return run
}
