import { movementsOf, type Taken } from '../../asked/movements.ts'
import type { EventRecord } from '../../events/record.ts'
import { type Ref, refKey } from '../../figures/base.ts'
import { type Instant, shortDay } from '../../time.ts'
import { eventRows } from '../events/event-sentences.ts'
import { subjectWords, type Telling } from '../words.ts'

/** The figure of a subject that is never below 0, but on a past day by what was dated back. */
export const neverBelow: Partial<Record<Ref['kind'], Taken>> = {
  invoice: 'invoice.outstanding',
  payment: 'payment.unallocated',
  credit: 'credit.remaining',
}

/** A subject that is below 0 at the moment that is looked at. */
export type Below = { readonly ref: Ref; readonly value: bigint }

/**
 * Since when it is, looked for among the events that moved it, newest first by effect: `at` is how far that is, `before`
 * what it was before that moment. Of late events that took of it by then the last recorded one is `because`.
 */
export type BelowSince = {
  readonly ref: Ref
  readonly at: Instant | null
  readonly before: bigint
  readonly isFound: boolean
  readonly because: EventRecord | null
}

type Saying = Pick<Telling, 'digits' | 'nameOf' | 'calledOf'> & { readonly dayOf: (at: Instant) => number }

/**
 * "Payment P-1 is below 0 since 5 Mar 2026, because the chargeback of payment P-1 was dated back.": since when, and by the
 * last late record that took of it. Where none is late, only since when.
 */
export function belowZeroWords({ ref, at, because }: BelowSince, { dayOf, ...told }: Saying): string {
  const telling: Telling = { ...told, recordAt: () => undefined, textOf: () => null, reference: null }
  const name = subjectWords(ref, telling)
  const why = because === null ? '' : `, because the ${eventRows[because.type].source(because, telling)} was dated back`
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} is below 0 since ${shortDay(dayOf(at ?? 0n))}${why}.`
}

/** Nothing looked at yet. */
export const belowNow = ({ ref, value }: Below): BelowSince => ({
  ref,
  at: null,
  before: value,
  isFound: false,
  because: null,
})

/** Looks on at older events; what counts from one moment counts as one, so that it may need those of the next page too. */
export function lookBack(below: BelowSince, events: Iterable<EventRecord>): BelowSince {
  let { at, before, isFound, because } = below
  for (const event of events) {
    const by = movedBy(event, below.ref)
    if (by === 0n) continue
    if (!isFound && at !== null && event.effectiveAt !== at) isFound = before >= 0n
    if (!isFound) {
      // what is dated after the moment did not make it so
      if (event.effectiveAt !== at) because = null
      at = event.effectiveAt
      before -= by
    }
    if (by < 0n && event.late && (because === null || event.seq > because.seq)) because = event
  }
  return { ref: below.ref, at, before, isFound, because }
}

/** What an event added to what is never below 0 of a subject. */
function movedBy(event: EventRecord, ref: Ref): bigint {
  const own = movementsOf(event).filter(
    ({ figure, subject }) => figure === neverBelow[ref.kind] && refKey(subject) === refKey(ref),
  )
  return own.reduce((sum, one) => sum + one.by, 0n)
}
