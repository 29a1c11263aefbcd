/** Work that comes piece by piece and is done some pieces at a time; of each name it is done in its order. */
export type Flow<T, A> = {
  /** Answers what became of a piece. */
  readonly add: (piece: T) => Promise<A>
}

export type FlowOf<T, A> = {
  /** whom a piece is about: those of one name are done in their order, and others do not wait for them */
  readonly nameOf: (piece: T) => string
  readonly sizeOf: (piece: T) => number
  /** most that is done together: pieces, and their sizes; one piece goes whatever its size is */
  readonly most: { readonly pieces: number; readonly size: number }
  /** how many times at once */
  readonly atOnce: number
  /** Does some pieces, and answers for each in their order. */
  readonly carryOut: (pieces: readonly T[]) => Promise<readonly A[]>
}

type Waiting<T, A> = {
  readonly piece: T
  readonly answer: (answer: A) => void
  readonly fail: (error: unknown) => void
}

/** Opens a flow. What comes in one moment goes together; what comes while others are at work waits and gathers. */
export function openFlow<T, A>({ nameOf, sizeOf, most, atOnce, carryOut }: FlowOf<T, A>): Flow<T, A> {
  let waiting: Waiting<T, A>[] = []
  const busy = new Set<string>()
  let running = 0
  let isComing = false

  /** The first that may go, up to the most that go together. */
  const gathered = (): Waiting<T, A>[] => {
    const [taken, left]: [Waiting<T, A>[], Waiting<T, A>[]] = [[], []]
    let size = 0
    let isFull = false
    for (const one of waiting) {
      isFull ||= taken.length > 0 && (taken.length === most.pieces || size + sizeOf(one.piece) > most.size)
      if (isFull || busy.has(nameOf(one.piece))) left.push(one)
      else {
        taken.push(one)
        size += sizeOf(one.piece)
      }
    }
    waiting = left
    return taken
  }
  const go = (): void => {
    while (running < atOnce) {
      const together = gathered()
      if (together.length === 0) return
      void work(together)
    }
  }
  const work = async (together: readonly Waiting<T, A>[]): Promise<void> => {
    const names = new Set(together.map(({ piece }) => nameOf(piece)))
    for (const name of names) busy.add(name)
    running += 1
    try {
      const answers = await carryOut(together.map(({ piece }) => piece))
      for (const [at, one] of together.entries()) one.answer(answers[at] as A)
    } catch (error) {
      for (const one of together) one.fail(error)
    }
    for (const name of names) busy.delete(name)
    running -= 1
    go()
  }
  const add = (piece: T): Promise<A> => {
    const { promise, resolve, reject } = Promise.withResolvers<A>()
    waiting.push({ piece, answer: resolve, fail: reject })
    if (!isComing) {
      isComing = true
      setImmediate(() => {
        isComing = false
        go()
      })
    }
    return promise
  }
  return { add }
}
