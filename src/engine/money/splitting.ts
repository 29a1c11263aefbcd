import { isFinerThan, type Micros, magnitude, stepOf } from './amount.ts'

/** One part on its way: whole steps so far, and what division left over, in steps times the sum of the weights. */
type Part = { readonly steps: bigint; readonly left: bigint }

/**
 * Splits an amount by weights without losing a cent: the parts always add up to the amount.
 * Each part is a whole number of the currency's smallest steps (of the amount's own, where that is finer) and less than
 * one step away from its exact share; the steps that are over go to the largest remainders, of equal ones to the
 * earlier. A negative amount splits as the opposite of the positive. In micros, one part a weight, in their order.
 * No weights, a negative one, or a sum of 0 are a bug of the caller and throw. Rule: largest remainder (Hamilton).
 */
export function split(micros: Micros, weights: readonly bigint[], digits: number): readonly Micros[] {
  const sum = sumOfWeights(weights)
  const step = finestStep(micros, digits)
  const steps = magnitude(micros) / step
  const parts = weights.map((weight) => ({ steps: (steps * weight) / sum, left: (steps * weight) % sum }))
  const rounded = withStepsOver(parts, steps)
  return rounded.map((count) => (micros < 0n ? -count * step : count * step))
}

function sumOfWeights(weights: readonly bigint[]): bigint {
  if (weights.some((weight) => weight < 0n)) throw new Error('Bug: an amount was to be split by a negative weight')
  const sum = weights.reduce((total, weight) => total + weight, 0n)
  if (sum === 0n) throw new Error('Bug: an amount was to be split by weights that are empty or add up to 0')
  return sum
}

function finestStep(micros: Micros, digits: number): Micros {
  let needed = digits
  while (isFinerThan(micros, needed)) needed += 1
  return stepOf(needed)
}

function withStepsOver(parts: readonly Part[], steps: bigint): readonly bigint[] {
  const over = Number(parts.reduce((rest, part) => rest - part.steps, steps))
  // of equal remainders the earlier stays in front
  const lucky = new Set([...parts].sort((a, b) => Number(b.left - a.left)).slice(0, over))
  return parts.map((part) => (lucky.has(part) ? part.steps + 1n : part.steps))
}
