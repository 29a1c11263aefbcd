import type { Instant } from '../../../../engine/time.ts'
import type { Reach } from '../../../../store/read/audit/narrowing.ts'
import { lastSeqKnownAt } from '../../../../store/read/records/known.ts'
import type { Session } from '../../../../store/session/session.ts'
import { timeText } from '../../records/wire.ts'
import { boundary, boundaryIn } from '../../view/dials.ts'
import { LAST_MOMENT, zoneBy } from '../../view/zones.ts'
import type { AuditAsked, Filters } from './filters.ts'

/** Whose log, and the zone in which bare days are read when it is that of all. */
export type Whose = { readonly customerId: string | null; readonly zone: string }

/** The bounds of a page as moments; both include. */
export type Window = { readonly from: Instant | null; readonly to: Instant | null }

/**
 * Reads the bounds: a bare day means its start as `from`, its end as `to`, in the zone that the customer had on it; in the
 * log of all customers in the zone of the installation. With the zone that holds at the end of the page.
 */
export async function windowOf(
  session: Session,
  { from, to }: AuditAsked,
  { customerId, zone }: Whose,
  { clock, reach }: { readonly clock: Filters['clock']; readonly reach: Reach | null },
): Promise<Window & { readonly zone: string }> {
  const known = { knownSeq: reach?.knownSeq ?? Number.MAX_SAFE_INTEGER }
  const of = clock === 'recorded' ? 'recorded' : known
  const edge = async (text: string | undefined, parameter: 'from' | 'to'): Promise<Instant | null> => {
    if (text === undefined) return null
    const edge = parameter === 'from' ? 'start' : 'end'
    if (customerId === null) return boundaryIn(text, parameter, zone, edge)
    return await boundary(session, customerId, text, { parameter, edge, of })
  }
  const [first, last] = [await edge(from, 'from'), await edge(to, 'to')]
  if (customerId === null) return { from: first, to: last, zone }
  const end = reach?.effectiveAt ?? LAST_MOMENT
  const held = await (last === null ? zoneBy(session, customerId, end, known) : zoneBy(session, customerId, last, of))
  return { from: first, to: last, zone: held }
}

/** The bounds as they were applied, for the page to write out. */
export const windowText = ({ from, to, zone }: Window & { readonly zone: string }, clock: Filters['clock']) => ({
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
