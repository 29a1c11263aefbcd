import { isBaseFigure, type Ref, theCustomer } from '../../figures/base.ts'
import type { FigureName } from '../../figures/names.ts'
import type { Status, StatusCase, StatusFormula } from '../../figures/statuses.ts'
import { rulesOf } from '../../rules/rules.ts'
import type { Customer } from '../../state/customer.ts'
import { cellsOf } from '../../state/subjects.ts'
import type { Day } from '../../time.ts'
import { evaluate, judgementOf } from '../../values/evaluate.ts'
import { figuresOf } from '../../values/verdict.ts'
import { casesOf, factWords, verdictWords } from '../sentences/conditions.ts'
import { type Opening, openingOf } from './term.ts'

/** What one condition of a status said, or a fact that makes it what remains; `seq` and `opens` as of a term. */
export type WhyVerdict = {
  readonly words: string
  readonly holds: boolean
  readonly status: Status
  /** no condition, but a fact of a status that is what remains */
  readonly isFact: boolean
  readonly seq: number | null
  readonly opens: Opening | null
}

/** The conditions of a status up to the case that held; where that one needs none, the facts that leave it over. */
export function verdictsOf(
  customer: Customer,
  figure: FigureName,
  ref: Ref,
  today: Day,
  digits: number,
): readonly WhyVerdict[] {
  if (isBaseFigure(figure)) return []
  const formula = rulesOf(customer.rules).formulas[figure]
  if (formula.kind !== 'status') return []
  const { status, verdicts } = judgementOf(customer, formula, ref, today)
  const figureAt = (name: string): bigint | null => evaluate(customer, name as FigureName, ref, today)
  const said = verdicts.flatMap((verdict): WhyVerdict[] => {
    const one = casesOf(figure, customer.rules)[verdict.case]
    const condition = one?.when[verdict.condition]
    if (one === undefined || condition === undefined) return []
    const [only, ...others] = figuresOf(condition).filter(
      (name) => name !== 'customer.today' && name !== 'customer.policy',
    )
    const words = verdictWords(condition, figureAt, { digits })
    const isOfOne = others.length === 0 || 'come' in condition || 'days' in condition
    const where = only === undefined || !isOfOne ? nowhere : placeOf(customer, only, ref)
    return [{ words, holds: verdict.holds, status: one.status, isFact: false, ...where }]
  })
  if (remainsWords(customer, figure, ref, today) === null) return said
  const facts = (remaining(formula, status)?.facts ?? []).map((name) => ({
    words: factWords(name, figureAt(name), { digits }),
    holds: true,
    status,
    isFact: true,
    ...placeOf(customer, name, ref),
  }))
  return [...said, ...facts]
}

/** The words of a status that is what remains when no rule before it holds; null where a rule gave it. */
export function remainsWords(customer: Customer, figure: FigureName, ref: Ref, today: Day): string | null {
  if (isBaseFigure(figure)) return null
  const formula = rulesOf(customer.rules).formulas[figure]
  if (formula.kind !== 'status') return null
  const { status, verdicts } = judgementOf(customer, formula, ref, today)
  const isGiven = formula.cases.some((one, at) => {
    const said = verdicts.filter((verdict) => verdict.case === at)
    return one.status === status && said.length > 0 && said.every((verdict) => verdict.holds)
  })
  return isGiven ? null : (remaining(formula, status)?.otherwise ?? null)
}

/** The case of a status that is what remains: it needs no condition. */
const remaining = ({ cases }: StatusFormula<FigureName>, status: Status): StatusCase<FigureName> | undefined =>
  cases.find((one) => one.status === status && one.when.length === 0)

const nowhere = { seq: null, opens: null }

/** Where a figure comes from: the record of a set value, the list of a sum. */
function placeOf(customer: Customer, figure: FigureName, ref: Ref): Pick<WhyVerdict, 'seq' | 'opens'> {
  const subject = figure.startsWith('customer.') ? theCustomer : ref
  const opens = openingOf(figure, subject)
  return { seq: opens === null ? (cellsOf(customer, subject)[figure]?.seq ?? null) : null, opens }
}
