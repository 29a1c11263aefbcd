import { setTimeout as sleep } from 'node:timers/promises'
import { clocksUnderWay, type NamedClock } from '../../store/queues/clocks.ts'
import { type Run, runsUnderWay } from '../../store/queues/runs.ts'
import type { Store } from '../../store/session/store.ts'
import { doing, theSystem } from '../ledger/doings.ts'
import { isPinned } from '../ledger/pins.ts'
import { move, workOnClock } from '../time/clocks.ts'
import { join } from '../time/join-clock.ts'
import { type Hold, whereFree } from '../work/leased.ts'
import { advanceRuns, clockOfRun, joinRuns } from './clocks.ts'
import { collectionRuns } from './collection.ts'
import { carryOut, type RunKind } from './run.ts'
import { adoptionRuns } from './set-policy.ts'

/** The runs that go on by themselves; an import needs its file. */
const kinds: Readonly<Record<string, RunKind>> = {
  collection: collectionRuns,
  advance: advanceRuns,
  join: joinRuns,
  policy: adoptionRuns,
}

/** Work that was begun and has not ended: the row that says so, and what is done under the name of that work. */
type Begun = {
  readonly row: readonly ['run' | 'clock', string]
  readonly name: string
  readonly goOn: (hold: Hold) => Promise<unknown>
}

/** Runs, and moves and joins of clocks that are none; each is begun by a row, and goes on by what that says. */
async function begun(store: Store): Promise<Begun[]> {
  const { runs, clocks } = await underWay(store)
  return [...runs.flatMap((run) => begunRun(store, run)), ...clocks.map((clock) => begunOn(store, clock))]
}

/** What is under way; a run is begun with the mark on its clock, so that whoever reads the mark first finds the run too. */
async function underWay(
  store: Store,
): Promise<{ readonly runs: readonly Run[]; readonly clocks: readonly NamedClock[] }> {
  const marked = await clocksUnderWay(store)
  const runs = await runsUnderWay(store)
  const inRuns = new Set(runs.map(clockOfRun))
  return { runs, clocks: marked.filter(({ clock }) => !inRuns.has(clock)) }
}

function begunRun(store: Store, run: Run): Begun[] {
  const kind = kinds[run.kind]
  if (kind === undefined) return []
  return [{ row: ['run', run.runId], name: kind.work(run), goOn: (hold) => carryOut(store, kind, run, hold) }]
}

const begunOn = (store: Store, { clock }: NamedClock): Begun => ({
  row: ['clock', clock],
  name: workOnClock(clock),
  goOn: async ({ fence }) => {
    // a run of this work, or what marked the clock, may have ended before it was ours
    const still = (await underWay(store)).clocks.find((one) => one.clock === clock)
    if (still === undefined) return
    const { joining, movingTo } = still
    if (joining) await join(store, clock, { caller: theSystem, key: null, note: fence })
    else if (movingTo !== null) {
      const request = doing('clock_advanced', { clock, now: movingTo }, theSystem)
      await move(store, clock, movingTo, { request, note: fence })
    }
  },
})

/** Goes on with some work if nobody is at it. What no record holds was begun by nobody who may: it is left as it is. */
const gone = (store: Store, { row: [table, id], name, goOn }: Begun, end?: AbortSignal): Promise<void> =>
  whereFree(
    store,
    name,
    async (hold) => {
      if (!(await isPinned(store, table, id))) throw new Error(`The ${table} ${id} is not as any record says: verify`)
      await goOn(hold)
    },
    end,
  )

/** Goes on with all that was begun and that nobody is at; ends when it has ended. The first fault is thrown then. */
export async function goOn(store: Store): Promise<void> {
  const works = (await begun(store)).map((one) => gone(store, one))
  const faults = (await Promise.allSettled(works)).flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  if (faults.length > 0) throw faults[0]
}

/** How long work rests that has met a fault. */
const REST_MS = 60_000

/** Goes on with what was begun, beside each other. */
export type GoingOn = { readonly look: () => Promise<void>; readonly stop: () => Promise<unknown> }

/**
 * Looks for what was begun and nobody is at, and begins to go on with it: what a request has left to the background, and
 * whatever somebody was at who was killed. Stopped, it ends before the next step of each; somebody else goes on at once.
 */
export function openGoingOn(store: Store, report: (error: unknown) => void): GoingOn {
  const underWay = new Map<string, Promise<void>>()
  const end = new AbortController()
  const start = async (one: Begun): Promise<void> => {
    try {
      await gone(store, one, end.signal)
    } catch (error) {
      if (!end.signal.aborted) report(error)
      await sleep(REST_MS, undefined, { signal: end.signal }).catch(() => {})
    } finally {
      underWay.delete(one.name)
    }
  }
  return {
    look: async () => {
      for (const one of await begun(store))
        if (!underWay.has(one.name) && !end.signal.aborted) underWay.set(one.name, start(one))
    },
    stop: () => {
      end.abort()
      return Promise.all(underWay.values())
    },
  }
}
