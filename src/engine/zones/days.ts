import { type Day, dayInUtc, type Instant } from '../time.ts'
import tables2026c from './2026c.json' with { type: 'json' }
import { knows, type Offsets, offsetsOf, type ZoneTable } from './table.ts'

// The days of customers: cut by a table of the zones that is part of the rules, so that neither another Node nor another
// browser moves a day that records stand on. Made by script/zones.ts from the data of IANA.

const tables = { '2026c': tables2026c } as const satisfies Record<string, ZoneTable>

/** The zone tables that there are, by the version of the data of IANA. */
export type ZonesVersion = keyof typeof tables

/** The table that questions are asked by where no customer is at hand. */
export const currentZones: ZonesVersion = '2026c'

const DAY_SECONDS = 86_400
/** No clock is further from UTC. */
const FURTHEST = 86_400 + 3_600
const unpacked = new Map<string, Offsets>()

/**
 * Whether this names a zone that a customer can have: "UTC", or an IANA name as it is spelt, "Pacific/Auckland".
 * Refused: offsets ("+02:00") and abbreviations ("EST", "CET"), which keep no rules of a place, and other spellings
 * ("pacific/auckland").
 */
export const isZone = (name: string, zones: ZonesVersion = currentZones): boolean => knows(tables[zones], name)

/**
 * The day that a moment falls on in a zone: the latest day that has begun there.
 * Days never go back: where clocks were set back over midnight (St. John's until 2011), the day that began stays.
 */
export function dayAt(instant: Instant, zone: string, zones: ZonesVersion = currentZones): Day {
  const day = dayInUtc(instant)
  if (startOfDay(day + 1, zone, zones) <= instant) return day + 1
  return startOfDay(day, zone, zones) <= instant ? day : day - 1
}

/**
 * The first moment of a day in a zone; where midnight is skipped, the moment at which the clocks jump.
 * A day that a zone skipped as a whole (Samoa, 30 December 2011) is empty: it starts when the next one does. A zone
 * that `isZone` refuses is a bug of the caller and throws.
 */
export function startOfDay(day: Day, zone: string, zones: ZonesVersion = currentZones): Instant {
  const { at, offset } = unpackedOf(zone, zones)
  const midnight = day * DAY_SECONDS
  for (let n = spanAt(at, midnight - FURTHEST); ; n += 1) {
    const end = at[n + 1] ?? Number.POSITIVE_INFINITY
    const ahead = offset[n] ?? 0
    // what held before 1900 is not told: the first offset has no beginning
    const from = n === 0 ? Number.NEGATIVE_INFINITY : (at[n] ?? 0)
    if (end + ahead > midnight) return BigInt(Math.max(midnight - ahead, from)) * 1_000_000n
  }
}

/** So many seconds the clocks of a zone are ahead of UTC at a moment. */
export function secondsAhead(instant: Instant, zone: string, zones: ZonesVersion = currentZones): number {
  const { at, offset } = unpackedOf(zone, zones)
  // a moment between two seconds lies in the span of the first
  const second = Number(instant / 1_000_000n) - (instant % 1_000_000n < 0n ? 1 : 0)
  return offset[spanAt(at, second)] ?? 0
}

/** The last moment of a day in a zone: the microsecond before the next day starts. */
export function endOfDay(day: Day, zone: string, zones: ZonesVersion = currentZones): Instant {
  return startOfDay(day + 1, zone, zones) - 1n
}

/** The span of one offset that a second lies in; before the first, that one. */
function spanAt(at: readonly number[], second: number): number {
  let [low, high] = [0, at.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((at[middle] ?? 0) <= second) low = middle
    else high = middle
  }
  return low
}

function unpackedOf(zone: string, zones: ZonesVersion): Offsets {
  const key = `${zones} ${zone}`
  const known = unpacked.get(key) ?? offsetsOf(tables[zones], zone)
  unpacked.set(key, known)
  return known
}
