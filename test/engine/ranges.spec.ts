import fc from 'fast-check'
import { expect, test } from 'vitest'
import { append, rangesOf, without } from '../../src/engine/customer/ranges.ts'

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
