import { customerFormulas } from './customer-formulas.ts'
import type { Formula } from './formula-rows.ts'
import { invoiceFormulas } from './invoice-formulas.ts'
import { moneyFormulas } from './money-formulas.ts'
import type { FigureName, FormulaName } from './names.ts'

export type { Sign } from './formula-rows.ts'

/**
 * The second of the two tables: how every derived figure follows. A formula is one of
 * - `sum`: signed base figures of the same subject;
 * - `total`: the sum of one figure over the customer's subjects of a kind;
 * - `rule`: terms whose presence depends on a fact (a date passed, money that covers), in the noun's file of `values/` (`invoice-rules.ts`);
 * - a status: the first case whose named conditions all hold (`statuses.ts`).
 * Numbers are for ever; a row that changes gets a new version with the rules version since which it counts.
 */
export const formulas = {
  ...invoiceFormulas,
  ...moneyFormulas,
  ...customerFormulas,
} as const satisfies Record<FormulaName, Formula<FigureName>>

export const isFormula = (name: string): name is FormulaName => Object.hasOwn(formulas, name)
