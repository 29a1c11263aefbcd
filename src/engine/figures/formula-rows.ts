import type { BaseFigureName, SubjectKind, Unit } from './base.ts'
import type { StatusFormula } from './statuses.ts'

// The rows of the second table, over the names of figures: these are what the rows themselves say (`names.ts`).

type Row = {
  readonly no: number
  readonly version: number
  readonly scope: SubjectKind
  readonly unit: Unit
  readonly label: string
  readonly words: string
  /** its changes are records of their own (3-records 3.1) */
  readonly stored?: true
  /** of one subject, it looks at others of the customer: at some of them, or at what money covers of all invoices */
  readonly reach?: 'others' | 'coverage'
  /** the terms of the policy that it reads by itself, by their names in the API */
  readonly reads?: readonly string[]
}
export type Sign = '+' | '-'
/** Only of what events move: so it is the same on any day, as long as none of its terms moves. */
export type SumFormula = Row & {
  readonly kind: 'sum'
  readonly terms: readonly (readonly [Sign, BaseFigureName])[]
}
export type TotalFormula<F extends string> = Row & {
  readonly kind: 'total'
  readonly of: F
  readonly over: 'invoice' | 'payment' | 'credit'
}
export type RuleFormula<F extends string> = Row & {
  readonly kind: 'rule'
  /** what it computes with */
  readonly uses: readonly F[]
  /** what it looks at beside that: to whom money goes first, whether anything is collected */
  readonly beside?: readonly F[]
  /** it is never below 0: what an explanation calls that which is left out then */
  readonly floor?: string
}

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
export type Formula<F extends string> = SumFormula | TotalFormula<F> | RuleFormula<F> | StatusFormula<F>
