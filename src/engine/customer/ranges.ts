import type { Ranges } from './state.ts'

/** Numbers as ranges: both ends included, ascending, neighbours joined. */
export const rangesOf = (numbers: readonly number[]): Ranges => joined(numbers.map((no) => [no, no]))

function joined(parts: Ranges): Ranges {
  const ranges: [number, number][] = []
  for (const [from, to] of [...parts].sort((a, b) => a[0] - b[0])) {
    const last = ranges.at(-1)
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else ranges.push([from, to])
  }
  return ranges
}

/** Adds one number; mostly it is above all that are there, but late charges come in another order than their numbers. */
export function append(ranges: Ranges, no: number): Ranges {
  const last = ranges.at(-1)
  if (last !== undefined && last[1] === no - 1) return [...ranges.slice(0, -1), [last[0], no]]
  if (last === undefined || last[1] < no) return [...ranges, [no, no]]
  return joined([...ranges, [no, no]])
}

/** What is left of ranges when others are taken out of them. */
export const without = (ranges: Ranges, taken: Ranges): Ranges =>
  taken.reduce<Ranges>((left, [from, to]) => left.flatMap((range) => cut(range, from, to)), ranges)

function cut([from, to]: readonly [number, number], a: number, b: number): Ranges {
  if (b < from || to < a) return [[from, to]]
  const before: Ranges = from < a ? [[from, a - 1]] : []
  return b < to ? [...before, [b + 1, to]] : before
}
