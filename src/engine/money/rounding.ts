import { type Micros, magnitude, stepOf } from './amount.ts'

/** How a total meets the currency's digits; a policy of the customer's class, `away_from_zero` unless it says else. */
export type Rounding = 'away_from_zero' | 'half_away' | 'half_even'

/**
 * Rounds an amount to so many fractional digits; what fits already stays as it is.
 * `away_from_zero` goes to the next step outwards (16.85306 → 16.86, with 0.00694 as the "rounding" xDR); `half_away`
 * to the nearer one, from the middle outwards; `half_even` to the nearer one, from the middle to the even one. Negative
 * amounts mirror positive ones, so that a reversal rounds to the exact opposite. Micros; 0 to 6 digits, else it throws.
 */
export function roundTo(micros: Micros, digits: number, mode: Rounding): Micros {
  const step = stepOf(digits)
  const beyond = micros % step
  if (beyond === 0n) return micros
  const inward = micros - beyond
  if (!goesOutward(magnitude(beyond), magnitude(inward / step), step, mode)) return inward
  return micros < 0n ? inward - step : inward + step
}

function goesOutward(beyond: Micros, stepsInside: bigint, step: Micros, mode: Rounding): boolean {
  switch (mode) {
    case 'away_from_zero':
      return true
    case 'half_away':
      return beyond * 2n >= step
    case 'half_even':
      return beyond * 2n > step || (beyond * 2n === step && stepsInside % 2n === 1n)
  }
}
