import { statuses } from '../figures/statuses.ts'
import { stepsOf } from '../policy/steps.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { isBornSince } from '../state/days-seen.ts'
import { oncePerSubjects } from '../state/once-per-state.ts'
import { ofKind, subjectsOf } from '../state/subjects.ts'
import type { Day } from '../time.ts'
import { collectedInvoices, isClosed, mayBeTerminated } from '../values/dunning.ts'
import { evaluate } from '../values/evaluate.ts'
import { dueDays } from '../values/installments.ts'
import { isAnnounced } from '../values/stages.ts'
import { firstFree, stepDaysOf, waitingDaysOf } from './announced-days.ts'
import { onceForEach, saidOf } from './once-for-each.ts'
import { lastSeen, NEVER, type Seen } from './seen.ts'

/** Days on which a customer is to be evaluated; null: none. */
export type Evaluations = {
  /** the first on which something falls due by itself: it is looked at, however late */
  readonly certain: Day | null
  /** the first on which something that was held back may be done; that is never done for a day that is past */
  readonly waiting: Day | null
}

/** The first of some days; null: there is none. */
export const firstOf = (days: readonly (Day | null)[]): Day | null =>
  days.reduce((first, day) => (first === null || (day !== null && day < first) ? day : first), null)

/** The day that is to be evaluated next as a clock shows today: what was held back is done today at the earliest. */
export function dayToEvaluate(customer: Customer, latestOn: Day, today: Day): Day | null {
  const { certain, waiting } = evaluationsOf(customer, latestOn)
  return firstOf([certain, waiting === null ? null : Math.max(waiting, isAnnounced(customer) ? today : waiting)])
}

/**
 * The first day on which a verdict can differ from what is recorded (3-records 3.2): an invoice or installment that
 * becomes overdue, a step of collection, the end of a lift, of a temporary limit or of an authorisation, an operation
 * that waits. Null when no day can change anything by itself. The open subjects must be loaded. `latestOn` is the day of the
 * customer's `maxEffectiveAt` in his zone.
 */
export function nextEvaluationOn(customer: Customer, latestOn: Day): Day | null {
  const { certain, waiting } = evaluationsOf(customer, latestOn)
  return firstOf([certain, waiting])
}

/** Does the next day to evaluate stay as it was, as an operation moved nothing that it follows from? */
export function staysAsItWas(before: Customer, after: Customer, days: { readonly before: Day; readonly after: Day }) {
  const hasPending = [before, after].some(({ cells }) => (cells['customer.pending']?.value ?? 0n) !== 0n)
  return (
    !hasPending &&
    before.seq > 0 &&
    before.scheduled === after.scheduled &&
    before.policy === after.policy &&
    saidOf(before, lastSeen(before, days.before)) === saidOf(after, lastSeen(after, days.after))
  )
}

function evaluationsOf(customer: Customer, latestOn: Day): Evaluations {
  const seen = lastSeen(customer, latestOn)
  const ends = [
    ...endings(customer).filter((day) => day > seen.shown),
    ...customer.scheduled.map((one) => Math.max(one.day, Math.min(seen.shown, seen.evaluated) + 1)),
  ]
  if (!isAnnounced(customer))
    return {
      certain: firstOf([
        ...subjectsOf(customer, 'invoice').flatMap((invoice) => daysOfInvoice(customer, invoice, seen)),
        ...ends,
      ]),
      waiting: firstOf(heldBackDays(customer, seen)),
    }
  return {
    certain: firstOf([firstCertain(customer, latestOn).day, ...ends]),
    waiting: seen.latest === NEVER ? null : firstWaiting(customer, seen),
  }
}

/** A day, with how many invoices it is the first of: while one of them is left, it stays. */
type First = { readonly day: Day | null; readonly of: number }

/** The first day on which something falls due by itself for one of the invoices. */
const firstCertain = oncePerSubjects(
  (customer, latestOn): First => {
    const days = subjectsOf(customer, 'invoice').map(certainDay(customer, latestOn))
    const day = firstOf(days)
    return { day, of: days.filter((one) => one === day).length }
  },
  (customer) => [customer.policy, saidOf(customer, lastSeen(customer, NEVER))],
  (first, { before, after, moved }, latestOn) => {
    const [then, now] = [certainDay(before, latestOn), certainDay(after, latestOn)]
    let [{ day }, of] = [first, first.of]
    for (const { was, is } of ofKind(moved, 'invoice')) {
      if (was !== undefined && then(was) === day) of -= 1
      const its = is === undefined ? null : now(is)
      if (is !== undefined && its === day) of += 1
      else if (its !== null && (day === null || its < day)) [day, of] = [its, 1]
    }
    // none is left of those whose day it was: the next one is to be looked for
    return of === 0 ? undefined : { day, of }
  },
)

/** The first day on which something falls due by itself for an invoice; null: there is none. */
function certainDay(customer: Customer, latestOn: Day): (invoice: Subject) => Day | null {
  const seen = lastSeen(customer, latestOn)
  // what is overdue already was found so on the last day on which something counts
  const found = { ...seen, known: Math.max(seen.known, seen.latest) }
  return onceForEach('certain', customer, seen, (invoice) =>
    firstOf([...turningDays(customer, invoice, found), ...stepDaysOf(customer, invoice, seen)]),
  )
}

/** The first day from which something that was held back may be done; it is asked for each invoice that is collected. */
function firstWaiting(customer: Customer, seen: Seen): Day | null {
  const collected = collectedInvoices(customer, firstFree(seen))
  const ofInvoice = onceForEach('waiting', customer, seen, (invoice) => firstOf(waitingDaysOf(customer, invoice, seen)))
  return firstOf(collected.map(({ invoice }) => ofInvoice(invoice)))
}

/** The days after which an open invoice, or another part of it, is overdue. */
function turningDays(customer: Customer, invoice: Subject, { shown, known }: Seen): Day[] {
  const due = dueDays(customer, invoice.ref)
  if (due.length === 0 || (evaluate(customer, 'invoice.outstanding', invoice.ref, 0) ?? 0n) <= 0n) return []
  // a backdated invoice that is past due is not overdue on record yet: that day is to be looked at, however long ago
  const isOverdue = invoice.cells['invoice.status']?.value === BigInt(statuses.overdue)
  return due.map((day) => day + 1).filter((day) => day > (isOverdue ? known : shown))
}

function daysOfInvoice(customer: Customer, invoice: Subject, seen: Seen): Day[] {
  const { shown, known, latest } = seen
  const due = dueDays(customer, invoice.ref)
  if (due.length === 0 || (evaluate(customer, 'invoice.outstanding', invoice.ref, 0) ?? 0n) <= 0n) return []
  const turning = turningDays(customer, invoice, seen)
  const issuedOn = Number(invoice.cells['invoice.issued_on']?.value ?? 0n)
  const steps = stepsOf(customer.policy).flatMap((step) => due.map((day) => day + step.after))
  // a day that comes twice takes the steps of what was not there the first time
  const taken = isBornSince(customer, invoice) ? Math.max(shown, latest - 1) : known
  return [...turning, ...steps.filter((day) => day > taken && day > issuedOn)]
}

/**
 * A late fee or a termination that was withheld on its day falls due on the next one on which nothing speaks against it
 * any more; while collection is lifted that is the day after.
 */
function heldBackDays(customer: Customer, { evaluated, latest }: Seen): Day[] {
  const { lateFee, terminationAfter, graceDays } = customer.policy.collection
  if (latest === NEVER || (lateFee === null && terminationAfter === null)) return []
  const liftedUntil = Number(customer.cells['customer.lifted_until']?.value ?? 0n)
  // the day after the last on which something counts: a fee is not to stand before its reason
  const first = Math.max(evaluated + 1, latest + 1, liftedUntil + 1)
  return collectedInvoices(customer, first).flatMap(({ invoice, dueOn }) => {
    if (dueOn === null) return []
    const hasFee = lateFee === null || invoice.cells['invoice.late_fee_on'] !== undefined || isClosed(customer)
    return [
      ...(hasFee ? [] : [Math.max(dueOn + 1 + graceDays, first)]),
      ...(terminationAfter !== null && mayBeTerminated(customer, dueOn + terminationAfter)
        ? [Math.max(dueOn + terminationAfter, first)]
        : []),
    ]
  })
}

/** The days after which a lift, a temporary limit or an authorisation holds no more. */
function endings(customer: Customer): Day[] {
  const { 'customer.lifted_until': lifted, 'customer.temporary_limit_until': limit } = customer.cells
  const pending = subjectsOf(customer, 'payment').flatMap((payment) => {
    const expiresOn = payment.cells['payment.expires_on']
    const isOpen = (payment.cells['payment.authorised']?.value ?? 0n) > 0n
    const hasEnded = payment.cells['payment.status']?.value === BigInt(statuses.expired)
    return expiresOn === undefined || !isOpen || hasEnded ? [] : [expiresOn.value]
  })
  const last = [
    ...(lifted === undefined ? [] : [lifted.value]),
    ...(limit === undefined ? [] : [limit.value]),
    ...pending,
  ]
  return last.map((day) => Number(day) + 1)
}
