import { isBaseFigure } from '../figures/base.ts'
import type { SumFormula } from '../figures/formula-rows.ts'
import type { AmountName } from '../figures/names.ts'
import { rulesOf } from '../rules/rules.ts'
import type { Cells, Customer, Subject } from '../state/customer.ts'

// The ground that rules stand on: what follows from the base figures of one subject alone, by no rule and on any day.

/** A figure of a loaded subject that events move, or a sum of such: outstanding, unallocated, remaining. */
export function amountOf(customer: Customer, figure: AmountName, { cells }: Subject): bigint {
  if (isBaseFigure(figure)) return cells[figure]?.value ?? 0n
  const formula = rulesOf(customer.rules).formulas[figure]
  if (formula.kind !== 'sum') throw new Error(`Bug: ${figure} is no sum`)
  return ownSum(formula, cells)
}

/** What a sum adds up over the figures of one subject, worked out once as long as none of them moves. */
export function ownSum(formula: SumFormula, cells: Cells): bigint {
  const number = numberOf(formula)
  const sums = ownSums.get(cells) ?? []
  const known = sums[number]
  if (known !== undefined) return known
  const sum = summed(formula, cells)
  if (sums.length === 0) ownSums.set(cells, sums)
  sums[number] = sum
  return sum
}
/** By figures, not by formula: each entry of a weak map costs the collector of garbage more than a number. */
const ownSums = new WeakMap<Cells, (bigint | undefined)[]>()

/** What a sum adds up. */
export function summed({ terms }: SumFormula, cells: Cells): bigint {
  let sum = 0n
  for (const [sign, term] of terms) {
    const value = cells[term]?.value ?? 0n
    sum = sign === '+' ? sum + value : sum - value
  }
  return sum
}

/** The number of a sum among all of them. */
function numberOf(formula: SumFormula): number {
  const number = numbers.get(formula) ?? numbers.size
  numbers.set(formula, number)
  return number
}
const numbers = new Map<SumFormula, number>()
