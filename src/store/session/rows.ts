import { type Day, type Instant, instantToText, textFromDay } from '../../engine/time.ts'
import type { Session } from './session.ts'

/** The columns of a table with their types, in the order in which they are written. */
export type Columns = Readonly<Record<string, string>>

/** A table that is a cache of history: written from records, and compared with them when the ledger is verified. */
export type Table = { readonly name: string; readonly columns: Columns; readonly key: readonly string[] }

/** A value of a row: amounts and times (µs since 1970) as bigint, a UUID as its text. */
export type Value = string | number | bigint | boolean | Uint8Array | null

/** Rows as they are copied into the database, by column. */
export type RawRow = Readonly<Record<string, Value>>

/** Rows as they go into the database: JSON, amounts and times as text. */
export type OutRow = Readonly<Record<string, unknown>>

/**
 * A statement that inserts any number of rows, handed in as one JSON array: `$1`. With a `key` a row that is there
 * already is overwritten; that is for caches, never for history. Columns that are `kept` keep what they have where the
 * new row has nothing for them.
 */
export function insertSql(
  table: string,
  columns: Columns,
  key?: readonly string[],
  kept: readonly string[] = [],
): string {
  const names = Object.keys(columns)
  const typed = names.map((name) => `${name} ${columns[name]}`).join(', ')
  const insert = `insert into ${table} (${names.join(', ')})
    select ${names.join(', ')} from json_to_recordset($1::json) as r(${typed})`
  if (key === undefined) return insert
  const changed = names
    .filter((name) => !key.includes(name))
    .map(
      (name) =>
        `${name} = ${kept.includes(name) ? `coalesce(excluded.${name}, ${table}.${name})` : `excluded.${name}`}`,
    )
  return `${insert} on conflict (${key.join(', ')}) do update set ${changed.join(', ')}`
}

/** Most rows of one statement. */
const ROWS_AT_ONCE = 500

/**
 * Writes any number of rows by a statement of `insertSql`, without waiting for it. Of many, some at a time are made and
 * written, so that neither side ever holds all of them as text.
 */
export async function sendRows(session: Session, sql: string, rows: Iterable<OutRow>): Promise<void> {
  let slice: OutRow[] = []
  for (const row of rows) {
    if (slice.length === ROWS_AT_ONCE) {
      await session.query(sql, [JSON.stringify(slice)])
      slice = []
    }
    slice.push(row)
  }
  if (slice.length > 0) session.send(sql, [JSON.stringify(slice)])
}

export const textOfTime = (instant: Instant): string => instantToText(instant)

export const textOfDay = (day: Day | null | undefined): string | null =>
  day === null || day === undefined ? null : textFromDay(day)

export const textOfAmount = (amount: bigint | null | undefined): string | null =>
  amount === null || amount === undefined ? null : String(amount)

/** A row as it is handed in as JSON. */
export function jsonRow(columns: Columns, row: RawRow): OutRow {
  const out: Record<string, unknown> = {}
  for (const [column, type] of Object.entries(columns)) if (column in row) out[column] = jsonOf(type, row[column])
  return out
}

function jsonOf(type: string | undefined, value: Value | undefined): unknown {
  if (value instanceof Uint8Array) return textOfBytes(value)
  if (typeof value !== 'bigint') return value ?? null
  return type === 'timestamptz' ? textOfTime(value) : String(value)
}

/** Bytes as the database reads them from text. */
export const textOfBytes = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`
