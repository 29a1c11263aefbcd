import { instantFromText, instantToText } from '../engine/time.ts'
import { secondsAhead } from '../engine/zones/days.ts'

/** A moment of an answer as clocks in a zone show it, to the minute: "2026-10-15 23:30". */
export function localTime(at: string, zone: string): string {
  const instant = instantFromText(at)
  if (instant === undefined) return at
  const local = instant + BigInt(secondsAhead(instant, zone)) * 1_000_000n
  return instantToText(local).slice(0, 16).replace('T', ' ')
}

/** Its day there. */
export const localDay = (at: string, zone: string): string => localTime(at, zone).slice(0, 10)
