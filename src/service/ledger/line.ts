/** What waits, of several customers: of each what came first goes first, and one at a time. */
export type Line<T> = {
  readonly length: () => number
  readonly push: (one: T) => void
  /** Takes what may go now: of customers of whom nothing is under way, or nothing where that is less than `least`. */
  readonly take: (least: number) => readonly T[]
  /** What was taken is over: the same customers may go again. */
  readonly letGo: (taken: readonly T[]) => void
}

/** A line where at most `most` are taken together. */
export function openLine<T>(customerOf: (one: T) => string, most: number): Line<T> {
  let waiting: T[] = []
  const underWay = new Set<string>()
  const take = (least: number): readonly T[] => {
    if (waiting.length < least) return []
    const [taken, left]: [T[], T[]] = [[], []]
    for (const one of waiting) {
      const goes = taken.length < most && !underWay.has(customerOf(one))
      ;(goes ? taken : left).push(one)
    }
    if (taken.length < least) return []
    waiting = left
    for (const one of taken) underWay.add(customerOf(one))
    return taken
  }
  return {
    length: () => waiting.length,
    push: (one) => void waiting.push(one),
    take,
    letGo: (taken) => {
      for (const one of taken) underWay.delete(customerOf(one))
    },
  }
}
