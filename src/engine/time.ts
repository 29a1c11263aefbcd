/** A moment; microseconds since 1970-01-01T00:00:00Z without leap seconds, as PostgreSQL's timestamptz has them. */
export type Instant = bigint

/** A calendar day of no zone in particular; days since 1970-01-01 in the proleptic Gregorian calendar. */
export type Day = number

const SECOND = 1_000_000n
const DAY_LENGTH = 86_400n * SECOND
const DAY_TEXT = /^(\d{4})-(\d{2})-(\d{2})$/
const INSTANT_TEXT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?(?:Z|([+-])(\d{2}):(\d{2}))$/
const MONTHS = 'January February March April May June July August September October November December'.split(' ')

// Years are counted from March, so that the leap day is a year's last; 400 of them always have 146 097 days.
const DAYS_IN_400_YEARS = 146_097
const DAYS_FROM_MARCH_0000_TO_1970 = 719_468
const FIRST_DAY = dayOf(1900, 1, 1)
const LAST_DAY = dayOf(2999, 12, 31)

/**
 * Reads a day such as "2026-10-15".
 * Undefined unless it is written so, exists in the calendar and lies in the years 1900 to 2999.
 */
export function dayFromText(text: string): Day | undefined {
  if (text !== lastRead.text) lastRead = { text, day: dayRead(text) }
  return lastRead.day
}

/** What is read one after the other is mostly of one day. */
let lastRead: { readonly text: string; readonly day: Day | undefined } = { text: '', day: undefined }

function dayRead(text: string): Day | undefined {
  const match = DAY_TEXT.exec(text)
  if (match === null) return undefined
  const day = dayOf(Number(match[1]), Number(match[2]), Number(match[3]))
  return isCovered(day) && textFromDay(day) === text ? day : undefined
}

/** Writes a day as "2026-10-15". */
export function textFromDay(day: Day): string {
  const { year, month, date } = dateOf(day)
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(date, 2)}`
}

/** Writes a day as a letter or an invoice does: "16 October 2026". */
export function longDay(day: Day): string {
  const { year, month, date } = dateOf(day)
  return `${date} ${MONTHS[month - 1]} ${year}`
}

/** Writes a day as a table does: "16 Oct 2026". */
export function shortDay(day: Day): string {
  const { year, month, date } = dateOf(day)
  return `${date} ${MONTHS[month - 1]?.slice(0, 3)} ${year}`
}

/** The day that a moment falls on in UTC; the day of a customer comes from his zone, outside the engine. */
export function dayInUtc(instant: Instant): Day {
  const whole = instant / DAY_LENGTH
  return Number(instant < whole * DAY_LENGTH ? whole - 1n : whole)
}

/** The first moment of a day in UTC. */
export function startInUtc(day: Day): Instant {
  return BigInt(day) * DAY_LENGTH
}

/** Writes a moment in UTC: "2026-10-15T12:00:00.000Z", with six digits where it has microseconds. */
export function instantToText(instant: Instant): string {
  const day = dayInUtc(instant)
  const micros = Number(instant - startInUtc(day))
  const second = Math.floor(micros / 1e6)
  const minute = Math.floor(second / 60)
  const time = `${padded(Math.floor(minute / 60), 2)}:${padded(minute % 60, 2)}:${padded(second % 60, 2)}`
  const part = micros % 1e6
  const fraction = part % 1000 === 0 ? padded(part / 1000, 3) : padded(part, 6)
  return `${textFromDay(day)}T${time}.${fraction}Z`
}

/**
 * Reads a moment written as RFC 3339 with its offset: "2026-10-15T12:00:00Z", "2026-10-15T14:00:00.000001+02:00".
 * Undefined when it is written otherwise (no offset, small letters, more than 6 fractional digits), does not exist
 * (hour 24, a leap second, 30 February), or lies outside the years 1900 to 2999, there or in UTC.
 */
export function instantFromText(text: string): Instant | undefined {
  const match = INSTANT_TEXT.exec(text)
  if (match === null) return undefined
  const day = dayFromText(match[1] ?? '')
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4])]
  const [aheadHours, aheadMinutes] = [Number(match[7] ?? 0), Number(match[8] ?? 0)]
  if (day === undefined || hour > 23 || minute > 59 || second > 59) return undefined
  if (aheadHours > 23 || aheadMinutes > 59) return undefined
  const ahead = (aheadHours * 60 + aheadMinutes) * (match[6] === '-' ? -60 : 60)
  const seconds = BigInt(hour * 3600 + minute * 60 + second - ahead)
  const instant = startInUtc(day) + seconds * SECOND + BigInt((match[5] ?? '').padEnd(6, '0'))
  return isCovered(dayInUtc(instant)) ? instant : undefined
}

function isCovered(day: Day): boolean {
  return day >= FIRST_DAY && day <= LAST_DAY
}

/** The day of a date; one that does not exist comes out as some other date, which its text then shows. */
export function dayOf(year: number, month: number, date: number): Day {
  const marchYear = month > 2 ? year : year - 1
  const marchMonth = (month + 9) % 12
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400)
  return marchYear * 365 + leapDays + daysBefore(marchMonth) + date - 1 - DAYS_FROM_MARCH_0000_TO_1970
}

function dateOf(day: Day): { readonly year: number; readonly month: number; readonly date: number } {
  const since = day + DAYS_FROM_MARCH_0000_TO_1970
  const era = Math.floor(since / DAYS_IN_400_YEARS)
  const dayOfEra = since - era * DAYS_IN_400_YEARS
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const centuries = Math.floor(yearOfEra / 100)
  const dayOfYear = dayOfEra - (yearOfEra * 365 + Math.floor(yearOfEra / 4) - centuries)
  const marchMonth = Math.floor((dayOfYear * 5 + 2) / 153)
  const month = ((marchMonth + 2) % 12) + 1
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  return { year, month, date: dayOfYear - daysBefore(marchMonth) + 1 }
}

/** The days of a year before a month, counted from March (0): 31, 30, 31, 30, 31 come round every five months. */
function daysBefore(marchMonth: number): number {
  return Math.floor((marchMonth * 153 + 2) / 5)
}

function padded(number: number, length: number): string {
  return String(number).padStart(length, '0')
}

/** The latest of some moments. */
export function later(first: Instant, ...others: readonly Instant[]): Instant {
  return others.reduce((a, b) => (a > b ? a : b), first)
}
