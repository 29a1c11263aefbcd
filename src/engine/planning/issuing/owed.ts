import { type Ref, refKey } from '../../figures/base.ts'
import type { Micros } from '../../money/amount.ts'
import type { Customer, Subject } from '../../state/customer.ts'
import { oncePerSubjects } from '../../state/once-per-state.ts'
import { ofKind } from '../../state/subjects.ts'
import { type Instant, later } from '../../time.ts'
import { amountOf } from '../../values/amounts.ts'
import { issuedOldestFirst } from '../../values/coverage.ts'
import { leftIn, type Plan } from '../plan.ts'

/**
 * What is left to pay, after all that a plan has drafted, of the invoices that count by its moment, the one that it issues
 * among them: what stood before, with what the plan moved.
 */
export function owedIn(plan: Plan, issued: Ref): Micros {
  const { customer, outstanding, effectiveAt } = plan
  const before = owedBefore(customer)
  if (before.latest > effectiveAt) return owedByThen(plan)
  let owed = before.sum
  for (const [key, left] of outstanding.moved)
    if (isIssued(customer.subjects.get(key))) owed += left - outstanding.before(key)
    else if (key === refKey(issued)) owed += left
  return owed
}

/** The same where some invoices count only later: each is looked at. */
const owedByThen = (plan: Plan): Micros =>
  plan
    .targets()
    .filter(({ bornAt }) => bornAt <= plan.effectiveAt)
    .reduce((sum, { ref }) => sum + leftIn(plan.outstanding, ref), 0n)

/** What issued invoices owe together; none of them counts from later than `latest`. */
type Owed = { readonly sum: Micros; readonly latest: Instant }

const owedOn = (customer: Customer): Owed =>
  owedBeside(
    customer,
    { sum: 0n, latest: 0n as Instant },
    issuedOldestFirst(customer).map(({ invoice }) => ({ was: undefined, is: invoice })),
  )

const owedWork = oncePerSubjects(
  owedOn,
  ({ rules }) => [rules],
  (owed, { after, moved }) => owedBeside(after, owed, ofKind(moved, 'invoice')),
)

const owedBefore = (customer: Customer): Owed => owedWork(customer, 0)

function owedBeside(customer: Customer, { sum, latest }: Owed, moved: ReturnType<typeof ofKind>): Owed {
  const owes = (one: Subject | undefined): Micros =>
    one !== undefined && isIssued(one) ? amountOf(customer, 'invoice.outstanding', one) : 0n
  return moved.reduce(
    (owed, { was, is }) => ({
      sum: owed.sum + owes(is) - owes(was),
      latest: is === undefined ? owed.latest : later(owed.latest, is.bornAt),
    }),
    { sum, latest },
  )
}

const isIssued = (one: Subject | undefined): boolean => one !== undefined && one.traits.draft === undefined
