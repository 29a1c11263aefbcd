import { movementsOf, type Taken } from '../customer/movements.ts'
import { type Ref, refKey } from '../figures/base.ts'
import type { EventRecord } from '../record.ts'
import { type Instant, shortDay } from '../time.ts'
import { eventRows } from './event-sentences.ts'
import { subjectWords, type Telling } from './words.ts'

/** The figure of a subject that is never below 0, but on a past day by what was dated back. */
export const neverBelow: Partial<Record<Ref['kind'], Taken>> = {
  invoice: 'invoice.outstanding',
  payment: 'payment.unallocated',
  credit: 'credit.remaining',
}

/** A subject that is below 0 at the moment that is looked at, with the events that moved it until then, in any order. */
export type Below = { readonly ref: Ref; readonly value: bigint; readonly events: readonly EventRecord[] }

type Saying = Pick<Telling, 'digits' | 'nameOf' | 'calledOf'> & { readonly dayOf: (at: Instant) => number }

/**
 * "Payment P-1 is below 0 since 5 Mar 2026, because the chargeback of payment P-1 was dated back.": since when, and by the
 * last late record that took of it. Where none is late, only since when.
 */
export function belowZeroWords(below: Below, { dayOf, ...told }: Saying): string {
  const { since, because } = belowSince(below)
  const telling: Telling = { ...told, recordAt: () => undefined, textOf: () => null, reference: null }
  const name = subjectWords(below.ref, telling)
  const why = because === null ? '' : `, because the ${eventRows[because.type].source(because, telling)} was dated back`
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} is below 0 since ${shortDay(dayOf(since))}${why}.`
}

function belowSince({ ref, value, events }: Below): { readonly since: Instant; readonly because: EventRecord | null } {
  const moved = events
    .map((event) => ({ event, by: movedBy(event, ref) }))
    .filter(({ by }) => by !== 0n)
    .sort((one, other) => Number(other.event.effectiveAt - one.event.effectiveAt))
  let before = value
  let since = moved[0]?.event.effectiveAt ?? 0n
  for (const [at, { event, by }] of moved.entries()) {
    since = event.effectiveAt
    before -= by
    // what counts from one moment counts as one
    if (moved[at + 1]?.event.effectiveAt !== since && before >= 0n) break
  }
  const taking = moved.filter(({ event, by }) => by < 0n && event.late && event.effectiveAt <= since)
  const last = taking.reduce<EventRecord | null>(
    (latest, { event }) => (latest === null || event.seq > latest.seq ? event : latest),
    null,
  )
  return { since, because: last }
}

/** What an event added to what is never below 0 of a subject. */
function movedBy(event: EventRecord, ref: Ref): bigint {
  const own = movementsOf(event).filter(
    ({ figure, subject }) => figure === neverBelow[ref.kind] && refKey(subject) === refKey(ref),
  )
  return own.reduce((sum, one) => sum + one.by, 0n)
}
