import type { Ranges } from './state.ts'

/** Numbers as ranges: both ends included, ascending, neighbours joined. */
export function rangesOf(numbers: readonly number[]): Ranges {
  const ranges: [number, number][] = []
  for (const no of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && no <= last[1] + 1) last[1] = Math.max(last[1], no)
    else ranges.push([no, no])
  }
  return ranges
}

/** Adds one number above all that are there. */
export function append(ranges: Ranges, no: number): Ranges {
  const last = ranges.at(-1)
  return last !== undefined && last[1] === no - 1 ? [...ranges.slice(0, -1), [last[0], no]] : [...ranges, [no, no]]
}

/** What is left of ranges when others are taken out of them. */
export const without = (ranges: Ranges, taken: Ranges): Ranges =>
  taken.reduce<Ranges>((left, [from, to]) => left.flatMap((range) => cut(range, from, to)), ranges)

function cut([from, to]: readonly [number, number], a: number, b: number): Ranges {
  if (b < from || to < a) return [[from, to]]
  const before: Ranges = from < a ? [[from, a - 1]] : []
  return b < to ? [...before, [b + 1, to]] : before
}

export const includes = (ranges: Ranges, no: number): boolean => ranges.some(([from, to]) => from <= no && no <= to)
