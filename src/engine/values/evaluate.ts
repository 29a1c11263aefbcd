import { type BaseFigureName, baseFigures, isBaseFigure, type Ref, theCustomer, type Unit } from '../figures/base.ts'
import type { RuleFormula } from '../figures/formula-rows.ts'
import { formulas, isFormula } from '../figures/formulas.ts'
import type { FigureName, FormulaName, RuleName } from '../figures/names.ts'
import { type Status, type StatusFormula, statuses } from '../figures/statuses.ts'
import { rulesOf } from '../rules/rules.ts'
import type { Customer, Subject } from '../state/customer.ts'
import type { Moves } from '../state/once-per-state.ts'
import { cellsOf, ofKind, subjectsOf } from '../state/subjects.ts'
import type { Day } from '../time.ts'
import { ownSum, summed } from './amounts.ts'
import { overSubjects } from './coverage.ts'
import { customerRules } from './customer-rules.ts'
import { invoiceRules } from './invoice-rules.ts'
import { paymentRules } from './payment-rules.ts'
import { figurePart, type Part, plainTerm, type Rule, sumOf, type Term } from './terms.ts'
import { type Judgement, judge, statusBy, statusFormula } from './verdict.ts'

/** The rule behind each formula that is one, a file a noun; one that is missing does not compile. */
const rules: Readonly<Partial<Record<FormulaName, Rule>>> = {
  ...invoiceRules,
  ...paymentRules,
  ...customerRules,
} satisfies Record<RuleName, Rule>

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
      // his own figures move with every event: what they come to is not kept
      return formula.scope === 'customer' ? summed(formula, customer.cells) : ownSum(formula, cellsOf(customer, ref))
    case 'total':
      return totalOf(figure)(customer, today)
    case 'rule':
      return ruleValue(customer, formula, figure, ref, today)
    case 'status':
      return BigInt(statuses[statusOn(customer, formula, ref, today)])
  }
}

type Total = (customer: Customer, today: Day) => bigint
const totals = new Map<FormulaName, Total>()

/** A sum over subjects, added up once as long as they stay as they are. */
function totalOf(figure: FormulaName): Total {
  const known = totals.get(figure)
  if (known !== undefined) return known
  const total = overSubjects((customer, today) => {
    const formula = rulesOf(customer.rules).formulas[figure]
    if (formula.kind !== 'total') throw new Error(`Bug: ${figure} is no sum over subjects`)
    let sum = 0n
    for (const { ref } of subjectsOf(customer, formula.over)) sum += evaluate(customer, formula.of, ref, today) ?? 0n
    return sum
  }, movedTotal(figure))
  totals.set(figure, total)
  return total
}

/** A sum over subjects whose own figures alone it adds up moves by those that moved. */
const movedTotal =
  (figure: FormulaName) =>
  (sum: bigint, { before, after, moved }: Moves): bigint | undefined => {
    const { formulas } = rulesOf(after.rules)
    const formula = formulas[figure]
    if (formula.kind !== 'total') return undefined
    const { of, over } = formula
    if (!isBaseFigure(of) && formulas[of].kind !== 'sum') return undefined
    const part = (customer: Customer, one: Subject | undefined): bigint =>
      one === undefined ? 0n : (evaluate(customer, of, one.ref, 0) ?? 0n)
    return ofKind(moved, over).reduce((all, { was, is }) => all - part(before, was) + part(after, is), sum)
  }

function baseValue(customer: Customer, figure: BaseFigureName, ref: Ref, today: Day): bigint | null {
  if (figure === 'customer.today') return BigInt(today)
  const row = baseFigures[figure]
  const cell = cellsOf(customer, row.scope === 'customer' ? theCustomer : ref)[figure]
  return cell?.value ?? (row.kind === 'sum' ? 0n : null)
}

/** The value of a rule: the sum of its parts, no less than its floor; null: it has none, as what is never due has no day. */
function ruleValue(
  customer: Customer,
  { floor }: RuleFormula<FigureName>,
  figure: FormulaName,
  ref: Ref,
  today: Day,
): bigint | null {
  const parts = ruleOf(figure)(customer, ref, today)
  if (parts === null) return null
  let sum = 0n
  for (const part of parts) {
    const value = partValue(customer, part, today)
    sum = part.sign === '+' ? sum + value : sum - value
  }
  return floor !== undefined && sum < 0n ? 0n : sum
}

function ruleOf(figure: FormulaName): Rule {
  const rule = rules[figure]
  if (rule === undefined) throw new Error(`Bug: ${figure} is no rule`)
  return rule
}

const partValue = (customer: Customer, part: Part, today: Day): bigint =>
  part.value === undefined ? (evaluate(customer, part.figure, part.subject, today) ?? 0n) : part.value

/** The terms of a figure, zero ones too; of a sum over subjects those that are not 0. */
export function termsOf(customer: Customer, figure: FigureName, ref: Ref, today: Day): readonly Term[] {
  const valued = (part: Part): Term => ({ ...part, value: partValue(customer, part, today) })
  if (isBaseFigure(figure)) return [valued(figurePart('+', figure, ref))]
  const formula = rulesOf(customer.rules).formulas[figure]
  switch (formula.kind) {
    case 'sum':
      return formula.terms.map(([sign, term]) => valued(figurePart(sign, term, ref)))
    case 'total':
      return subjectsOf(customer, formula.over)
        .map((one) => valued({ ...figurePart('+', formula.of, one.ref), label: () => `${one.ref.kind} ${one.id}` }))
        .filter((term) => term.value !== 0n)
    case 'rule':
      return withFloor((ruleOf(figure)(customer, ref, today) ?? []).map(valued), formula, ref)
    case 'status':
      return []
  }
}

/** The terms of a rule; what its floor adds is one of them. */
function withFloor(terms: readonly Term[], { floor }: RuleFormula<FigureName>, ref: Ref): readonly Term[] {
  const sum = sumOf(terms)
  return floor !== undefined && sum < 0n ? [...terms, plainTerm('+', -sum, () => floor, ref)] : terms
}

/** Judges a status on a day. */
export const judgementOf = (customer: Customer, formula: StatusFormula<FigureName>, ref: Ref, today: Day): Judgement =>
  judge(formula, today, (figure) => evaluate(customer, figure, ref, today))

/** A status on a day, without what was said of its conditions. */
export const statusOn = (customer: Customer, formula: StatusFormula<FigureName>, ref: Ref, today: Day): Status =>
  statusBy(formula, today, (figure) => evaluate(customer, figure, ref, today))

/** The code of a status on a day, such as "overdue". */
export const statusAt = (customer: Customer, figure: FormulaName, ref: Ref, today: Day): Status =>
  statusOn(customer, statusFormula(customer.rules, figure), ref, today)

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
