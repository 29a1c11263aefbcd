import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFinerThan, LIMIT, type Micros, magnitude, stepOf } from '../../src/engine/money/amount.ts'
import { split } from '../../src/engine/money/splitting.ts'

const anyMicros = fc.oneof(fc.bigInt({ min: -LIMIT, max: LIMIT }), fc.bigInt({ min: -3n, max: 3n }))
const anyWeight = fc.oneof(fc.bigInt({ min: 0n, max: 5n }), fc.bigInt({ min: 0n, max: LIMIT }))
const anyWeights = fc.array(anyWeight, { minLength: 1, maxLength: 12 }).filter((weights) => total(weights) > 0n)
const anyDigits = fc.integer({ min: 0, max: 4 })
const anyWholeMicros = (digits: number): fc.Arbitrary<Micros> =>
  fc.bigInt({ min: -9_999n, max: 9_999n }).map((steps) => steps * stepOf(digits))

describe('split', () => {
  test.each<[string, Micros, readonly bigint[], number, readonly Micros[]]>([
    ['10.00 in three', 10_000_000n, [1n, 1n, 1n], 2, [3_340_000n, 3_330_000n, 3_330_000n]],
    ['the largest remainder first', 10_000n, [1n, 2n], 2, [0n, 10_000n]],
    ['two cents in three', 20_000n, [1n, 1n, 1n], 2, [10_000n, 10_000n, 0n]],
    ['a negative amount', -50_000n, [1n, 1n], 2, [-30_000n, -20_000n]],
    ['yen', 100_000_000n, [1n, 1n, 1n], 0, [34_000_000n, 33_000_000n, 33_000_000n]],
    ['dinars', 1_000_000n, [1n, 1n, 1n], 3, [334_000n, 333_000n, 333_000n]],
    ['an amount finer than the currency', 6_941n, [1n, 1n], 2, [3_471n, 3_470n]],
    ['a weight of 0', 10_000n, [0n, 1n, 0n], 2, [0n, 10_000n, 0n]],
    ['nothing', 0n, [1n, 2n], 2, [0n, 0n]],
    ['one part', 12_340_000n, [7n], 2, [12_340_000n]],
    ['by sums of invoices', 60_000_000n, [70_000_000n, 30_000_000n], 2, [42_000_000n, 18_000_000n]],
  ])('%s', (_, micros, weights, digits, parts) => {
    expect(split(micros, weights, digits)).toEqual(parts)
  })

  test('loses nothing: the parts always add up to the amount', () => {
    fc.assert(
      fc.property(anyMicros, anyWeights, anyDigits, (micros, weights, digits) => {
        const parts = split(micros, weights, digits)
        expect(parts).toHaveLength(weights.length)
        expect(total(parts)).toBe(micros)
      }),
    )
  })

  test('keeps to the currency where the amount does, each part less than a step from its exact share', () => {
    const whole = anyDigits.chain((digits) => fc.tuple(anyWholeMicros(digits), fc.constant(digits)))
    fc.assert(
      fc.property(whole, anyWeights, ([micros, digits], weights) => {
        const parts = split(micros, weights, digits)
        expect(parts.filter((part) => isFinerThan(part, digits))).toEqual([])
        for (const [at, part] of parts.entries()) {
          const away = magnitude(part * total(weights) - micros * (weights[at] ?? 0n))
          expect(away < stepOf(digits) * total(weights)).toBe(true)
        }
      }),
    )
  })

  test('splits a negative amount as the opposite of the positive', () => {
    fc.assert(
      fc.property(anyMicros, anyWeights, anyDigits, (micros, weights, digits) => {
        expect(split(-micros, weights, digits)).toEqual(split(micros, weights, digits).map((part) => -part))
      }),
    )
  })

  test('hands the steps over to the largest remainders, of equal ones to the earlier', () => {
    const cents = fc.bigInt({ min: 0n, max: 9_999n })
    fc.assert(
      fc.property(cents, anyWeights, (steps, weights) => {
        expect(split(steps * stepOf(2), weights, 2)).toEqual(handedOut(steps, weights).map((part) => part * stepOf(2)))
      }),
    )
  })

  test.each<[string, readonly bigint[]]>([
    ['no weights', []],
    ['weights that add up to 0', [0n, 0n]],
    ['a negative weight', [3n, -1n]],
  ])('takes %s for a bug', (_, weights) => {
    expect(() => split(10_000n, weights, 2)).toThrow('Bug')
  })
})

/** The second way: step by step, always to the part that is furthest below its exact share; only it may run short. */
function handedOut(steps: bigint, weights: readonly bigint[]): readonly bigint[] {
  const sum = total(weights)
  const parts = weights.map((weight) => (steps * weight) / sum)
  while (total(parts) < steps) {
    let poorest = 0
    const missing = (at: number): bigint => steps * (weights[at] ?? 0n) - (parts[at] ?? 0n) * sum
    for (const at of parts.keys()) if (missing(at) > missing(poorest)) poorest = at
    parts[poorest] = (parts[poorest] ?? 0n) + 1n
  }
  return parts
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n)
}
