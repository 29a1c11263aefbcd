import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  append,
  common,
  firstOf,
  isIn,
  joined,
  type OwnRanges,
  rangesOf,
  sizeOf,
  without,
} from '../../src/engine/state/ranges.ts'

const numbers = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 })

/** The numbers of ranges, one by one. */
const listed = (ranges: ReturnType<typeof rangesOf>): number[] =>
  ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at))

test('ranges hold the numbers that went in, in order, and give back what is taken out', () => {
  fc.assert(
    fc.property(numbers, numbers, (all, taken) => {
      const ranges: OwnRanges = []
      for (const no of all) append(ranges, no)
      const sorted = [...new Set(all)].sort((a, b) => a - b)
      expect([listed(ranges), listed(rangesOf(all)), listed(without(ranges, rangesOf(taken)))]).toEqual([
        sorted,
        sorted,
        sorted.filter((no) => !taken.includes(no)),
      ])
      expect(ranges.every(([from, to], at) => from <= to && from > (ranges[at - 1]?.[1] ?? -1) + 1)).toBe(true)
    }),
    { seed: 7 },
  )
})

test('ranges say what they have in common, what is in them and how much', () => {
  fc.assert(
    fc.property(numbers, numbers, (some, others) => {
      const [one, other] = [rangesOf(some), rangesOf(others)]
      const inBoth = [...new Set(some)].filter((no) => others.includes(no)).sort((a, b) => a - b)
      expect(listed(common(one, other))).toEqual(inBoth)
      expect(Array.from({ length: 42 }, (_, no) => isIn(one, no))).toEqual(
        Array.from({ length: 42 }, (_, no) => some.includes(no)),
      )
      expect(sizeOf(one)).toBe(new Set(some).size)
      expect(listed(firstOf(one, other.length))).toEqual(listed(one).slice(0, other.length))
      expect(joined([...other, ...one])).toEqual(rangesOf([...some, ...others]))
    }),
    { seed: 8 },
  )
})

/** A list that counts how often something of it is looked at. */
function watched<T>(list: T[]): { readonly list: T[]; readonly looked: () => number } {
  let looked = 0
  const get = (all: T[], name: string | symbol): unknown => {
    looked += 1
    return Reflect.get(all, name)
  }
  return { list: new Proxy(list, { get }), looked: () => looked }
}

test('a late number finds its place among very many ranges by halving', () => {
  const { list, looked } = watched(Array.from({ length: 60_000 }, (_, at) => [3 * at + 1, 3 * at + 1] as const))
  for (let no = 2; no <= 6000; no += 3) append(list, no)
  expect(sizeOf(list)).toBe(62_000)
  expect(looked()).toBeLessThan(400_000)
})

test('taking one range after another out of very many looks at each once', () => {
  const every = (from: number) =>
    Array.from({ length: 60_000 }, (_, at): [number, number] => [from + 3 * at, from + 3 * at])
  const { list, looked } = watched(every(2))
  expect(sizeOf(without([[1, 180_000]], list))).toBe(120_000)
  expect(looked()).toBeLessThan(300_000)
})
