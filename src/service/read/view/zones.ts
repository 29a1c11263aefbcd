import type { EventRecord } from '../../../engine/events/record.ts'
import { type Day, type Instant, startInUtc } from '../../../engine/time.ts'
import { readTraitEvents } from '../../../store/read/records/history.ts'
import { lastSeqKnownAt } from '../../../store/read/records/known.ts'
import { type Reader, readRecordsByKey } from '../../../store/read/records/records.ts'
import { endOfDay, startOfDay } from '../../asked/days.ts'
import { readOf } from '../records/shelf.ts'

// In which zone a bare day of a question is read: never in that of the head alone, which a later change moves on.

/** Behind every moment that can be told. */
export const LAST_MOMENT: Instant = 32_503_679_999_999_999n
const AT_ONCE = 1000
const NOON = 43_200_000_000n

/** The opening of a customer; it says who he is where nothing else within the dials does. */
export async function openingOf(reader: Reader, customerId: string): Promise<EventRecord> {
  const [row] = await readRecordsByKey(reader, [{ customerId, seq: 1 }])
  const record = row && readOf(row).record
  if (record?.kind !== 'event') throw new Error(`Bug: ${customerId} was opened by no record`)
  return record
}

type Reach = { readonly effectiveAt: Instant; readonly knownSeq: number }

/** The zone in force at a time, as known up to a record; that of the opening where none was. */
async function zoneAt(reader: Reader, customerId: string, { effectiveAt, knownSeq }: Reach): Promise<string> {
  for (let until = effectiveAt; ; ) {
    const dials = { effectiveAt: until, knownSeq }
    const rows = await readTraitEvents(reader, customerId, dials, AT_ONCE)
    const records = rows.map((row) => readOf(row).record).filter((record) => record.kind === 'event')
    const found = records.find((record) => record.facts.timeZone !== undefined)?.facts.timeZone
    if (found !== undefined) return found
    const last = records.at(-1)
    if (last === undefined || rows.length < AT_ONCE) break
    until = last.effectiveAt - 1n
  }
  return (await openingOf(reader, customerId)).facts.timeZone ?? 'UTC'
}

/** By which clock a day is told: of what counts, as known up to a record, or of what was recorded. */
export type DayOf = { readonly knownSeq: number } | 'recorded'
export type Edge = 'start' | 'end'

/** The zone in force at a moment, or recorded last by then. */
export async function zoneBy(reader: Reader, customerId: string, at: Instant, of: DayOf): Promise<string> {
  const reach =
    of === 'recorded'
      ? { effectiveAt: LAST_MOMENT, knownSeq: await lastSeqKnownAt(reader, customerId, at) }
      : { effectiveAt: at, knownSeq: of.knownSeq }
  return await zoneAt(reader, customerId, reach)
}

/**
 * The first or last moment of a day in the zone in force at noon UTC of it, as known up to a record; a day of recording in
 * the zone that was recorded last by then.
 */
export async function edgeOfDay(reader: Reader, customerId: string, day: Day, of: DayOf, edge: Edge): Promise<Instant> {
  const zone = await zoneBy(reader, customerId, startInUtc(day) + NOON, of)
  return edge === 'start' ? startOfDay(day, zone) : endOfDay(day, zone)
}
