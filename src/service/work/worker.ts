import { setTimeout as sleep } from 'node:timers/promises'

/** Something that is done again and again in the background. */
export type Worker = { readonly wake: () => void; readonly stop: () => Promise<void> }

type Pace = {
  /** how long it sleeps at most */
  readonly everyMs: number
  /** how long it rests after each turn, so that many wakings cost one turn */
  readonly restMs: number
}

/**
 * Does a piece of work now, whenever it is woken, and at least once in a while; never twice at once. A fault is reported
 * and the work tried again at the next turn.
 */
export function startWorker(
  work: () => Promise<unknown>,
  { everyMs, restMs }: Pace,
  report: (error: unknown) => void,
): Worker {
  let isWoken = true
  let isStopped = false
  let nap = new AbortController()
  const stopping = new AbortController()
  const loop = async (): Promise<void> => {
    while (!isStopped) {
      if (!isWoken) await sleep(everyMs, undefined, { signal: nap.signal }).catch(() => {})
      if (isStopped) return
      isWoken = false
      nap = new AbortController()
      await work().catch((error: unknown) => {
        if (!isStopped) report(error)
      })
      if (!isStopped) await sleep(restMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const ended = loop()
  const wake = (): void => {
    isWoken = true
    nap.abort()
  }
  return {
    wake,
    stop: () => {
      isStopped = true
      stopping.abort()
      nap.abort()
      return ended
    },
  }
}
