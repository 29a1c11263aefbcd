import type { Code } from '../events/slots.ts'
import type { Ref } from '../figures/base.ts'
import type { Stage } from '../figures/collection-stages.ts'
import type { Micros } from '../money/amount.ts'
import type { Customer, Subject } from '../state/customer.ts'
import type { Moves } from '../state/once-per-state.ts'
import { cellValue, listMoved, ofKind, subjectsOf } from '../state/subjects.ts'
import { type Day, dayInUtc } from '../time.ts'
import { amountOf } from './amounts.ts'
import { coverage, overSubjects, pendingCoverage } from './coverage.ts'
import { dueOfInvoice } from './installments.ts'
import { disputedOf, overdueOf } from './invoice-amounts.ts'
import { collectionSince, dayIn, daysTo, isAnnounced, isCollectionOff, stageComesOn } from './stages.ts'

/** An invoice as collection looks at it on a day; amounts in micros. */
export type Dunned = {
  readonly invoice: Subject
  readonly outstanding: Micros
  readonly overdue: Micros
  readonly disputed: Micros
  /** by free money */
  readonly covered: Micros
  /** by pending payments */
  readonly pending: Micros
  /** overdue − disputed − covered − pending, never below 0 */
  readonly collectibleOverdue: Micros
  /** due date of the oldest uncovered installment */
  readonly dueOn: Day | null
}

/** Every loaded invoice with something outstanding, as collection looks at it on a day. */
export const dunnedInvoices = overSubjects(
  (customer, today): readonly Dunned[] => {
    const look = dunnedOn(customer, today)
    return subjectsOf(customer, 'invoice').flatMap((invoice) => look(invoice) ?? [])
  },
  (all, moves, today) =>
    isCoveredAsBefore(moves, today)
      ? listMoved(all, ofKind(moves.moved, 'invoice'), refOf, dunnedOn(moves.after, today))
      : undefined,
)

const refOf = ({ invoice }: Dunned): Ref => invoice.ref

/** How collection looks at each invoice of a customer; null: nothing of it is outstanding. */
function dunnedOn(customer: Customer, today: Day): (invoice: Subject) => Dunned | null {
  const shares = coverage(customer, today)
  const pending = pendingCoverage(customer, today)
  return (invoice) =>
    dunnedOf(customer, invoice, today, [shares.get(invoice.ref.no) ?? 0n, pending.get(invoice.ref.no) ?? 0n])
}

/** Does the same money cover the same, so that the invoices that did not move are looked at as before? */
const isCoveredAsBefore = ({ before, after }: Moves, today: Day): boolean =>
  coverage(before, today) === coverage(after, today) && pendingCoverage(before, today) === pendingCoverage(after, today)

type Looked = { readonly today: Day; readonly rules: number; readonly one: Dunned }
const looked = new WeakMap<Subject, Looked>()

/** Most operations move few invoices: how the others are looked at on a day stays, unless other money covers them. */
function dunnedOf(
  customer: Customer,
  invoice: Subject,
  today: Day,
  [covered, pending]: readonly [Micros, Micros],
): Dunned | null {
  const before = looked.get(invoice)
  const isSame = before?.today === today && before.rules === customer.rules
  if (isSame && before.one.covered === covered && before.one.pending === pending) return before.one
  const outstanding = amountOf(customer, 'invoice.outstanding', invoice)
  if (outstanding <= 0n) return null
  const overdue = overdueOf(customer, invoice, today)
  const disputed = disputedOf(customer, invoice)
  const left = overdue - disputed - covered - pending
  const collectibleOverdue = left > 0n ? left : 0n
  const dueOn = dueOfInvoice(customer, invoice)
  const one = { invoice, outstanding, overdue, disputed, covered, pending, collectibleOverdue, dueOn }
  looked.set(invoice, { today, rules: customer.rules, one })
  return one
}

/** The same by the number of the invoice. */
export const dunnedByNo = overSubjects(
  (customer, today): ReadonlyMap<number, Dunned> =>
    new Map(dunnedInvoices(customer, today).map((one) => [one.invoice.ref.no, one])),
)

/** The day from which an invoice counts in collection; by rules 2 its due date. */
export const countedSince = (customer: Customer, { invoice, dueOn }: Dunned): Day | null =>
  isAnnounced(customer) ? collectionSince(customer, invoice.ref) : dueOn

/**
 * The invoice that is collected now and for which a stage holds first, with the first day on which it does; null: none has
 * come or will by itself.
 */
export function stageReached(
  customer: Customer,
  stage: Stage,
  today: Day,
): { readonly invoice: Subject; readonly on: Day } | null {
  if (!isAnnounced(customer) || daysTo(customer, stage) === null) return null
  let first: { readonly invoice: Subject; readonly on: Day } | null = null
  for (const { invoice } of collectedInvoices(customer, today)) {
    const on = stageComesOn(customer, invoice, stage)
    if (on !== null && (first === null || on < first.on)) first = { invoice, on }
  }
  return first
}

/** The first day on which a stage holds. */
export const stageOn = (customer: Customer, stage: Stage, today: Day): Day | null =>
  stageReached(customer, stage, today)?.on ?? null

/** The invoices that are collected on a day: something collectible overdue, and nothing that speaks against it. */
export const collectedInvoices = (customer: Customer, today: Day): readonly Dunned[] =>
  isCollectionOff(customer) ? [] : collectible(customer, today)

const collectible = overSubjects(
  (customer, today): readonly Dunned[] => {
    const isCollected = collectedOn(customer, today)
    return dunnedInvoices(customer, today).filter(isCollected)
  },
  (all, moves, today) => {
    const { before, after } = moves
    if (!isCoveredAsBefore(moves, today) || isAboveThreshold(before, today) !== isAboveThreshold(after, today))
      return undefined
    const [look, isCollected] = [dunnedOn(after, today), collectedOn(after, today)]
    return listMoved(all, ofKind(moves.moved, 'invoice'), refOf, (invoice) => {
      const one = look(invoice)
      return one !== null && isCollected(one) ? one : null
    })
  },
)

function collectedOn(customer: Customer, today: Day): (one: Dunned) => boolean {
  const sum = collectibleSum(customer, today)
  return (one) => one.collectibleOverdue > 0n && spared(customer, one, sum) === null
}

const isAboveThreshold = (customer: Customer, today: Day): boolean =>
  collectibleSum(customer, today) > customer.policy.collection.threshold

/**
 * Why an invoice with something overdue is not collected; null: it is. `sum` is the customer's collectible overdue. The
 * first reason that applies: collection stopped by hand, in dispute, covered by free money, or by pending money too, below
 * the collection minimum, the sum not above the threshold.
 */
export function spared(customer: Customer, one: Dunned, sum: Micros): Code | null {
  const { collectMinimum, collection } = customer.policy
  if (cellValue(customer, one.invoice.ref, 'invoice.uncollected_since') > 0n) return 'stopped_by_hand'
  if (one.overdue - one.disputed <= 0n) return 'in_dispute'
  if (one.overdue - one.disputed - one.covered <= 0n) return 'covered_by_free_money'
  if (one.collectibleOverdue <= 0n) return 'covered_by_pending_money'
  if (one.outstanding - one.disputed - one.covered - one.pending <= collectMinimum) return 'below_minimum'
  return sum <= collection.threshold ? 'below_threshold' : null
}

/** Why nothing is done on a day about an invoice that is overdue; null: it is collected (2-domain 2.5). */
export function whyNotCollected(customer: Customer, one: Dunned, day: Day): Code | null {
  const reason = spared(customer, one, collectibleSum(customer, day))
  if (reason !== null) return reason
  return isLifted(customer, day) ? 'lifted' : null
}

/** Is collection lifted on a day? The last day is one of them. */
export const isLifted = (customer: Customer, day: Day): boolean =>
  (customer.cells['customer.lifted_until']?.value ?? 0n) >= BigInt(day)

/** The customer's collectible overdue on a day. */
export const collectibleSum = overSubjects(
  (customer, day): Micros => dunnedInvoices(customer, day).reduce((sum, one) => sum + one.collectibleOverdue, 0n),
  (sum, moves, day) => {
    if (!isCoveredAsBefore(moves, day)) return undefined
    const then = dunnedOn(moves.before, day)
    const now = dunnedOn(moves.after, day)
    const part = (one: Subject | undefined, look: typeof now): Micros =>
      one === undefined ? 0n : (look(one)?.collectibleOverdue ?? 0n)
    return ofKind(moves.moved, 'invoice').reduce((all, { was, is }) => all - part(was, then) + part(is, now), sum)
  },
)

/** Is the customer closed? Nothing is charged to him any more. */
export const isClosed = ({ cells }: Customer): boolean => (cells['customer.closed_since']?.value ?? 0n) > 0n

/** Is the customer terminated by collection? */
export const isTerminated = ({ cells }: Customer): boolean => (cells['customer.terminated_since']?.value ?? 0n) > 0n

/** May stages be announced to a customer? None can come to one who is closed or terminated. */
export const mayBeWarned = (customer: Customer): boolean => !isClosed(customer) && !isTerminated(customer)

/** May a customer be terminated by what comes on a day? Not twice, not when closed, and not by what had come when he was reopened by hand. */
export function mayBeTerminated(customer: Customer, comesOn: Day): boolean {
  const since = customer.cells['customer.terminated_since']
  const reopenedOn = isAnnounced(customer)
    ? dayIn(customer.cells['customer.reopened_on'])
    : since?.at && dayInUtc(since.at) // what is recorded under rules 2 was judged by the day in UTC
  return mayBeWarned(customer) && (reopenedOn == null || comesOn > reopenedOn)
}
