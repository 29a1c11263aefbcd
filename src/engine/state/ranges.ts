import type { Ranges } from './customer.ts'

/** Numbers as ranges: both ends included, ascending, neighbours joined. */
export const rangesOf = (numbers: readonly number[]): Ranges => joined(numbers.map((no) => [no, no]))

/** Ranges in any order, touching or overlapping, as ranges. */
export function joined(parts: Ranges): Ranges {
  const ranges: [number, number][] = []
  for (const [from, to] of [...parts].sort((a, b) => a[0] - b[0])) {
    const last = ranges.at(-1)
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else ranges.push([from, to])
  }
  return ranges
}

/** Ranges that whoever folds a state owns, and adds to in place: an event costs the same however many there are. */
export type OwnRanges = (readonly [number, number])[]

/** Adds one number; mostly it is above all that are there, but late charges come in another order than their numbers. */
export function append(ranges: OwnRanges, no: number): void {
  const at = (ranges.at(-1)?.[1] ?? -1) < no ? ranges.length : placeOf(ranges, no)
  const [before, behind] = [ranges[at - 1], ranges[at]]
  if (behind !== undefined && behind[0] <= no) return
  const from = before?.[1] === no - 1 ? before[0] : no
  const to = behind?.[0] === no + 1 ? behind[1] : no
  const [first, last] = [from === no ? at : at - 1, to === no ? at : at + 1]
  ranges.splice(first, last - first, [from, to])
}

/** The place of the first range that ends at a number or behind it; found by halving. */
function placeOf(ranges: Ranges, no: number): number {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.[1] ?? 0) < no) low = middle + 1
    else high = middle
  }
  return low
}

/** What is left of ranges when others, ascending as well, are taken out of them: one pass over both. */
export function without(ranges: Ranges, taken: Ranges): OwnRanges {
  const left: OwnRanges = []
  let at = 0
  for (const [from, to] of ranges) {
    while ((taken[at]?.[1] ?? Infinity) < from) at += 1
    let begins = from
    for (let next = at; begins <= to; next += 1) {
      const [a, b] = taken[next] ?? [Infinity, Infinity]
      if (begins < a) left.push([begins, Math.min(to, a - 1)])
      begins = b + 1
    }
  }
  return left
}

/** What ranges have in common. */
export const common = (ranges: Ranges, others: Ranges): Ranges => without(ranges, without(ranges, others))

/** Does a number stand in ranges? */
export const isIn = (ranges: Ranges, no: number): boolean => (ranges[placeOf(ranges, no)]?.[0] ?? Infinity) <= no

/** The first so many numbers of ranges; all, where they are fewer. */
export function firstOf(ranges: Ranges, count: number): Ranges {
  const first: [number, number][] = []
  let left = count
  for (const [from, to] of ranges) {
    if (left <= 0) break
    first.push([from, Math.min(to, from + left - 1)])
    left -= to - from + 1
  }
  return first
}

/** How many numbers stand in ranges. */
export const sizeOf = (ranges: Ranges): number => ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0)
