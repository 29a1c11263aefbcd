import type { Columns, RawRow, Value } from './rows.ts'
import type { Session } from './session.ts'

/** Most rows of one statement: so many are held as bytes at once. */
const ROWS_AT_ONCE = 500

/** Rows are copied into a table of history in its columns' order, which stands in one place. */
export type Target = { readonly name: string; readonly columns: Columns }

/** The statement that copies rows in binary form. */
export const copySql = ({ name, columns }: Target): string =>
  `copy ${name} (${Object.keys(columns).join(', ')}) from stdin (format binary)`

/**
 * Adds any number of rows by COPY in its binary form, without waiting for it: the database reads neither JSON nor numbers
 * in digits. Of many, some at a time are made and written, so that neither side ever holds all of them.
 */
export async function copyRows(session: Session, target: Target, rows: Iterable<RawRow>): Promise<void> {
  const sql = copySql(target)
  const columns = Object.entries(target.columns).map(([column, type]) => [column, formOf(type)] as const)
  let page = openPage()
  let count = 0
  for (const row of rows) {
    if (count === ROWS_AT_ONCE) {
      await session.copy(sql, closePage(page))
      page = openPage()
      count = 0
    }
    writeRow(page, columns, row)
    count += 1
  }
  if (count > 0) void session.copy(sql, closePage(page)).catch(() => {})
}

/** Bytes on their way, growing as needed. */
type Page = { bytes: Buffer; at: number }

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const TRAILER = -1
const NULL = -1

function openPage(): Page {
  const page = { bytes: Buffer.allocUnsafe(16_384), at: 0 }
  SIGNATURE.copy(page.bytes)
  page.at = SIGNATURE.length
  return page
}

function closePage(page: Page): Buffer {
  room(page, 2)
  page.at = page.bytes.writeInt16BE(TRAILER, page.at)
  return page.bytes.subarray(0, page.at)
}

function room(page: Page, length: number): void {
  if (page.at + length <= page.bytes.length) return
  const larger = Buffer.allocUnsafe(Math.max(page.bytes.length * 2, page.at + length))
  page.bytes.copy(larger, 0, 0, page.at)
  page.bytes = larger
}

/** Makes the bytes of a row as the database copies it out, but for the count of its columns; good until the next one. */
export function rowBytes(columns: Columns): (row: RawRow) => Buffer {
  const forms = Object.entries(columns).map(([column, type]) => [column, formOf(type)] as const)
  const page = openPage()
  return (row) => {
    page.at = 0
    writeRow(page, forms, row)
    return page.bytes.subarray(2, page.at)
  }
}

function writeRow(page: Page, columns: readonly (readonly [string, Form])[], row: RawRow): void {
  room(page, 2)
  page.at = page.bytes.writeInt16BE(columns.length, page.at)
  for (const [column, write] of columns) {
    const value = row[column] ?? null
    room(page, 12)
    if (value === null) page.at = page.bytes.writeInt32BE(NULL, page.at)
    else write(page, value)
  }
}

/** Writes a value behind its length; for twelve bytes there is room. */
type Form = (page: Page, value: Value) => void

const MICROS_TO_2000 = 946_684_800_000_000n
const HALF = 2 ** 32

const forms: Readonly<Record<string, Form>> = {
  smallint: (page, value) => {
    page.at = page.bytes.writeInt16BE(Number(value), page.bytes.writeInt32BE(2, page.at))
  },
  integer: (page, value) => {
    page.at = page.bytes.writeInt32BE(Number(value), page.bytes.writeInt32BE(4, page.at))
  },
  bigint: (page, value) => {
    const at = page.bytes.writeInt32BE(8, page.at)
    if (typeof value === 'bigint') page.at = page.bytes.writeBigInt64BE(value, at)
    else {
      const high = Math.floor(Number(value) / HALF)
      page.at = page.bytes.writeUInt32BE(Number(value) - high * HALF, page.bytes.writeInt32BE(high, at))
    }
  },
  boolean: (page, value) => {
    page.at = page.bytes.writeUInt8(value === true ? 1 : 0, page.bytes.writeInt32BE(1, page.at))
  },
  timestamptz: (page, value) => {
    const at = page.bytes.writeInt32BE(8, page.at)
    page.at = page.bytes.writeBigInt64BE((value as bigint) - MICROS_TO_2000, at)
  },
  uuid: (page, value) => writeBytes(page, Buffer.from(String(value).replaceAll('-', ''), 'hex')),
  bytea: (page, value) => writeBytes(page, value as Uint8Array),
  text: (page, value) => {
    const text = String(value)
    // three bytes at most for each unit of UTF-16
    room(page, 4 + text.length * 3)
    const length = page.bytes.write(text, page.at + 4, 'utf8')
    page.bytes.writeInt32BE(length, page.at)
    page.at += 4 + length
  },
}

function writeBytes(page: Page, bytes: Uint8Array): void {
  room(page, 4 + bytes.length)
  page.at = page.bytes.writeInt32BE(bytes.length, page.at)
  page.bytes.set(bytes, page.at)
  page.at += bytes.length
}

function formOf(type: string): Form {
  const form = forms[type]
  if (form === undefined) throw new Error(`Bug: no column of type ${type} is copied`)
  return form
}
