/** Chance from a fixed seed: the same seed gives the same demonstration data on every machine. */
export type Chance = {
  /** at least 0, below 1 */
  readonly next: () => number
  /** a whole number from low to high, both included */
  readonly between: (low: number, high: number) => number
  readonly pick: <T>(items: readonly T[]) => T
  readonly happens: (share: number) => boolean
}

/** mulberry32: 32 bits of state, good enough to look like life. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    pick: (items) => items[between(0, items.length - 1)] ?? nothing(),
    happens: (share) => next() < share,
  }
}

function nothing(): never {
  throw new Error('Bug: nothing to pick from')
}
