import { Temporal } from 'temporal-polyfill'
import { type Day, dayInUtc, type Instant, textFromDay } from '../engine/time.ts'

// The engine knows no zones: a customer's days are computed here and handed to it. The zone table is that of the pinned
// Node, so every process of one release cuts the days alike.

const NAMED = /^(?:UTC|[A-Z][A-Za-z]+(?:\/[A-Za-z0-9_+-]+)+)$/

// Each operation asks for its day: measured 10 µs when computed, 0.15 µs when remembered. The oldest goes first.
const MOST_REMEMBERED = 20_000
const remembered = new Map<string, Instant>()

/**
 * Whether this names a zone that a customer can have: "UTC", or an IANA name as it is spelt, "Pacific/Auckland".
 * Refused: offsets ("+02:00") and abbreviations ("EST", "CET"), which keep no rules of a place, and other spellings
 * ("pacific/auckland").
 */
export function isZone(name: string): boolean {
  if (!NAMED.test(name)) return false
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId === name
  } catch {
    return false
  }
}

/**
 * The day that a moment falls on in a zone: the latest day that has begun there.
 * Days never go back: where clocks were set back over midnight (St. John's until 2011), the day that began stays.
 */
export function dayAt(instant: Instant, zone: string): Day {
  const day = dayInUtc(instant)
  if (startOfDay(day + 1, zone) <= instant) return day + 1
  return startOfDay(day, zone) <= instant ? day : day - 1
}

/**
 * The first moment of a day in a zone; where midnight is skipped, the moment at which the clocks jump.
 * A day that a zone skipped as a whole (Samoa, 30 December 2011) is empty: it starts when the next one does. A zone
 * that `isZone` refuses is a bug of the caller and may throw.
 */
export function startOfDay(day: Day, zone: string): Instant {
  const key = `${zone} ${day}`
  const known = remembered.get(key)
  if (known !== undefined) return known
  const start = computedStart(day, zone)
  forgetOldest()
  remembered.set(key, start)
  return start
}

/** The day of the latest moment at which something of a customer counts, in his zone; of a new one it means nothing. */
export const latestOn = ({ maxEffectiveAt, timeZone }: { maxEffectiveAt: Instant; timeZone: string }): Day =>
  dayAt(maxEffectiveAt, timeZone)

/** The last moment of a day in a zone: the microsecond before the next day starts. */
export function endOfDay(day: Day, zone: string): Instant {
  return startOfDay(day + 1, zone) - 1n
}

function computedStart(day: Day, zone: string): Instant {
  const midnight = Temporal.PlainDate.from(textFromDay(day)).toZonedDateTime(zone)
  return midnight.epochNanoseconds / 1000n
}

function forgetOldest(): void {
  if (remembered.size < MOST_REMEMBERED) return
  const oldest = remembered.keys().next()
  if (!oldest.done) remembered.delete(oldest.value)
}
