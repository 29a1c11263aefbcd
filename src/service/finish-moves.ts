import { instantToText } from '../engine/time.ts'
import { runningClocks } from '../store/clocks.ts'
import type { Store } from '../store/store.ts'
import { advanceClock } from './clocks.ts'
import { theSystem } from './doings.ts'
import { joinClock } from './join-clock.ts'

/** Finishes what was begun with named clocks and cut off: moves and joins. */
export async function finishMoves(store: Store): Promise<void> {
  for (const clock of await runningClocks(store)) {
    if (clock.joining) await joinClock(store, clock.clock, theSystem)
    else if (clock.movingTo !== null) await advanceClock(store, clock.clock, instantToText(clock.movingTo), theSystem)
  }
}
