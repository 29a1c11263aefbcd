/** Takes the columns of a row from the front, each as what it holds; null where it holds nothing. */
export type RowReader = {
  /** Begins with the next row, whose bytes stay as they are. */
  readonly begin: (row: Buffer) => void
  readonly text: () => string | null
  readonly integer: () => number | null
  /** A bigint that is a whole number. */
  readonly whole: () => number | null
  /** µs since 1970. */
  readonly instant: () => bigint | null
  readonly uuid: () => string | null
  /** A part of the row. */
  readonly bytes: () => Buffer | null
}

const MICROS_TO_2000 = 946_684_800_000_000n
const HALF = 2 ** 32
const NULL = -1
/** Longer texts are hardly ever the same twice. */
const SHORT = 40

/** A text that stood in the same column before, and where. */
type Before = { text: string; row: Buffer; at: number; end: number }

/**
 * Reads rows in the binary form of COPY, without making numbers from digits. Where a short text is that of the last row
 * which had one, it is the same string: of many rows most say who and by which way alike.
 */
export function rowReader(): RowReader {
  let row: Buffer = NONE
  let [at, column] = [0, 0]
  const before: (Before | undefined)[] = []
  /** The length of the next column; its bytes begin at `at`. */
  const next = (): number => {
    const length = row.readInt32BE(at)
    at += 4
    column += 1
    return length
  }
  const skip = (length: number): number => {
    at += length
    return at - length
  }
  const isAsBefore = (known: Before, length: number): boolean => {
    if (known.end - known.at !== length) return false
    for (let byte = 0; byte < length; byte += 1) if (known.row[known.at + byte] !== row[at + byte]) return false
    return true
  }
  const text = (): string | null => {
    const length = next()
    if (length === NULL) return null
    if (length > SHORT) return row.toString('utf8', skip(length), at)
    const known = before[column]
    if (known !== undefined && isAsBefore(known, length)) {
      at += length
      return known.text
    }
    const from = skip(length)
    const said = row.toString('utf8', from, at)
    before[column] = { text: said, row, at: from, end: at }
    return said
  }
  return {
    begin: (now) => {
      row = now
      at = 2
      column = 0
    },
    text,
    integer: () => (next() === NULL ? null : row.readInt32BE(skip(4))),
    whole: () => (next() === NULL ? null : row.readInt32BE(skip(4)) * HALF + row.readUInt32BE(skip(4))),
    instant: () => (next() === NULL ? null : row.readBigInt64BE(skip(8)) + MICROS_TO_2000),
    uuid: () => (next() === NULL ? null : uuidText(row.toString('hex', skip(16), at))),
    bytes: () => {
      const length = next()
      return length === NULL ? null : row.subarray(skip(length), at)
    },
  }
}

const NONE = Buffer.alloc(0)

const uuidText = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
