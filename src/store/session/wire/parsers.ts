import pg from 'pg'
import type { Day, Instant } from '../../../engine/time.ts'

const INT8 = 20
const DATE = 1082
const TIMESTAMPTZ = 1184
const NUMERIC = 1700

const own: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [INT8, BigInt],
  // sums of amounts are numeric; nothing stored has a fraction
  [NUMERIC, BigInt],
  [TIMESTAMPTZ, instantFromDatabase],
  [DATE, dayFromDatabase],
])

/** How values of the database arrive: int8 and sums as bigint, timestamptz as µs since 1970, dates as days. */
export const parsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: 'text' | 'binary') =>
    (format === 'text' ? own.get(oid) : undefined) ??
    pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

/** Reads "2026-10-15 12:00:00.25+00", as a session with time zone UTC and date style ISO writes it. */
function instantFromDatabase(text: string): Instant {
  const milliseconds = Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19)}Z`)
  const point = text.indexOf('.', 19)
  const fraction = point === -1 ? '' : text.slice(point + 1, text.indexOf('+', point))
  return BigInt(milliseconds) * 1000n + BigInt(fraction.padEnd(6, '0'))
}

const DAY_MS = 86_400_000

/** Any day, also the one after the last that may be entered: the day on which that one's due date has passed. */
function dayFromDatabase(text: string): Day {
  return Math.floor(Date.parse(`${text}T00:00:00Z`) / DAY_MS)
}
