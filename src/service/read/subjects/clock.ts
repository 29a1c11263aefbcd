import { readClocks } from '../../../store/read/lists/clocks.ts'
import type { Store } from '../../../store/session/store.ts'
import { QuestionFault } from '../records/fault.ts'
import { timeText } from '../records/wire.ts'

/** What a named clock shows. */
export async function answerClock(store: Store, name: string) {
  const [clock] = await readClocks(store, [name])
  if (clock === undefined) throw new QuestionFault('clock_unknown', { clock: name })
  const { now, mail, collection, joinedAt, customers } = clock
  return { clock: name, now: timeText(now), mail, collection, joined: joinedAt !== null, customers }
}
