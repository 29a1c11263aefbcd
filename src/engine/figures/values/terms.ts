import { rulesOf } from '../../rules/rules.ts'
import type { Customer } from '../../state/customer.ts'
import { subjectsOf } from '../../state/subjects.ts'
import type { Day } from '../../time.ts'
import { isBaseFigure, type Ref, theCustomer } from '../base.ts'
import type { RuleFormula, Sign } from '../formula-rows.ts'
import type { FigureName, FormulaName } from '../names.ts'
import { evaluate } from './evaluate.ts'
import { ruleOf } from './rules.ts'

/**
 * A part of a figure: the figure is Σ sign × value. Amounts in micros, days as days. It is a figure itself, or an amount
 * that is said what it is; words are made when they are asked for, since most figures are only worked out.
 */
export type Term = {
  readonly sign: Sign
  readonly value: bigint
  /** null: none of its own */
  readonly figure: FigureName | null
  readonly subject: Ref
  /** what it is, where the name of the figure does not say so */
  readonly label?: () => string
  /** the record that set it, where it is no figure */
  readonly seq?: number | null
}

/** Σ sign × value. */
export function sumOf(terms: readonly Pick<Term, 'sign' | 'value'>[]): bigint {
  let sum = 0n
  for (const { sign, value } of terms) sum = sign === '+' ? sum + value : sum - value
  return sum
}

/** A term that is a figure, of the customer or of a subject. */
export function figureTerm(customer: Customer, sign: Sign, figure: FigureName, ref: Ref, today: Day): Term {
  const subject = figure.startsWith('customer.') ? theCustomer : ref
  return { sign, value: evaluate(customer, figure, subject, today) ?? 0n, figure, subject }
}

/** A term that is no figure of its own, with what it is and the record that set it. */
export const plainTerm = (
  sign: Sign,
  value: bigint,
  label: () => string,
  subject: Ref,
  seq: number | null = null,
): Term => ({ sign, value, figure: null, subject, label, seq })

/** The value of a rule: the sum of its terms, no less than its floor; null: it has none, as what is never due has no day. */
export function ruleValue(
  customer: Customer,
  { floor }: RuleFormula<FigureName>,
  figure: FormulaName,
  ref: Ref,
  today: Day,
): bigint | null {
  const terms = ruleOf(figure)(customer, ref, today)
  if (terms === null) return null
  const sum = sumOf(terms)
  return floor !== undefined && sum < 0n ? 0n : sum
}

/** The terms of a rule; what its floor adds is one of them. */
function ruleTerms(
  customer: Customer,
  { floor }: RuleFormula<FigureName>,
  figure: FormulaName,
  ref: Ref,
  today: Day,
): readonly Term[] {
  const terms = ruleOf(figure)(customer, ref, today) ?? []
  const sum = sumOf(terms)
  return floor !== undefined && sum < 0n ? [...terms, plainTerm('+', -sum, () => floor, ref)] : terms
}

/** The terms of a figure, zero ones too; of a sum over subjects those that are not 0. */
export function termsOf(customer: Customer, figure: FigureName, ref: Ref, today: Day): readonly Term[] {
  if (isBaseFigure(figure)) return [figureTerm(customer, '+', figure, ref, today)]
  const formula = rulesOf(customer.rules).formulas[figure]
  switch (formula.kind) {
    case 'sum':
      return formula.terms.map(([sign, term]) => figureTerm(customer, sign, term, ref, today))
    case 'total':
      return subjectsOf(customer, formula.over)
        .map((one) => ({
          ...figureTerm(customer, '+', formula.of, one.ref, today),
          label: () => `${one.ref.kind} ${one.id}`,
        }))
        .filter((term) => term.value !== 0n)
    case 'rule':
      return ruleTerms(customer, formula, figure, ref, today)
    case 'status':
      return []
  }
}
