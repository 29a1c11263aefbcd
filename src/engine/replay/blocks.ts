/** Above twice as many a block becomes two. */
const BLOCK = 128

/** Some that follow one another, and what they come to together, where that is known. */
export type Block<T, S> = { readonly rows: T[]; sum: S | null }

/** Rows in an order, where one that changes costs the same however many there are. */
export type Blocks<T, S> = {
  readonly all: readonly Block<T, S>[]
  readonly put: (row: T) => void
  readonly take: (row: T) => void
  /** the number of the block in which a row stands */
  readonly at: (row: T) => number
}

/** Rows by `compare`, which tells any two apart. */
export function blocksOf<T, S>(compare: (a: T, b: T) => number): Blocks<T, S> {
  const all: Block<T, S>[] = []
  const at = (row: T): number =>
    Math.max(0, firstIndex(all, ({ rows: [first] }) => first !== undefined && compare(first, row) > 0) - 1)
  return {
    all,
    at,
    put(row) {
      const place = at(row)
      const block: Block<T, S> = all[place] ?? { rows: [], sum: null }
      if (all.length === 0) all.push(block)
      block.rows.splice(
        firstIndex(block.rows, (one) => compare(one, row) > 0),
        0,
        row,
      )
      block.sum = null
      if (block.rows.length > 2 * BLOCK) all.splice(place + 1, 0, { rows: block.rows.splice(BLOCK), sum: null })
    },
    take(row) {
      const place = at(row)
      const block = all[place]
      const index = block === undefined ? -1 : firstIndex(block.rows, (one) => compare(one, row) >= 0)
      if (block?.rows[index] !== row) throw new Error('Bug: a row stands in no block')
      block.rows.splice(index, 1)
      block.sum = null
      if (block.rows.length === 0) all.splice(place, 1)
    },
  }
}

/** The first for which something holds, of which it holds from one on; behind the last where it holds for none. */
function firstIndex<T>(all: readonly T[], holds: (one: T) => boolean): number {
  let [from, to] = [0, all.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (holds(all[middle] as T)) to = middle
    else from = middle + 1
  }
  return from
}
