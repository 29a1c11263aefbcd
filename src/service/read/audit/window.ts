import type { Instant } from '../../../engine/time.ts'
import { lastSeqKnownAt } from '../../../store/read/known.ts'
import type { Session } from '../../../store/store.ts'
import { boundary } from '../dials.ts'
import { timeText } from '../wire.ts'
import type { AuditAsked, Filters } from './filters.ts'

/** Whose log, and the zone in which bare days are read when it is that of all. */
export type Whose = { readonly customerId: string | null; readonly zone: string }

/** The bounds of a page as moments; both include. */
export type Window = { readonly from: Instant | null; readonly to: Instant | null }

/** Reads the bounds in a zone: a bare day means its start as `from`, its end as `to`. */
export const windowOf = ({ from, to }: AuditAsked, zone: string): Window => ({
  from: from === undefined ? null : boundary(from, 'from', zone, 'start'),
  to: to === undefined ? null : boundary(to, 'to', zone, 'end'),
})

/** The bounds as they were applied, for the page to write out. */
export const windowText = ({ from, to }: Window, zone: string, clock: Filters['clock']) => ({
  from: from === null ? null : timeText(from),
  to: to === null ? null : timeText(to),
  time_zone: zone,
  time: clock,
})

/** Bounds in order of recording within one customer, as seqs: those rise with the time of recording. */
export async function seqsWithin(
  session: Session,
  customerId: string,
  { from, to }: Window,
): Promise<[number, number]> {
  const [before, last] = await Promise.all([
    from === null ? 0 : lastSeqKnownAt(session, customerId, from - 1n),
    to === null ? Number.MAX_SAFE_INTEGER : lastSeqKnownAt(session, customerId, to),
  ])
  return [before + 1, last]
}
