import { baseFigures, isBaseFigure, type Ref, type Unit } from '../../figures/base.ts'
import type { FigureName } from '../../figures/names.ts'
import { rulesOf } from '../../rules/rules.ts'
import type { Customer } from '../../state/customer.ts'
import type { Day } from '../../time.ts'
import { evaluate, termsOf, unitOf } from '../../values/evaluate.ts'
import { sumOf } from '../../values/terms.ts'
import { statusOfNo } from '../words.ts'
import { clearing } from './clearing.ts'
import { partWords } from './parts.ts'
import { type Base, basesOf } from './sources.ts'
import { type Opening, type WhyTerm, whyTerm } from './term.ts'
import { remainsWords, verdictsOf, type WhyVerdict } from './verdicts.ts'

export { type Base, basesOf } from './sources.ts'

export type Why = {
  readonly figure: FigureName
  readonly value: bigint | null
  readonly unit: Unit
  readonly formula: { readonly id: string; readonly version: number; readonly words: string }
  /** Σ sign × value + residual = value; empty for a status. Of many the first ones, and one that is the rest. */
  readonly terms: readonly WhyTerm[]
  /** how many terms there are, the rest counted out. */
  readonly count: number
  readonly verdicts: readonly WhyVerdict[]
  /** of a status that is what remains when no rule before it holds: its words */
  readonly remains: string | null
  readonly residual: bigint
  readonly bases: readonly Base[]
  /** what would clear a status, in words; null where nothing needs to be cleared. */
  readonly clears: string | null
}

/** Terms that an explanation names at most; the rest is one more, which opens. */
export const MOST_TERMS = 100

/**
 * Why a figure has its value on a day: the formula, its terms with the records that set them, and what is left over.
 * `recorded` is the value that the books hold for it, where they do: the residual then compares two roads.
 */
export function why(
  customer: Customer,
  figure: FigureName,
  ref: Ref,
  today: Day,
  digits: number,
  recorded?: bigint,
): Why {
  const value = recorded ?? evaluate(customer, figure, ref, today)
  const terms = whyTerms(customer, figure, ref, today)
  const isStatus = unitOf(figure) === 'status'
  return {
    figure,
    value,
    unit: unitOf(figure),
    formula: formulaOf(customer, figure),
    terms: shortened(terms, figure, ref).map((term) => opened(customer, term, today, digits, figure)),
    count: terms.length,
    verdicts: isStatus ? verdictsOf(customer, figure, ref, today, digits) : [],
    remains: remainsWords(customer, figure, ref, today),
    residual: isStatus || value === null ? 0n : value - sumOf(terms),
    bases: basesOf(figure, ref, customer.rules),
    clears:
      isStatus && value !== null && !isBaseFigure(figure)
        ? clearing(customer, figure, { status: statusOfNo(value), ref, today, digits })
        : null,
  }
}

function formulaOf({ rules }: Customer, figure: FigureName): Why['formula'] {
  if (!isBaseFigure(figure)) {
    const { version, words } = rulesOf(rules).formulas[figure]
    return { id: figure, version, words }
  }
  const words = baseFigures[figure].kind === 'sum' ? 'sum of what its events moved' : 'set by its last event'
  return { id: figure, version: 1, words }
}

/** The terms of a figure, zero ones too; of a sum over subjects those that are not 0. None is opened. */
export const whyTerms = (customer: Customer, figure: FigureName, ref: Ref, today: Day): WhyTerm[] =>
  termsOf(customer, figure, ref, today).map((term) => whyTerm(customer, term))

/** A term with what it is made of, one level down; a part of a total also with the facts of its own rule. */
export function opened(customer: Customer, term: WhyTerm, today: Day, digits: number, of: FigureName): WhyTerm {
  const { figure, subject } = term
  if (figure === null || isBaseFigure(figure)) return term
  const terms = shortened(whyTerms(customer, figure, subject, today), figure, subject)
  const isPart = !isBaseFigure(of) && rulesOf(customer.rules).formulas[of].kind === 'total'
  return { ...term, terms, ...(isPart ? { because: partWords(customer, terms, subject, digits) } : {}) }
}

/** The first terms, and one for the rest of them, which opens. */
export function shortened(terms: readonly WhyTerm[], figure: FigureName, ref: Ref): readonly WhyTerm[] {
  if (terms.length <= MOST_TERMS + 1) return terms
  const rest = terms.slice(MOST_TERMS)
  const opens: Opening = { figure, subject: ref, group: null, from: MOST_TERMS }
  const more = { sign: '+', value: sumOf(rest), label: `${rest.length} more`, figure: null, subject: ref } as const
  return [...terms.slice(0, MOST_TERMS), { ...more, seq: null, opens }]
}
