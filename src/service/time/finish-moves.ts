import { instantToText } from '../../engine/time.ts'
import { type NamedClock, runningClocks } from '../../store/queues/clocks.ts'
import type { Store } from '../../store/session/store.ts'
import { theSystem } from '../ledger/doings.ts'
import { inTurn } from '../work/in-turn.ts'
import { isAbandoned } from '../work/leased.ts'
import { advanceClock, workOnClock } from './clocks.ts'
import { joinClock } from './join-clock.ts'

/** Finishes what was begun with named clocks and cut off: moves and joins that nobody is making any more. */
export async function finishMoves(store: Store): Promise<void> {
  const clocks = await runningClocks(store)
  await inTurn(clocks.map((clock) => () => finishMove(store, clock)))
}

async function finishMove(store: Store, { clock, joining, movingTo }: NamedClock): Promise<void> {
  if ((!joining && movingTo === null) || !(await isAbandoned(store, workOnClock(clock)))) return
  if (joining) await joinClock(store, clock, theSystem)
  else if (movingTo !== null) await advanceClock(store, clock, instantToText(movingTo), theSystem)
}
