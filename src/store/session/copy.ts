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
  let page = openPage(lengths.get(target))
  let count = 0
  for (const row of rows) {
    if (count === ROWS_AT_ONCE) {
      await session.copy(sql, closePage(page))
      page = openPage(page.bytes.length)
      count = 0
    }
    writeRow(page, columns, row)
    count += 1
  }
  if (count === 0) return
  lengths.set(target, Math.min(page.at + MARGIN, LONGEST))
  void session.copy(sql, closePage(page)).catch(() => {})
}

/** What a target took last time, with some room: a page that begins so long need not grow. */
const lengths = new WeakMap<Target, number>()
const [MARGIN, LONGEST] = [4096, 256 * 1024]

/** Bytes on their way, growing as needed; numbers are written by the view. */
type Page = { bytes: Buffer; view: DataView; at: number }

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const TRAILER = -1
const NULL = -1

/** A page behind a full one is as large at once. */
function openPage(length = 16_384): Page {
  const page = pageOf(length)
  SIGNATURE.copy(page.bytes)
  page.at = SIGNATURE.length
  return page
}

/** Memory of its own: a view of what others share would have to know where it lies. */
function pageOf(length: number): Page {
  const memory = new ArrayBuffer(length)
  return { bytes: Buffer.from(memory), view: new DataView(memory), at: 0 }
}

function closePage(page: Page): Buffer {
  room(page, 2)
  i16(page, TRAILER)
  return page.bytes.subarray(0, page.at)
}

function room(page: Page, length: number): void {
  if (page.at + length <= page.bytes.length) return
  const larger = pageOf(Math.max(page.bytes.length * 2, page.at + length))
  page.bytes.copy(larger.bytes, 0, 0, page.at)
  page.bytes = larger.bytes
  page.view = larger.view
}

/** A view would write what is left of it. */
function tooLarge(value: Value): never {
  throw new RangeError(`Bug: ${value} is no number of its column`)
}

function i16(page: Page, value: number): void {
  page.view.setInt16(page.at, value)
  page.at += 2
}

function i32(page: Page, value: number): void {
  page.view.setInt32(page.at, value)
  page.at += 4
}

function i64(page: Page, value: bigint): void {
  if (BigInt.asIntN(64, value) !== value) tooLarge(value)
  page.view.setBigInt64(page.at, value)
  page.at += 8
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
  i16(page, columns.length)
  for (const [column, write] of columns) {
    const value = row[column] ?? null
    room(page, 12)
    if (value === null) i32(page, NULL)
    else write(page, value)
  }
}

/** Writes a value behind its length; for twelve bytes there is room. */
type Form = (page: Page, value: Value) => void

const MICROS_TO_2000 = 946_684_800_000_000n
const HALF = 2 ** 32

const forms: Readonly<Record<string, Form>> = {
  smallint: (page, value) => {
    const number = Number(value)
    if ((number << 16) >> 16 !== number) tooLarge(value)
    i32(page, 2)
    i16(page, number)
  },
  integer: (page, value) => {
    const number = Number(value)
    if ((number | 0) !== number) tooLarge(value)
    i32(page, 4)
    i32(page, number)
  },
  bigint: (page, value) => {
    i32(page, 8)
    if (typeof value === 'bigint') return i64(page, value)
    const high = Math.floor(Number(value) / HALF)
    i32(page, high)
    i32(page, Number(value) - high * HALF)
  },
  boolean: (page, value) => {
    i32(page, 1)
    page.view.setUint8(page.at, value === true ? 1 : 0)
    page.at += 1
  },
  timestamptz: (page, value) => {
    i32(page, 8)
    i64(page, (value as bigint) - MICROS_TO_2000)
  },
  uuid: (page, value) => writeBytes(page, Buffer.from(String(value).replaceAll('-', ''), 'hex')),
  bytea: (page, value) => writeBytes(page, value as Uint8Array),
  text: (page, value) => {
    const text = String(value)
    // three bytes at most for each unit of UTF-16
    room(page, 4 + text.length * 3)
    const length = writeText(page, text, page.at + 4)
    i32(page, length)
    page.at += length
  },
}

/** A short text of ASCII, as most are, costs less than a call of the encoder. */
function writeText({ bytes }: Page, text: string, at: number): number {
  if (text.length > SHORT) return bytes.write(text, at, 'utf8')
  for (let next = 0; next < text.length; next += 1) {
    const code = text.charCodeAt(next)
    if (code > 0x7f) return bytes.write(text, at, 'utf8')
    bytes[at + next] = code
  }
  return text.length
}
const SHORT = 32

function writeBytes(page: Page, bytes: Uint8Array): void {
  room(page, 4 + bytes.length)
  i32(page, bytes.length)
  page.bytes.set(bytes, page.at)
  page.at += bytes.length
}

function formOf(type: string): Form {
  const form = forms[type]
  if (form === undefined) throw new Error(`Bug: no column of type ${type} is copied`)
  return form
}
