import type { Refusal } from '../../engine/asked/refusals.ts'
import { dayInUtc, type Instant, instantFromText, instantToText, textFromDay } from '../../engine/time.ts'
import { countOn, countToEvaluate, isFollowedByMore, lockClock, type NamedClock } from '../../store/queues/clocks.ts'
import { findRunOf, type Run } from '../../store/queues/runs.ts'
import type { Session } from '../../store/session/session.ts'
import type { Store } from '../../store/session/store.ts'
import type { InternalRequest } from '../asked/request.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { bookOnce, doing } from '../ledger/doings.ts'
import { awaitClock, type ClockOutcome, marksOf, refusedClock } from '../time/clock-marks.ts'
import { beginMove, move, operatorMoment, workOnClock } from '../time/clocks.ts'
import { beginJoin, join } from '../time/join-clock.ts'
import { type Asking, begunWith, newRun, type RunKind, type Wanted } from './run.ts'

/** What became of the wish for a run about a clock; `replay`: this key has begun it before. */
export type ClockRunOutcome =
  | { readonly status: 'begun'; readonly run: Run; readonly replay: boolean }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  | { readonly status: 'key_reused' }

/** Moves of a clock; one has failed where the clock joined meanwhile, and is done where it was moved further. */
export const advanceRuns: RunKind = {
  work: ({ scope }) => workOnClock(clockIn(scope)),
  left: (store, run) => {
    const { clock, to } = advanceOf(run)
    return countToEvaluate(store, textFromDay(dayInUtc(to) + 1), clock)
  },
  carryOut: async (store, run, { caller, note }) => {
    const { clock, to } = advanceOf(run)
    const request = doing('clock_advanced', { clock, now: to }, caller, run.runId)
    return endOf(await move(store, clock, to, { request, note }), 'clock_behind')
  },
}

/** Joins of a clock to the wall clock. */
export const joinRuns: RunKind = {
  work: ({ scope }) => workOnClock(scope),
  left: (store, { scope }) => countOn(store, scope),
  carryOut: async (store, { runId, scope }, { caller, note }) =>
    endOf(await join(store, scope, { caller, key: null, correlationId: runId, note }), 'clock_has_joined'),
}

/** `there`: the refusal that says that it is done, by somebody else or before it was cut off. */
const endOf = (outcome: ClockOutcome, there: Refusal['code']): 'done' | 'failed' =>
  outcome.status === 'done' || outcome.refusal.code === there ? 'done' : 'failed'

/**
 * Begins the move of a clock that more customers follow than so many, as a run. The clock is marked as being moved; the
 * background carries it out. Answers null where it is to be moved at once: fewer follow it, it was moved there before, or
 * the moment is none. Refused: joined, backwards.
 */
export async function beginAdvance(
  store: Store,
  { clock, to: text }: { readonly clock: string; readonly to: string },
  asking: Asking,
  most: number,
): Promise<ClockRunOutcome | null> {
  const to = operatorMoment(text)
  if (to === undefined) return null
  const wanted = { kind: 'advance', scope: `${instantToText(to)} ${clock}`, businessDate: dayInUtc(to) } as const
  return await begin(store, wanted, asking, { clock, most, mark: (session, named) => beginMove(session, named, to) })
}

/** The same for a join; `null` also where it has joined. Refused: ahead of the wall clock. */
export const beginJoining = (store: Store, clock: string, asking: Asking, most: number) => {
  const wanted = { kind: 'join', scope: clock, businessDate: null } as const
  const mark: Mark = (session, named) => beginJoin(session, named, wallNow())
  return begin(store, wanted, asking, { clock, most, mark })
}

/** Marks a clock, which is locked and as it was before. */
type Mark = (session: Session, clock: NamedClock) => ClockOutcome

type About = { readonly clock: string; readonly most: number; readonly mark: Mark }

async function begin(
  store: Store,
  wanted: Wanted,
  asking: Asking,
  { clock, most, mark }: About,
): Promise<ClockRunOutcome | null> {
  const before = await begunBefore(store, wanted, asking)
  if (before !== null) return before
  if (!(await isFollowedByMore(store, clock, most))) return null
  const marked = await beginOn(store, wanted, asking, { clock, mark })
  if (marked?.status === 'refused') return marked
  const run = await findRunOf(store, wanted)
  if (marked?.status === 'done' && run !== undefined) return { status: 'begun', run, replay: false }
  const meanwhile = await begunBefore(store, wanted, asking)
  return meanwhile ?? (run?.state === 'running' ? { status: 'begun', run, replay: false } : null)
}

/** What a key has begun before: this run, or something else; null: nothing, or what is no run. */
async function begunBefore(store: Store, wanted: Wanted, asking: Asking): Promise<ClockRunOutcome | null> {
  const run = (await begunWith(store, asking))?.run
  if (run === undefined) return null
  const isThis = run.kind === wanted.kind && run.scope === wanted.scope
  return isThis ? { status: 'begun', run, replay: true } : { status: 'key_reused' }
}

/** Marks the clock and makes the run, in one transaction; null: the run, or the key, was there before. */
async function beginOn(
  store: Store,
  wanted: Wanted,
  asking: Asking,
  { clock: name, mark }: Omit<About, 'most'>,
): Promise<ClockOutcome | null> {
  const run = newRun(wanted, asking)
  const { caller, correlationId } = run.started
  let outcome: ClockOutcome | null = null
  let before: NamedClock | undefined
  await awaitClock(store, name)
  const work = async (session: Session): Promise<boolean> => {
    before = await lockClock(session, name)
    outcome = before === undefined ? refusedClock('clock_unknown', { clock: name }) : mark(session, before)
    return outcome.status === 'done' && (await run.insert(session))
  }
  const pins = async (session: Session): Promise<InternalRequest[]> => [
    ...(await run.pins(session)),
    ...(await marksOf(session, before, caller, correlationId)),
  ]
  const isBooked = await bookOnce(store, run.started, work, pins)
  return isBooked || isRefused(outcome) ? outcome : null
}

const isRefused = (outcome: ClockOutcome | null): boolean => outcome?.status === 'refused'

/** The clock that a run is about; undefined: none. */
export const clockOfRun = (run: Run): string | undefined =>
  run.kind === 'advance' ? clockIn(run.scope) : run.kind === 'join' ? run.scope : undefined

/** Of a move the scope is a moment and a clock. */
const clockIn = (scope: string): string => scope.slice(scope.indexOf(' ') + 1)

function advanceOf({ scope }: Run): { readonly clock: string; readonly to: Instant } {
  const to = instantFromText(scope.slice(0, scope.indexOf(' ')))
  if (to === undefined) throw new Error(`Bug: a run moves a clock to ${scope}`)
  return { clock: clockIn(scope), to }
}
