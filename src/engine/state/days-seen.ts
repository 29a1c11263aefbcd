import { rowOf, typesMoving } from '../events/effects.ts'
import type { EventRecord, LedgerRecord } from '../events/record.ts'
import type { Day } from '../time.ts'
import type { Customer, Subject } from './customer.ts'

// Which days a customer has seen. As long as his zone stays, the day that is shown is the last one evaluated. A new zone
// sets the first one forward or back and leaves the second, so that a day may come twice, or come before it is evaluated.

/** The day by which his statuses were judged last; undefined before any. */
export const lastShown = ({ cells }: Customer): Day | undefined => dayOf(cells['customer.today']?.value)

/** The last day that was evaluated: no step of collection is taken again for it, nor for those before. */
export const lastEvaluated = (customer: Customer): Day | undefined =>
  dayOf(customer.cells['customer.evaluated_on']?.value) ?? lastShown(customer)

const dayOf = (value: bigint | undefined): Day | undefined => (value === undefined ? undefined : Number(value))

/** Is there something to be evaluated on a day: its statuses, or its steps? */
export const isToEvaluate = (customer: Customer, day: Day): boolean =>
  day > (lastShown(customer) ?? day - 1) || day > (lastEvaluated(customer) ?? day - 1)

/** What an evaluation says of the last day evaluated, where the day that is shown does not say it. */
export const evaluatedAnew = (customer: Customer, day: Day): { readonly evaluatedOn?: Day } =>
  customer.cells['customer.evaluated_on'] !== undefined && day > (lastEvaluated(customer) ?? day)
    ? { evaluatedOn: day }
    : {}

/** Was a subject not there yet when the last day was evaluated, or the zone changed since? Its steps were not taken. */
export const isBornSince = ({ cells }: Customer, { bornSeq }: Subject): boolean =>
  cells['customer.evaluated_on'] !== undefined && bornSeq > cells['customer.evaluated_on'].seq

/** A change of the zone that sets the day. */
export const setsDay = (record: LedgerRecord): record is EventRecord =>
  record.kind === 'event' && record.type === 'customer_changed' && record.facts.shownOn !== undefined

/** The day that an event moves a customer to: an evaluation, or a new zone; undefined where it moves none. */
export function dayMovedBy({ type, facts }: EventRecord): Day | undefined {
  const rule = rowOf(type).effects.find(({ figure }) => figure === 'customer.today')
  const day = rule === undefined ? undefined : facts[rule.slot]
  return typeof day === 'number' ? day : undefined
}

/** The types of the events that can move it. */
export const movingDays = typesMoving('customer.today')

/** Does a day lie where the books are closed? Collection then books nothing on it: it waits for the first open day. */
export const isInClosedBooks = (day: Day, { closedUntil }: { readonly closedUntil?: Day }): boolean =>
  closedUntil !== undefined && day <= closedUntil
