import { type Instant, instantToText } from '../../engine/time.ts'
import { newestRecordedAt } from '../../store/history/records.ts'
import type { Store } from '../../store/session/store.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { startWorker } from '../work/worker.ts'

/** How far the clock of this machine is behind the newest record, and until when; µs. */
export type Behind = { readonly by: Instant; readonly until: Instant }

/** Watches whether the clock of this machine shows less than the records say. */
export type ClockWatch = {
  /** by what was seen last, now; null: it is not behind. It asks nobody */
  readonly behind: () => Behind | null
  readonly stop: () => Promise<void>
}

/** Records of one moment are told apart by µs, and clocks are set right by a little all the time. */
const TOLERANCE: Instant = 2_000_000n
const PACE = { everyMs: 5000, restMs: 200 }

/**
 * Looks now and every few seconds when the newest record was recorded; says once when the clock is found behind it, and
 * once when it has caught up. A record is stamped later than those of its customer before, whatever the clock shows, so
 * that after a jump backwards it may lie in the future.
 */
export async function startClockWatch(store: Store, say: (line: string) => void): Promise<ClockWatch> {
  let newest: Instant = 0n
  let isSaid = false
  const behind = (): Behind | null => {
    const by = newest - wallNow()
    return by > TOLERANCE ? { by, until: newest } : null
  }
  const look = async (): Promise<void> => {
    newest = await newestRecordedAt(store)
    const found = behind()
    if (found !== null && !isSaid) say(`The clock of this machine is ${behindWords(found)}. ${MEANS}`)
    if (found === null && isSaid) say('The clock of this machine has caught up with the newest record.')
    isSaid = found !== null
  }
  await look()
  const worker = startWorker(look, PACE, (error) => say(String(error)))
  return { behind, stop: worker.stop }
}

const MEANS =
  'It was set back, or another clock was ahead when that was recorded: set it right if it is wrong. Until then records ' +
  'of customers who have such ones are stamped after these, in the future.'

/** How far a clock is behind, in words. */
export const behindWords = ({ by, until }: Behind): string =>
  `behind the newest record by ${seconds(by)} seconds, until ${instantToText(until)}`

/** Whole seconds of a distance in µs, at least one. */
export const seconds = (distance: Instant): number => Math.ceil(Number(distance) / 1_000_000)
