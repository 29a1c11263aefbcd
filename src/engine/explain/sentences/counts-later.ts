import type { EventRecord } from '../../events/record.ts'
import { shortDay } from '../../time.ts'
import { eventRows } from '../events/event-sentences.ts'
import type { Telling } from '../words.ts'

/**
 * " Dated 3 Feb 2026, counts from 10 Feb 2026: before it there was no room (deallocation of payment P-1 …).", where an
 * event counts later than it is dated; else nothing.
 */
export function countsLater({ facts }: EventRecord, telling: Telling): string {
  const { datedOn, countsOn, roomSeq } = facts
  if (datedOn === undefined || countsOn === undefined || roomSeq === undefined) return ''
  const from = countsOn === datedOn ? 'a later moment of it' : shortDay(countsOn)
  const made = telling.recordAt(Number(roomSeq))
  const what = made?.kind === 'event' ? `, until the ${eventRows[made.type].source(made, telling)}` : ''
  return ` Dated ${shortDay(datedOn)}, counts from ${from}: there was no room for it before${what}.`
}
