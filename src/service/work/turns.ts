import { HeldElsewhere } from '../../store/session/faults.ts'

/** Turns of work about customers, or whatever has a name: of each name one goes at a time, and none while it is held. */
export type Turns = {
  /** Waits for the turn, until a moment (ms, as `performance.now`) at most; `isAgain`: it is the next one. */
  readonly enter: (names: readonly string[], until: number, isAgain?: boolean) => Promise<void>
  readonly leave: (names: readonly string[]) => void
  readonly isHeld: (name: string) => boolean
  /** Keeps work about it waiting until it is let go; with an error, all that waits for it ends with that. */
  readonly hold: (name: string) => void
  readonly letGo: (name: string, error?: unknown) => void
}

/** Work that has not begun. */
type Waiting = {
  readonly names: readonly string[]
  readonly start: () => void
  readonly fail: (error: unknown) => void
}

/** Turns of this process, of which at most so many go at once. */
export function openTurns(atOnce: number): Turns {
  const queue: Waiting[] = []
  const busy = new Set<string>()
  const held = new Set<string>()
  let running = 0

  const leaveQueue = (one: Waiting): void => {
    if (queue.includes(one)) queue.splice(queue.indexOf(one), 1)
  }
  const start = (one: Waiting): void => {
    leaveQueue(one)
    for (const id of one.names) busy.add(id)
    running += 1
    one.start()
  }
  /** Starts what may start, in its order; what is held keeps back only what is about it. */
  const next = (): void => {
    const before = new Set<string>()
    for (const one of [...queue].filter(({ names }) => !names.some((id) => held.has(id)))) {
      if (running >= atOnce) return
      if (!one.names.some((id) => busy.has(id) || before.has(id))) start(one)
      else for (const id of one.names) before.add(id)
    }
  }
  const enter: Turns['enter'] = (names, until, isAgain = false) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const left = until - performance.now()
    const timer = Number.isFinite(left) ? setTimeout(() => fail(new HeldElsewhere()), left) : undefined
    const fail = (error: unknown): void => {
      leaveQueue(one)
      reject(error)
    }
    const one: Waiting = { names, start: resolve, fail }
    if (isAgain) queue.unshift(one)
    else queue.push(one)
    next()
    return promise.finally(() => clearTimeout(timer))
  }
  const leave = (names: readonly string[]): void => {
    for (const id of names) busy.delete(id)
    running -= 1
    next()
  }
  const letGo = (name: string, error?: unknown): void => {
    held.delete(name)
    if (error !== undefined) for (const one of queue.filter(({ names }) => names.includes(name))) one.fail(error)
    next()
  }
  return { enter, leave, isHeld: (id) => held.has(id), hold: (id) => void held.add(id), letGo }
}
