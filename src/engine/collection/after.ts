import type { Circumstances } from '../asked/circumstances.ts'
import type { Draft } from '../asked/draft.ts'
import { type EventType, events, rowOf } from '../events/effects.ts'
import { addTo } from '../many.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { ofKind, subjectsOf } from '../state/subjects.ts'
import { type Day, type Instant, later } from '../time.ts'
import { overSubjects } from '../values/coverage.ts'
import { isTerminated } from '../values/dunning.ts'
import { dueOfInvoice } from '../values/installments.ts'
import { dayIn, isAnnounced } from '../values/stages.ts'
import { endings, keptInForce, reinstatement } from './announce.ts'
import { countings, type Following } from './count.ts'
import { preview } from './preview.ts'

/** What a decision has come to, step by step: the drafts so far and the state that they leave. Private to one decision. */
export type Course = {
  readonly before: Customer
  readonly day: Day
  readonly now: Instant
  readonly drafts: Draft[]
  after: Customer
}

/** By which moment an operation counts, and what the clock shows. */
export type Moment = Pick<Circumstances, 'effectiveAt' | 'clock'>

/** The day and the moment by which a course judges; no earlier moment than the latest that counts. */
export type Judged = { readonly day: Day; readonly now: Instant }

/** By the day and the moment of the clock: nothing is done in the past. */
export const byTheClock = ({ clock, effectiveAt }: Moment): Judged => ({
  day: clock.today,
  now: later(clock.now, effectiveAt),
})

/** Begins with what was drafted. */
export function openCourse(customer: Customer, drafts: readonly Draft[], { day, now: at }: Judged): Course {
  const now = later(at, customer.maxEffectiveAt)
  const before = { ...customer, now }
  return { before, day, now, drafts: [...drafts], after: preview(before, drafts, now) }
}

/**
 * Adds events that follow below what the operation is about, at the latest moment that counts by then, so that nothing
 * that was set overrides them. Records of this operation have no numbers yet: they are no causes.
 */
export function follow(course: Course, following: readonly Following[]): void {
  if (following.length === 0) return
  const { maxEffectiveAt } = course.after
  const drafts = following.map((one): Draft => {
    const causes = one.causes.filter((cause) => !('seq' in cause) || cause.seq <= course.before.seq)
    return { ...one, causes, effectiveAt: maxEffectiveAt, parent: null }
  })
  add(course, drafts)
}

/** Adds drafts as they are. */
export function add(course: Course, drafts: readonly Draft[]): void {
  addTo(course.drafts, drafts)
  course.after = preview(course.after, drafts, course.now)
}

/** Ends what has lost its cause by what was drafted: announcements, a termination. */
export function end(course: Course): void {
  follow(course, endings(course.after, course.day))
  follow(course, reinstatement(course.before, course.after, course.day))
}

/** The drafts of an operation with what follows from them in collection (docs/decisions/0023). */
export function withCollection(
  customer: Customer,
  drafts: readonly Draft[],
  circumstances: Circumstances,
): readonly Draft[] {
  if (customer.seq === 0 || customer.currency === null || !drafts.some(bears)) return drafts
  const course = openCourse(customer, drafts, byTheClock(circumstances))
  if (!isAnnounced(course.after) || !mayBear(course)) return drafts
  follow(course, countings(course.before, course.after, course.day))
  if (drafts.some((one) => one.type === 'policy_adopted' || one.type === 'rules_adopted'))
    follow(course, keptInForce(course.before, course.after, course.day))
  end(course)
  return course.drafts
}

/** Can an invoice stand in collection otherwise after it? Not by what becomes of a message. */
const bears = ({ type }: Draft): boolean =>
  !(type in events && rowOf(type as EventType).leavesCollection) && !type.startsWith('message_')

/** Is something past due, or noted in collection? Else nothing follows, and nothing else is to be looked at. */
const mayBear = ({ after, day }: Course): boolean => isTerminated(after) || isAnyBearing(after, day)

const isAnyBearing = overSubjects(
  (customer, day): boolean => subjectsOf(customer, 'invoice').some((one) => isBearing(customer, one, day)),
  (was, { before, after, moved }, day) => {
    const invoices = ofKind(moved, 'invoice')
    if (invoices.some(({ is }) => is !== undefined && isBearing(after, is, day))) return true
    // the one that moved may have been the only one
    const isOpen = was && invoices.some(({ was }) => was !== undefined && isBearing(before, was, day))
    return isOpen ? undefined : was
  },
)

const isBearing = (customer: Customer, invoice: Subject, day: Day): boolean =>
  isPastDue(customer, invoice, day) || isNoted(invoice)

const isPastDue = (customer: Customer, invoice: Subject, day: Day): boolean =>
  invoice.cells['invoice.issued_on'] !== undefined && (dueOfInvoice(customer, invoice) ?? day) < day

const isNoted = ({ cells }: Subject): boolean => notes.some((figure) => dayIn(cells[figure]) !== null)

const notes = [
  'invoice.spared_since',
  'invoice.limitation_on',
  'invoice.suspension_on',
  'invoice.termination_on',
] as const
