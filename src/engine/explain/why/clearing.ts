import { isEndReached } from '../../collection/announce.ts'
import { type Ref, theCustomer } from '../../figures/base.ts'
import type { FigureName } from '../../figures/names.ts'
import type { Status } from '../../figures/statuses.ts'
import { evaluate } from '../../figures/values/evaluate.ts'
import { isAnnounced } from '../../figures/values/stages.ts'
import type { Customer } from '../../state/customer.ts'
import type { Day } from '../../time.ts'
import { money } from '../words.ts'

type Cleared = { readonly status: Status; readonly ref: Ref; readonly today: Day; readonly digits: number }

/** What would clear a status, in words; null where nothing needs to be cleared. */
export function clearing(customer: Customer, { status, ref, today, digits }: Cleared): string | null {
  const owed = (figure: FigureName): string => money(evaluate(customer, figure, ref, today) ?? 0n, { digits })
  const sum = evaluate(customer, 'customer.collectible_overdue', theCustomer, today) ?? 0n
  switch (status) {
    case 'overdue':
      return `${owed('invoice.overdue')} paid, credited, adjusted or written off.`
    case 'unpaid':
    case 'partially_paid':
      return `${owed('invoice.outstanding')} paid, credited, adjusted or written off.`
    case 'draft':
      return 'Its issue.'
    case 'suspended':
    case 'service_limited':
    case 'suspension_delayed':
    case 'limitation_delayed':
      return `${money(sum, { digits })} paid, credited, adjusted, disputed or written off.`
    case 'closed':
    case 'blocked':
    case 'provisionally_terminated':
      return endsByItself(customer, status, today)
        ? `${money(sum, { digits })} paid, credited, adjusted, disputed or written off.`
        : 'Setting the customer active, by hand.'
    case 'pending':
      return 'Its settlement or failure, or the end of the authorisation.'
    case 'credit_exceeded':
      return 'A balance that is not above the credit limit.'
    default:
      return null
  }
}

/** Does a termination end with its cause? Not where the cause is gone already. */
const endsByItself = (customer: Customer, status: Status, today: Day): boolean =>
  status === 'provisionally_terminated' &&
  isAnnounced(customer) &&
  customer.policy.collection.reinstate === 'automatic' &&
  isEndReached(customer, today)
