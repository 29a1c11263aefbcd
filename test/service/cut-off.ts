import { instantFromText } from '../../src/engine/time.ts'
import { marked } from '../../src/service/time/clock-marks.ts'
import { beginMove } from '../../src/service/time/clocks.ts'
import type { Store } from '../../src/store/session/store.ts'
import { ada } from './desk.ts'

/** A move of a clock that was begun, and whose server was killed before it did anything. */
export async function cutOff(store: Store, clock: string, to: string): Promise<void> {
  const moment = instantFromText(to) ?? 0n
  const { status } = await marked(store, clock, { caller: ada }, (session, named) => beginMove(session, named, moment))
  if (status !== 'done') throw new Error(`the move of ${clock} could not be begun`)
}
