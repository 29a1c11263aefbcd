import type { Customer } from '../../state/customer.ts'
import type { Day } from '../../time.ts'
import type { Ref } from '../base.ts'
import type { FormulaName, RuleName } from '../names.ts'
import { customerRules } from './customer-rules.ts'
import { invoiceRules } from './invoice-rules.ts'
import { paymentRules } from './payment-rules.ts'
import type { Term } from './terms.ts'

/** What a rule adds up, on a day in the customer's zone; null: it has no value. */
export type Rule = (customer: Customer, ref: Ref, today: Day) => readonly Term[] | null

let known: Readonly<Partial<Record<FormulaName, Rule>>> | undefined

/** The rule behind a formula of that kind, a file a noun; one that is missing does not compile. */
export function ruleOf(figure: FormulaName): Rule {
  // put together when first asked for, since these files lead to each other
  known ??= { ...invoiceRules, ...paymentRules, ...customerRules } satisfies Record<RuleName, Rule>
  const rule = known[figure]
  if (rule === undefined) throw new Error(`Bug: ${figure} is no rule`)
  return rule
}
