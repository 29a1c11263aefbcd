import fc from 'fast-check'
import { expect, test } from 'vitest'
import { append, rangesOf, without } from '../../src/engine/customer/ranges.ts'

const numbers = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 })

test('ranges hold the numbers that went in, in order, and give back what is taken out', () => {
  fc.assert(
    fc.property(numbers, numbers, (all, taken) => {
      const ranges = all.reduce(append, rangesOf([]))
      const includes = (of: typeof ranges, no: number): boolean => of.some(([from, to]) => from <= no && no <= to)
      const left = without(ranges, rangesOf(taken))
      expect(ranges).toEqual(rangesOf(all))
      expect(ranges.every(([from, to], at) => from <= to && from > (ranges[at - 1]?.[1] ?? -1) + 1)).toBe(true)
      for (let no = 0; no <= 41; no += 1) {
        expect(includes(ranges, no)).toBe(all.includes(no))
        expect(includes(left, no)).toBe(all.includes(no) && !taken.includes(no))
      }
    }),
    { numRuns: 50, seed: 7 },
  )
})
