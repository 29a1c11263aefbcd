import type { Refusal } from '../../engine/asked/refusals.ts'
import { dayInUtc, type Instant, instantFromText, instantToText, textFromDay } from '../../engine/time.ts'
import { countToEvaluate, isFollowedByMore, lockClock, type NamedClock } from '../../store/queues/clocks.ts'
import { countDone, findRun, findRunOf, insertRun, type Run, setTotal } from '../../store/queues/runs.ts'
import type { Session } from '../../store/session/session.ts'
import type { Store } from '../../store/session/store.ts'
import { uuidV7 } from '../asked/ids.ts'
import type { Caller, InternalRequest } from '../asked/request.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { bookOnce, doing, keyed, reasoned } from '../ledger/doings.ts'
import { pinning } from '../ledger/pins.ts'
import { oneAtATime } from '../work/leased.ts'
import { awaitClock, type ClockOutcome, marksOf, refusedClock } from './clock-marks.ts'
import { beginMove, move, operatorMoment, workOnClock } from './clocks.ts'
import type { Evaluated } from './evaluate-customers.ts'
import { begunWith, endRun, runNow } from './runs.ts'

/** The kind of these runs. */
export const MOVING = 'advance'

/** What became of the wish for a run that moves a clock; `replay`: this key has begun it before. */
export type MovingOutcome =
  | { readonly status: 'begun'; readonly run: Run; readonly replay: boolean }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  | { readonly status: 'key_reused' }

type Wish = { readonly clock: string; readonly to: string; readonly reason?: string | undefined }
type Asking = { readonly caller: Caller; readonly key: string }

/**
 * Begins the move of a clock that more customers follow than so many, as a run: the clock is marked as being moved, and
 * whoever is killed is followed by somebody who goes on (`finish-moves.ts`). Answers null where it is to be moved at once:
 * fewer follow it, it was moved there before, or the moment is none. The same clock and moment again is the same run.
 * Refused: joined, backwards.
 */
export async function beginMoving(
  store: Store,
  { clock, to: text, reason }: Wish,
  { caller, key }: Asking,
  most: number,
): Promise<MovingOutcome | null> {
  const to = operatorMoment(text)
  if (to === undefined) return null
  const wanted = { kind: MOVING, scope: scopeOf(clock, to), businessDate: dayInUtc(to) } as const
  const before = await begunBefore(store, wanted.scope, { caller, key })
  if (before !== null) return before
  if (!(await isFollowedByMore(store, clock, most))) return null
  const runId = uuidV7()
  const facts = { id: runId, runKind: MOVING, day: wanted.businessDate } as const
  const started = keyed(reasoned(doing('run_started', facts, caller, runId), reason), key)
  const marked = await mark(store, started, clock, async (session, named) => {
    const outcome = beginMove(session, named, to)
    if (outcome.status === 'refused') return outcome
    return (await insertRun(session, { ...wanted, runId, startedAt: wallNow() })) ? outcome : null
  })
  if (marked?.status === 'refused') return marked
  if (marked !== null) return { status: 'begun', run: await runNow(store, runId), replay: false }
  const meanwhile = await begunBefore(store, wanted.scope, { caller, key })
  const same = await findRunOf(store, wanted)
  return meanwhile ?? (same?.state === 'running' ? { status: 'begun', run: same, replay: false } : null)
}

/** What a key has begun before: this run, or something else; null: nothing, or what is no run. */
async function begunBefore(store: Store, scope: string, { caller, key }: Asking): Promise<MovingOutcome | null> {
  const runId = await begunWith(store, caller, key)
  const run = runId === undefined ? undefined : await findRun(store, runId)
  if (run === undefined) return null
  return run.scope === scope ? { status: 'begun', run, replay: true } : { status: 'key_reused' }
}

/** Marks a clock together with what is done about it and the request; null: that, or the key, was there before. */
async function mark(
  store: Store,
  request: InternalRequest,
  name: string,
  work: (session: Session, clock: NamedClock) => Promise<ClockOutcome | null>,
): Promise<ClockOutcome | null> {
  const { caller, correlationId: runId = '' } = request
  let outcome: ClockOutcome | null = null
  let before: NamedClock | undefined
  await awaitClock(store, name)
  const begin = async (session: Session): Promise<boolean> => {
    before = await lockClock(session, name)
    outcome = before === undefined ? refusedClock('clock_unknown', { clock: name }) : await work(session, before)
    return outcome?.status === 'done'
  }
  const pins = async (session: Session): Promise<InternalRequest[]> => [
    ...(await pinning(session, ['run', runId], caller, runId)),
    ...(await marksOf(session, before, caller, runId)),
  ]
  const isBooked = await bookOnce(store, request, begin, pins)
  return isBooked || refusalIn(outcome) ? outcome : null
}

const refusalIn = (outcome: ClockOutcome | null): boolean => outcome?.status === 'refused'

/**
 * Carries out a run that moves a clock, or what is left of it, counting the customers as it goes. It has failed where the
 * clock joined the wall clock meanwhile; where it was moved further, it is done.
 */
export async function carryOutMoving(store: Store, { runId, scope }: Run, caller: Caller): Promise<Run> {
  const { clock, to } = inScope(scope)
  return await oneAtATime(store, workOnClock(clock), async () => {
    const standing = await runNow(store, runId)
    if (standing.state !== 'running') return standing
    await setTotal(store, runId, await countToEvaluate(store, textFromDay(dayInUtc(to) + 1), clock))
    const request = doing('clock_advanced', { clock, now: to }, caller, runId)
    const note = (session: Session, done: Evaluated): void => countDone(session, runId, done)
    const outcome = await move(store, clock, to, { request, note })
    const isThere = outcome.status === 'done' || outcome.refusal.code === 'clock_behind'
    return await endRun(store, runId, isThere ? 'done' : 'failed', caller)
  })
}

/** The clock that a run moves, by the scope of the run. */
export const clockOfRun = ({ scope }: Run): string => inScope(scope).clock

const scopeOf = (clock: string, to: Instant): string => `${instantToText(to)} ${clock}`

function inScope(scope: string): { readonly clock: string; readonly to: Instant } {
  const at = scope.indexOf(' ')
  const to = instantFromText(scope.slice(0, at))
  if (to === undefined) throw new Error(`Bug: a run moves a clock to ${scope}`)
  return { clock: scope.slice(at + 1), to }
}
