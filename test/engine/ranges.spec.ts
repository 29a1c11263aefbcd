import fc from 'fast-check'
import { expect, test } from 'vitest'
import { append, common, firstOf, isIn, joined, rangesOf, sizeOf, without } from '../../src/engine/customer/ranges.ts'

const numbers = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 })

/** The numbers of ranges, one by one. */
const listed = (ranges: ReturnType<typeof rangesOf>): number[] =>
  ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at))

test('ranges hold the numbers that went in, in order, and give back what is taken out', () => {
  fc.assert(
    fc.property(numbers, numbers, (all, taken) => {
      const ranges = all.reduce(append, rangesOf([]))
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

test('taking one range after another out of very many looks at each once', () => {
  const every = (from: number) =>
    Array.from({ length: 60_000 }, (_, at): [number, number] => [from + 3 * at, from + 3 * at])
  let looked = 0
  const watched = new Proxy(every(2), {
    get: (all, name) => {
      looked += 1
      return Reflect.get(all, name)
    },
  })
  expect(sizeOf(without([[1, 180_000]], watched))).toBe(120_000)
  expect(looked).toBeLessThan(300_000)
})
