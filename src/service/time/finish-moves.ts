import { instantToText } from '../../engine/time.ts'
import { type NamedClock, runningClocks } from '../../store/queues/clocks.ts'
import { type Run, runsUnderWay } from '../../store/queues/runs.ts'
import type { Store } from '../../store/session/store.ts'
import { theSystem } from '../ledger/doings.ts'
import { inTurn } from '../work/in-turn.ts'
import { isAbandoned } from '../work/leased.ts'
import { carryOutMoving, clockOfRun, MOVING } from './clock-runs.ts'
import { advanceClock, workOnClock } from './clocks.ts'
import { joinClock } from './join-clock.ts'

/** Finishes what was begun with named clocks and cut off: moves, as runs or not, and joins that nobody is making any more. */
export async function finishMoves(store: Store): Promise<void> {
  const runs = async (): Promise<void> =>
    inTurn((await runsUnderWay(store, MOVING)).map((run) => () => finishRun(store, run)))
  const clocks = async (): Promise<void> =>
    inTurn((await runningClocks(store)).map((clock) => () => finishMove(store, clock)))
  await inTurn([runs, clocks])
}

async function finishRun(store: Store, run: Run): Promise<void> {
  if (await isAbandoned(store, workOnClock(clockOfRun(run)))) await carryOutMoving(store, run, theSystem)
}

async function finishMove(store: Store, { clock, joining, movingTo }: NamedClock): Promise<void> {
  if ((!joining && movingTo === null) || !(await isAbandoned(store, workOnClock(clock)))) return
  if (joining) await joinClock(store, clock, theSystem)
  else if (movingTo !== null) await advanceClock(store, clock, instantToText(movingTo), theSystem)
}
