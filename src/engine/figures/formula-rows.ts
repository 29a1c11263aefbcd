import type { SubjectKind, Unit } from './base.ts'
import type { FigureName } from './names.ts'
import type { StatusFormula } from './statuses.ts'

type Row = {
  readonly no: number
  readonly version: number
  readonly scope: SubjectKind
  readonly unit: Unit
  readonly label: string
  readonly words: string
}
export type Sign = '+' | '-'
export type SumFormula = Row & {
  readonly kind: 'sum'
  readonly terms: readonly (readonly [Sign, FigureName])[]
  readonly stored?: true
}
export type TotalFormula = Row & {
  readonly kind: 'total'
  readonly of: FigureName
  readonly over: 'invoice' | 'payment' | 'credit'
  readonly stored?: true
}
export type RuleFormula = Row & { readonly kind: 'rule'; readonly uses: readonly FigureName[] }

/** What every row says: its number for ever, whose figure it is, its name and its words. */
export const row = (no: number, scope: SubjectKind, label: string, words: string, unit: Unit = 'amount'): Row => ({
  no,
  version: 1,
  scope,
  unit,
  label,
  words,
})

/** A row of the second table. */
export type Formula = SumFormula | TotalFormula | RuleFormula | StatusFormula
