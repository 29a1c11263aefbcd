import { isEndReached } from '../../collection/announce.ts'
import type { Ref } from '../../figures/base.ts'
import type { FormulaName } from '../../figures/names.ts'
import type { Status } from '../../figures/statuses.ts'
import type { Customer } from '../../state/customer.ts'
import type { Day } from '../../time.ts'
import { evaluate } from '../../values/evaluate.ts'
import { isAnnounced } from '../../values/stages.ts'
import { statusFormula } from '../../values/verdict.ts'
import { money } from '../words.ts'

type Cleared = { readonly status: Status; readonly ref: Ref; readonly today: Day; readonly digits: number }

/** What would clear a status, in words; null where nothing needs to be cleared. */
export function clearing(
  customer: Customer,
  figure: FormulaName,
  { status, ref, today, digits }: Cleared,
): string | null {
  const clears = statusFormula(customer.rules, figure).cases.find((one) => one.status === status)?.clears
  if (clears === undefined || typeof clears === 'string') return clears ?? null
  const { owed, by, byHand } = clears
  if (byHand !== undefined && !endsByItself(customer, today)) return byHand
  return `${money(evaluate(customer, owed, ref, today) ?? 0n, { digits })} ${by}.`
}

/** Does a termination end with its cause? Not where the cause is gone already. */
const endsByItself = (customer: Customer, today: Day): boolean =>
  isAnnounced(customer) && customer.policy.collection.reinstate === 'automatic' && isEndReached(customer, today)
