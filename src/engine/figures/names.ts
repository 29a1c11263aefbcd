import type { BaseFigureName } from './base.ts'
import type { customerFormulas } from './customer-formulas.ts'
import type { invoiceFormulas } from './invoice-formulas.ts'
import type { moneyFormulas } from './money-formulas.ts'

type Rows = typeof invoiceFormulas & typeof moneyFormulas & typeof customerFormulas

/** The derived figures by name: those that have a row. */
export type FormulaName = keyof Rows

export type FigureName = BaseFigureName | FormulaName

/** The formulas whose rows say something. */
type Saying<What> = { [F in FormulaName]: Rows[F] extends What ? F : never }[FormulaName]

/** The formulas whose changes are records of their own (3-records 3.1): statuses and five amounts. */
export type StoredFigureName = Saying<{ readonly stored: true }>

/** What follows from the base figures of one subject alone: these themselves, and the sums over them. */
export type AmountName = BaseFigureName | Saying<{ readonly kind: 'sum' }>

/** The formulas that are rules. */
export type RuleName = Saying<{ readonly kind: 'rule' }>
