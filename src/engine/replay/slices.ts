/** Subjects that are looked at before others get their turn: a few milliseconds of work. */
export const SLICE = 250

/** The parts of many, each as long as a slice. */
export function* slicesOf<T>(all: Iterable<T>): Generator<T[]> {
  let slice: T[] = []
  for (const one of all) {
    slice.push(one)
    if (slice.length < SLICE) continue
    yield slice
    slice = []
  }
  if (slice.length > 0) yield slice
}
