import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatAmount, LIMIT, type Micros, magnitude, parseAmount, stepOf } from '../../src/engine/money/amount.ts'
import { type Rounding, roundTo } from '../../src/engine/money/rounding.ts'

const MODES: readonly Rounding[] = ['away_from_zero', 'half_away', 'half_even']
const anyDigits = fc.integer({ min: 0, max: 6 })
const anyMode = fc.constantFrom(...MODES)
// Small amounts beside large ones, and many that lie exactly in the middle of two steps.
const anyMicros = fc.oneof(
  fc.bigInt({ min: -LIMIT, max: LIMIT }),
  fc.bigInt({ min: -3_000n, max: 3_000n }),
  fc.bigInt({ min: -40n, max: 40n }).map((halves) => halves * 5_000n),
  fc.bigInt({ min: -40n, max: 40n }).map((halves) => halves * 500_000n),
)

describe('roundTo', () => {
  test.each<[string, number, string, string, string]>([
    // amount, digits, away_from_zero, half_away, half_even
    ['16.85306', 2, '16.86', '16.85', '16.85'],
    ['-16.85306', 2, '-16.86', '-16.85', '-16.85'],
    ['0.000001', 2, '0.01', '0.00', '0.00'],
    ['0.005', 2, '0.01', '0.01', '0.00'],
    ['0.015', 2, '0.02', '0.02', '0.02'],
    ['-0.005', 2, '-0.01', '-0.01', '0.00'],
    ['-0.025', 2, '-0.03', '-0.03', '-0.02'],
    ['0.005001', 2, '0.01', '0.01', '0.01'],
    ['0.004999', 2, '0.01', '0.00', '0.00'],
    ['10.00', 2, '10.00', '10.00', '10.00'],
    ['0', 2, '0.00', '0.00', '0.00'],
    ['10.5', 0, '11', '11', '10'],
    ['11.5', 0, '12', '12', '12'],
    ['1.0005', 3, '1.001', '1.001', '1.000'],
    ['0.123456', 6, '0.123456', '0.123456', '0.123456'],
  ])('%s to %i digits', (text, digits, ...expected) => {
    expect(MODES.map((mode) => formatAmount(roundTo(read(text), digits, mode), digits))).toEqual(expected)
  })

  test('leaves the worked example with a rounding difference of 0.00694', () => {
    const exact = read('16.85306')
    expect(formatAmount(roundTo(exact, 2, 'away_from_zero') - exact, 2)).toBe('0.00694')
  })

  test('is the one of the two neighbours that the mode asks for', () => {
    fc.assert(
      fc.property(anyMicros, anyDigits, anyMode, (micros, digits, mode) => {
        expect(roundTo(micros, digits, mode)).toBe(chosenNeighbour(micros, stepOf(digits), mode))
      }),
      { numRuns: 2_000 },
    )
  })

  test('rounds a negative amount to the opposite, and what is rounded to itself', () => {
    fc.assert(
      fc.property(anyMicros, anyDigits, anyMode, (micros, digits, mode) => {
        const rounded = roundTo(micros, digits, mode)
        expect(roundTo(-micros, digits, mode)).toBe(-rounded)
        expect(roundTo(rounded, digits, mode)).toBe(rounded)
      }),
    )
  })

  test('throws for digits that no amount has', () => {
    expect(() => roundTo(1n, 7, 'half_even')).toThrow('Bug')
  })
})

/** The second way: list the two multiples of the step around the amount and pick one by distance and parity. */
function chosenNeighbour(micros: Micros, step: Micros, mode: Rounding): Micros {
  const below = micros - (((micros % step) + step) % step)
  if (below === micros) return micros
  const above = below + step
  const outer = magnitude(above) > magnitude(below) ? above : below
  if (mode === 'away_from_zero') return outer
  const [toBelow, toAbove] = [micros - below, above - micros]
  if (toBelow !== toAbove) return toBelow < toAbove ? below : above
  if (mode === 'half_away') return outer
  return below % (step * 2n) === 0n ? below : above
}

function read(text: string): Micros {
  const parsed = parseAmount(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.fault}`)
  return parsed.micros
}
