import { type Instant, instantFromText, instantToText, textFromDay } from '../../engine/time.ts'
import { dayAt, isZone, secondsAhead } from '../../engine/zones/days.ts'

/** Times and days for reading, always in a named time zone, never in that of the browser by accident. */

const formats = new Map<string, Intl.DateTimeFormat>()

const format = (zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = zone + JSON.stringify(options)
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone })
  formats.set(key, known)
  return known
}

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`)

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

// by the zones of the product, which the customers' days are cut by, whatever the browser's are
const instantOf = (at: string): Instant => instantFromText(at) ?? BigInt(new Date(at).getTime()) * 1000n

/** The local calendar day of an instant, `2026-10-16`. */
export const localDay = (at: string, zone: string): string => textFromDay(dayAt(instantOf(at), zone))

const short = (day: string): string => `${Number(day.slice(8))} ${months[Number(day.slice(5, 7)) - 1]}`

/** `15 Oct 2026` of a calendar day. */
export const plainDay = (day: string): string => `${short(day)} ${day.slice(0, 4)}`

/** `16 Oct 2026` of an instant. */
export const dayOf = (at: string, zone: string): string => plainDay(localDay(at, zone))

/** `16 Oct` of an instant. */
export const shortDayOf = (at: string, zone: string): string => short(localDay(at, zone))

/** `14:07` of an instant. */
export const clockOf = (at: string, zone: string): string => {
  const instant = instantOf(at)
  return instantToText(instant + BigInt(secondsAhead(instant, zone)) * 1_000_000n).slice(11, 16)
}

/** `16 Oct 2026 14:07` of an instant. */
export const momentOf = (at: string, zone: string): string => `${dayOf(at, zone)} ${clockOf(at, zone)}`

/** `Friday 16 October 2026` of a calendar day. */
export const longDay = (day: string): string =>
  format('UTC', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(noon(day)).replace(',', '')

/** Whole days from one calendar day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((noon(to).getTime() - noon(from).getTime()) / 86_400_000)

/** The calendar day so many days later. */
export const addDays = (day: string, days: number): string =>
  new Date(noon(day).getTime() + days * 86_400_000).toISOString().slice(0, 10)

/** The time zone of the browser, for pages that belong to no customer; UTC where the product has none of its name. */
export const browserZone = (): string => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return isZone(zone) ? zone : 'UTC'
}

/** `1,204`, or `≥ 10,000` where there may be more. */
export const countText = ({ count: n, at_least }: { readonly count: number; readonly at_least: boolean }): string =>
  `${at_least ? '≥ ' : ''}${n.toLocaleString('en')}`

/** `1 day`, `12 days`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`
