import { theCustomer } from '../figures/base.ts'
import type { Stage } from '../figures/collection-stages.ts'
import type { Micros } from '../money/amount.ts'
import { policyName } from '../policy/policy.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { listMoved, ofKind, subjectsOf } from '../state/subjects.ts'
import { type Day, shortDay } from '../time.ts'
import { amountOf } from './amounts.ts'
import { overSubjects } from './coverage.ts'
import { collectedInvoices, countedSince, stageReached } from './dunning.ts'
import { overdueOf } from './invoice-amounts.ts'
import { announcedFor, collectionSince, daysTo, startOf } from './stages.ts'
import { figurePart, plainTerm, type Rule, type Term } from './terms.ts'

/** A term of the policy as it stands; null where there is none. */
const byPolicy =
  (read: (of: Customer['policy']) => bigint | number | null): Rule =>
  (customer) => {
    const value = read(customer.policy)
    const seq = customer.cells['customer.policy']?.seq
    return value === null
      ? null
      : [plainTerm('+', BigInt(value), () => `by ${policyName(customer.policy)}`, theCustomer, seq)]
  }

/** A day of a stage: of which invoice, counted from when, announced when, by which version of the terms. */
const stageOn =
  (stage: Stage): Rule =>
  (customer, _ref, today) => {
    const first = stageReached(customer, stage, today)
    if (first === null) return null
    const { invoice, on } = first
    const since = collectionSince(customer, invoice.ref) ?? on
    const start = startOf(customer, invoice, since)
    const isAnnounced = announcedFor(invoice, stage) !== null
    const seq = isAnnounced ? (invoice.cells[`invoice.${stage}_on`]?.seq ?? start.seq) : start.seq
    const words = (): string =>
      [
        `${stage} because of invoice ${invoice.id} ${isAnnounced ? 'announced for' : 'falls on'} ${shortDay(on)}`,
        `${start.words} from ${shortDay(since)}`,
        `${daysTo(customer, stage) ?? 0} days by policy version ${customer.policy.version}`,
      ].join(', ')
    return [plainTerm('+', BigInt(on), words, invoice.ref, seq)]
  }

/** An invoice as one of a count. Its words look at it alone: terms are kept, and would keep the state that they look at. */
const oneOf = (invoice: Subject): Term =>
  plainTerm('+', 1n, () => `invoice ${invoice.id}`, invoice.ref, invoice.bornSeq)

/** One for each invoice of which there is something. */
function counted(amount: (customer: Customer, invoice: Subject, today: Day) => Micros): Rule {
  const termOf =
    (customer: Customer, today: Day) =>
    (invoice: Subject): Term | null =>
      amount(customer, invoice, today) > 0n ? oneOf(invoice) : null
  const all = overSubjects(
    (customer, today): readonly Term[] => {
      const its = termOf(customer, today)
      return subjectsOf(customer, 'invoice').flatMap((invoice) => its(invoice) ?? [])
    },
    (terms, { after, moved }, today) =>
      listMoved(terms, ofKind(moved, 'invoice'), ({ subject }) => subject, termOf(after, today)),
  )
  return (customer, _ref, today) => all(customer, today)
}

/** How the rules of a customer work. */
export const customerRules = {
  'customer.credit_limit': (customer, _ref, today) => {
    const figure = limitInForce(customer, today)
    if (figure !== null) return [figurePart('+', figure, theCustomer)]
    // a prepaid customer without one has 0, a postpaid one none
    return customer.billing === 'prepaid' ? [] : null
  },
  'customer.available_credit': (customer, _ref, today) => {
    const balance = figurePart('-', 'customer.balance', theCustomer)
    if (customer.billing === 'prepaid') return [balance]
    if (limitInForce(customer, today) === null) return null
    return [figurePart('+', 'customer.credit_limit', theCustomer), balance]
  },
  'customer.open_count': counted((customer, invoice) => amountOf(customer, 'invoice.outstanding', invoice)),
  'customer.overdue_count': counted(overdueOf),
  'customer.days_in_collection': daysInCollection,
  'customer.limitation_after': byPolicy(({ collection }) => collection.limitationAfter),
  'customer.suspension_after': byPolicy(({ collection }) => collection.suspensionAfter),
  'customer.termination_after': byPolicy(({ collection }) => collection.terminationAfter),
  'customer.limitation_on': stageOn('limitation'),
  'customer.suspension_on': stageOn('suspension'),
  'customer.termination_on': stageOn('termination'),
  'customer.collect_minimum': byPolicy(({ collectMinimum }) => collectMinimum),
} as const satisfies Record<string, Rule>

/** The limit of a day: the temporary one until its last day, else the permanent one; null where it was never set. */
function limitInForce({ cells }: Customer, today: Day): 'customer.temporary_limit' | 'customer.permanent_limit' | null {
  const until = cells['customer.temporary_limit_until']
  const isTemporary = until !== undefined && until.value >= BigInt(today)
  const figure = isTemporary ? 'customer.temporary_limit' : 'customer.permanent_limit'
  return cells[figure] === undefined ? null : figure
}

/**
 * Days in collection of the invoice that has been collected longest; none while nobody is to be dunned. By rules 2 the
 * days are those from the due date (2-domain 2.5, docs/decisions/0023).
 */
function daysInCollection(customer: Customer, _ref: unknown, today: Day): readonly Term[] {
  const counted = collectedInvoices(customer, today).map((one) => ({
    invoice: one.invoice,
    since: countedSince(customer, one) ?? today,
  }))
  const [first, ...others] = counted
  if (first === undefined) return []
  const { invoice, since } = others.reduce((oldest, one) => (one.since < oldest.since ? one : oldest), first)
  if (since >= today) return []
  const words = (): string => `days of invoice ${invoice.id} from ${shortDay(since)} to ${shortDay(today)}`
  return [plainTerm('+', BigInt(today - since), words, invoice.ref, startOf(customer, invoice, since).seq)]
}
