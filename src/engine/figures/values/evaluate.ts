import { rulesOf } from '../../rules/rules.ts'
import type { Cells, Customer, Subject } from '../../state/customer.ts'
import { cellsOf, subjectsOf } from '../../state/subjects.ts'
import type { Day } from '../../time.ts'
import { baseFigures, isBaseFigure, type Ref, theCustomer, type Unit } from '../base.ts'
import type { SumFormula } from '../formula-rows.ts'
import { formulas, isFormula } from '../formulas.ts'
import type { FigureName, FormulaName } from '../names.ts'
import { statuses } from '../statuses.ts'
import { ruleValue } from './terms.ts'
import { judge, statusFormula } from './verdict.ts'

type Sum = SumFormula<FigureName>

/**
 * The value of any figure of the customer or of one of his subjects by his rules, on a day in his zone. Amounts in micros, dates as
 * days, counts as they are, statuses by their number; null where a set value (due date, credit limit) was never set.
 * Sums over subjects take the loaded ones: the open ones are enough, the others add 0.
 */
export function evaluate(customer: Customer, figure: FigureName, ref: Ref, today: Day): bigint | null {
  if (isBaseFigure(figure)) return baseValue(customer, figure, ref, today)
  const formula = rulesOf(customer.rules).formulas[figure]
  switch (formula.kind) {
    case 'sum':
      if (formula.scope !== 'customer' && isOfBaseFigures(formula)) return ownSum(formula, cellsOf(customer, ref))
      return ofCells(formula, cellsOf(customer, formula.scope === 'customer' ? theCustomer : ref), (term) =>
        evaluate(customer, term, ref, today),
      )
    case 'total':
      return subjectsOf(customer, formula.over).reduce(
        (sum, subject) => sum + (evaluate(customer, formula.of, subject.ref, today) ?? 0n),
        0n,
      )
    case 'rule':
      return ruleValue(customer, formula, figure, ref, today)
    case 'status':
      return BigInt(statuses[judge(customer, formula, ref, today).status])
  }
}

function ofCells({ terms }: Sum, cells: Cells, ofFormula: (term: FormulaName) => bigint | null): bigint {
  let sum = 0n
  for (const [sign, term] of terms) {
    const value = (isFormula(term) ? ofFormula(term) : cells[term]?.value) ?? 0n
    sum = sign === '+' ? sum + value : sum - value
  }
  return sum
}

/** Does a sum add up nothing but what events move? It is the same as long as these figures are. */
const isOfBaseFigures = (formula: Sum): boolean => numberOf(formula) !== null

/** The number of such a sum among all of them; null: it is none. */
function numberOf(formula: Sum): number | null {
  const known = numbers.get(formula)
  if (known !== undefined) return known
  const isSo = formula.terms.every(([, term]) => isBaseFigure(term))
  numbers.set(formula, isSo ? ofBaseFigures : null)
  if (isSo) ofBaseFigures += 1
  return numberOf(formula)
}
const numbers = new Map<Sum, number | null>()
let ofBaseFigures = 0

/** A sum over the figures of one subject, worked out once as long as none of them moves. */
function ownSum(formula: Sum, cells: Cells): bigint {
  const number = numberOf(formula)
  if (number === null) throw new Error('Bug: a sum over more than base figures')
  const sums = ownSums.get(cells) ?? []
  const known = sums[number]
  if (known !== undefined) return known
  const sum = ofCells(formula, cells, () => null)
  if (sums.length === 0) ownSums.set(cells, sums)
  sums[number] = sum
  return sum
}
/** By figures, not by formula: each entry of a weak map costs the collector of garbage more than a number. */
const ownSums = new WeakMap<Cells, (bigint | undefined)[]>()

function baseValue(customer: Customer, figure: FigureName, ref: Ref, today: Day): bigint | null {
  if (figure === 'customer.today') return BigInt(today)
  if (!isBaseFigure(figure)) return null
  const row = baseFigures[figure]
  const cell = cellsOf(customer, row.scope === 'customer' ? theCustomer : ref)[figure]
  return cell?.value ?? (row.kind === 'sum' ? 0n : null)
}

/** An amount of a loaded subject itself that needs no day: outstanding, unallocated, remaining. */
export function amountOf(customer: Customer, figure: FigureName, { ref, cells }: Subject): bigint {
  if (isBaseFigure(figure)) return cells[figure]?.value ?? 0n
  const formula = rulesOf(customer.rules).formulas[figure]
  if (formula.kind === 'sum' && isOfBaseFigures(formula)) return ownSum(formula, cells)
  return evaluate(customer, figure, ref, 0) ?? 0n
}

export const unitOf = (figure: FigureName): Unit =>
  isBaseFigure(figure) ? baseFigures[figure].unit : formulas[figure].unit

export const isFigure = (name: string): name is FigureName => isBaseFigure(name) || isFormula(name)

const ofTheClock = new Set<FigureName>(['customer.today', 'customer.evaluated_on'])

/** All figures of a kind of subject by their unprefixed names, base ones first; statuses and the clock left out. */
export function figuresAt(
  customer: Customer,
  ref: Ref,
  today: Day,
): Record<string, { value: bigint | null; unit: Unit }> {
  const names = [...Object.keys(baseFigures), ...Object.keys(formulas)].filter(isFigure)
  const own = names.filter(
    (name) => name.startsWith(`${ref.kind}.`) && unitOf(name) !== 'status' && !ofTheClock.has(name),
  )
  return Object.fromEntries(
    own.map((name) => [
      name.slice(name.indexOf('.') + 1),
      { value: evaluate(customer, name, ref, today), unit: unitOf(name) },
    ]),
  )
}

/** The code of a status on a day, such as "overdue". */
export function statusAt(customer: Customer, figure: FormulaName, ref: Ref, today: Day): keyof typeof statuses {
  return judge(customer, statusFormula(customer.rules, figure), ref, today).status
}
