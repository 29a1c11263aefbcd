import { baseFigures, isBaseFigure, type Ref } from '../../figures/base.ts'
import type { Sign } from '../../figures/formulas.ts'
import type { FigureName } from '../../figures/names.ts'
import type { Customer } from '../../state/customer.ts'
import { cellsOf } from '../../state/subjects.ts'
import type { Term } from '../../values/terms.ts'
import { termWords } from '../words.ts'

/**
 * What a term that is a sum opens into: the records that moved a base figure of a subject, the charges of an invoice's
 * total by group, those of one group, or the terms of a formula from a place on.
 */
export type Opening = {
  readonly figure: FigureName
  readonly subject: Ref
  /** of an invoice's total: the charges of one service and kind */
  readonly group: string | null
  /** of a formula: leave out so many of its first terms */
  readonly from: number
}

/**
 * A term of an equation; amounts in micros. `seq`: the one record that set it, null where there are several or none.
 * `opens`: the list whose sum it is. `terms`: what it is made of in turn, one level. `because`: of a part of a total, the
 * facts by its own rule.
 */
export type WhyTerm = {
  readonly sign: Sign
  readonly value: bigint
  readonly label: string
  readonly figure: FigureName | null
  readonly subject: Ref
  readonly seq: number | null
  readonly opens: Opening | null
  readonly terms?: readonly WhyTerm[]
  readonly because?: string
}

/** What a figure of a subject opens into; null where it is no sum: a set value has the one record that set it. */
export function openingOf(figure: FigureName, subject: Ref): Opening | null {
  if (isBaseFigure(figure) && baseFigures[figure].kind === 'set') return null
  return { figure, subject, group: null, from: 0 }
}

/** A term as an explanation has it. A set value names its record; a sum may rest on many, and opens. */
export function whyTerm(customer: Customer, { sign, value, figure, subject, label, seq = null }: Term): WhyTerm {
  const opens = figure === null ? null : openingOf(figure, subject)
  const setBy = figure === null || opens !== null ? null : (cellsOf(customer, subject)[figure]?.seq ?? null)
  return {
    sign,
    value,
    label: label?.() ?? (figure === null ? '' : termWords(figure)),
    figure,
    subject,
    seq: figure === null ? seq : setBy,
    opens,
  }
}
