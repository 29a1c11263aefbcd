/** How much of a stream may wait for its answers: pieces, and their sizes together. */
export type Window = { readonly pieces: number; readonly size: number }

/** A piece that was begun. */
type UnderWay<A> = { readonly size: number; readonly answer: Promise<A>; isAnswered: boolean }

/**
 * The answers to the pieces of a stream in their order, those together that are there at once. While as many are under way
 * as may be, or nobody takes the answers, no more is read. Where reading fails, what was begun is answered before that is
 * thrown.
 */
export async function* inOrder<T, A>(
  pieces: AsyncIterable<T>,
  {
    begin,
    sizeOf,
    window,
  }: {
    readonly begin: (piece: T) => Promise<A>
    readonly sizeOf: (piece: T) => number
    readonly window: Window
  },
): AsyncGenerator<A[]> {
  const line: UnderWay<A>[] = []
  let size = 0
  let [isRead, isOver] = [false, false]
  let failure: { readonly error: unknown } | null = null
  let change = Promise.withResolvers<void>()
  const changed = (): void => {
    change.resolve()
    change = Promise.withResolvers<void>()
  }
  const read = async (): Promise<void> => {
    for await (const piece of pieces) {
      const one: UnderWay<A> = { size: sizeOf(piece), answer: begin(piece), isAnswered: false }
      one.answer.then(() => (one.isAnswered = true)).catch(() => {})
      line.push(one)
      size += one.size
      changed()
      while (!isOver && (line.length >= window.pieces || size >= window.size)) await change.promise
      if (isOver) return
    }
  }
  const reading = read()
    .catch((error: unknown) => {
      failure = { error }
    })
    .finally(() => {
      isRead = true
      changed()
    })
  const take = (): UnderWay<A> | undefined => {
    const one = line.shift()
    size -= one?.size ?? 0
    return one
  }
  try {
    while (line.length > 0 || !isRead) {
      const first = take()
      if (first === undefined) {
        await change.promise
        continue
      }
      const answers = [await first.answer]
      while (line[0]?.isAnswered) answers.push(await (take() ?? first).answer)
      changed()
      yield answers
    }
    await reading
    if (failure !== null) throw (failure as { readonly error: unknown }).error
  } finally {
    isOver = true
    changed()
  }
}
