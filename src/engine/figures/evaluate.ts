import { type Customer, cellsOf, type Subject, subjectsOf } from '../customer/state.ts'
import { rulesOf } from '../rules/rules.ts'
import type { Day } from '../time.ts'
import { baseFigures, isBaseFigure, type Ref, theCustomer, type Unit } from './base.ts'
import { formulas, isFormula } from './formulas.ts'
import type { FigureName, FormulaName } from './names.ts'
import { ruleValue } from './rules.ts'
import { statuses } from './statuses.ts'
import { judge, statusFormula } from './verdict.ts'

/**
 * The value of any figure of the customer or of one of his subjects by his rules, on a day in his zone. Amounts in micros, dates as
 * days, counts as they are, statuses by their number; null where a set value (due date, credit limit) was never set.
 * Sums over subjects take the loaded ones: the open ones are enough, the others add 0.
 */
export function evaluate(customer: Customer, figure: FigureName, ref: Ref, today: Day): bigint | null {
  if (isBaseFigure(figure)) return baseValue(customer, figure, ref, today)
  const formula = rulesOf(customer.rules).formulas[figure]
  switch (formula.kind) {
    case 'sum': {
      const cells = cellsOf(customer, formula.scope === 'customer' ? theCustomer : ref)
      return formula.terms.reduce((sum, [sign, term]) => {
        const value = (isFormula(term) ? evaluate(customer, term, ref, today) : cells[term]?.value) ?? 0n
        return sign === '+' ? sum + value : sum - value
      }, 0n)
    }
    case 'total':
      return subjectsOf(customer, formula.over).reduce(
        (sum, subject) => sum + (evaluate(customer, formula.of, subject.ref, today) ?? 0n),
        0n,
      )
    case 'rule':
      return ruleValue(customer, figure, ref, today)
    case 'status':
      return BigInt(statuses[judge(customer, formula, ref, today).status])
  }
}

function baseValue(customer: Customer, figure: FigureName, ref: Ref, today: Day): bigint | null {
  if (figure === 'customer.today') return BigInt(today)
  if (!isBaseFigure(figure)) return null
  const row = baseFigures[figure]
  const cell = cellsOf(customer, row.scope === 'customer' ? theCustomer : ref)[figure]
  return cell?.value ?? (row.kind === 'sum' ? 0n : null)
}

/** An amount of a subject itself that needs no day: outstanding, unallocated, remaining. */
export const amountOf = (customer: Customer, figure: FigureName, subject: Subject): bigint =>
  evaluate(customer, figure, subject.ref, 0) ?? 0n

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
