import { setImmediate } from 'node:timers/promises'
import { asker } from '../../../store/session/asker.ts'
import { HungUp } from '../../../store/session/faults.ts'

/** How long a question keeps the process to itself: others who ask are answered in between; ms. */
const STRETCH_MS = 10

/**
 * The work that a question takes, counted and done in stretches. Counted are records folded and subjects looked at, 1
 * each, so that what a page is bounded by is the same on any machine.
 */
export type Pace = {
  readonly work: () => number
  /** Counts some work that was done, and gives way to others when it is time. Throws HungUp where the asker has gone. */
  readonly did: (work: number) => Promise<void>
  /** does work that says now and then how much it has done */
  readonly through: (steps: Iterable<number>) => Promise<void>
}

let all = 0

/** The work that all questions took since the process began: it stands still when nobody asks. */
export const workOfAll = (): number => all

/** A question that begins. */
export function pace(): Pace {
  let [work, began] = [0, performance.now()]
  const count = async (more: number): Promise<void> => {
    work += more
    all += more
    if (performance.now() - began <= STRETCH_MS) return
    await setImmediate()
    if (asker.hasHungUp()) throw new HungUp()
    began = performance.now()
  }
  return {
    work: () => work,
    did: count,
    async through(steps) {
      for (const more of steps) await count(more)
    },
  }
}
