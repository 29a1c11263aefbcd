import type { LedgerRecord } from '../../../../engine/events/record.ts'
import type { Instant } from '../../../../engine/time.ts'
import type { AuditPlace } from '../../../../store/read/audit/scan.ts'
import { misunderstood } from '../../records/fault.ts'

/** The place of a line in an audit log: lines are ordered by (time, customer, seq, line). */
export type Cursor = AuditPlace & { readonly line: number }

/** The place of a line of a record. */
export const placeIn = (
  customerId: string,
  { effectiveAt, recordedAt, seq }: LedgerRecord,
  line: number,
  clock: 'effective' | 'recorded',
): Cursor => ({
  at: clock === 'effective' ? effectiveAt : recordedAt,
  customerId,
  seq,
  line,
})

/** Behind all lines of a record. */
export const ALL_LINES = Number.MAX_SAFE_INTEGER

/** A cursor as the caller keeps it; it means nothing to him. */
export const cursorText = ({ at, customerId, seq, line }: Cursor): string =>
  Buffer.from(JSON.stringify([String(at), customerId, seq, line])).toString('base64url')

/** No moment lies farther from 1970, in µs: entered are the years 1900 to 2999. */
const FARTHEST = 40_000_000_000_000_000n

/** Reads a cursor that an answer gave. */
export function cursorFrom(text: string): Cursor {
  const parts = parsed(text)
  const [at, customerId, seq, line] = parts
  if (typeof at !== 'string' || !/^-?\d{1,17}$/.test(at) || typeof customerId !== 'string') throw notOurs()
  if (customerId.includes('\0') || BigInt(at) > FARTHEST || BigInt(at) < -FARTHEST) throw notOurs()
  if (!Number.isSafeInteger(seq) || !Number.isSafeInteger(line)) throw notOurs()
  return { at: BigInt(at) as Instant, customerId, seq: Number(seq), line: Number(line) }
}

const notOurs = () => misunderstood('cursor', 'the value of "next" in the answer before')

function parsed(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

/** Whether a line comes after the place of a cursor, in the order of the page. */
export function isBehind(line: Cursor, cursor: Cursor, newestFirst: boolean): boolean {
  const order =
    compare(line.at, cursor.at) ||
    compare(line.customerId, cursor.customerId) ||
    compare(line.seq, cursor.seq) ||
    compare(line.line, newestFirst && cursor.line === ALL_LINES ? -1 : cursor.line)
  return newestFirst ? order < 0 : order > 0
}

const compare = <T extends bigint | string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)
