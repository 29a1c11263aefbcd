import { CsvError, parse } from 'csv-parse/sync'
import { ImportFault } from './fault.ts'
import { inWords, LIMITS } from './sizes.ts'
import { asItWas } from './spreadsheet.ts'

/** A row of the file: the line on which it begins, as an editor counts, and its cells. */
export type Row = { readonly line: number; readonly cells: readonly string[] }
export type Table = { readonly header: readonly string[]; readonly rows: readonly Row[] }

/** The columns in front of a file of rejected lines. */
export const rejectColumns = ['rejected_line', 'rejected_field', 'rejected_reason'] as const

/** Is it the header of a file of rejected lines? */
export const isOfRejects = (header: readonly string[]): boolean =>
  rejectColumns.every((name, at) => header[at]?.trim() === name)

/**
 * Reads a CSV file: UTF-8, with or without a byte-order mark, cells in double quotes where they need it. Blank lines are
 * left out; rows may have too few or too many cells; a line break within a cell becomes \n. In a file of rejected lines
 * what was put in front of cells for spreadsheets is taken off. Throws ImportFault when it is no such file. `atMost`: no
 * more rows than these, the header included.
 */
export function readTable(bytes: Uint8Array, delimiter: string, file: string, atMost = -1): Table {
  const all = rowsOf(textOf(bytes, file), delimiter, file, atMost)
  const isRejects = all[0] !== undefined && isOfRejects(all[0].cells)
  const [header, ...rows] = isRejects ? all.map((row) => ({ ...row, cells: row.cells.map(asItWas) })) : all
  if (header === undefined)
    throw new ImportFault(`${file} is empty; give a CSV file whose first line names the columns.`)
  return { header: header.cells.map((name) => name.trim()), rows }
}

/** The names of the columns. Throws ImportFault as `readTable` does. */
export const readHeader = (bytes: Uint8Array, delimiter: string, file: string): readonly string[] =>
  readTable(bytes, delimiter, file, 1).header

function textOf(bytes: Uint8Array, file: string): string {
  try {
    // csv-parse counts a break of two characters within quotes as two lines.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n')
  } catch {
    throw new ImportFault(`${file} is not written in UTF-8; convert it first, for example with iconv -t utf-8.`)
  }
}

type Parsed = { readonly record: string[]; readonly info: { readonly lines: number } }

function rowsOf(text: string, delimiter: string, file: string, to: number): Row[] {
  try {
    const parsed = parse(text, {
      delimiter,
      to,
      info: true,
      max_record_size: LIMITS.lineBytes,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as unknown as Parsed[]
    return parsed.map(({ record, info }) => ({ line: info.lines - breaksIn(record), cells: record }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    if (error.code === 'CSV_MAX_RECORD_SIZE')
      throw new ImportFault(
        `Line ${error.lines} of ${file} is still within a row of more than ${inWords(LIMITS.lineBytes)}, the most that a row may have: close the quote that was opened before.`,
      )
    throw new ImportFault(
      `${file} cannot be read as CSV (${error.message}); correct that line and run the import again.`,
    )
  }
}

const breaksIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.split('\n').length - 1), 0)
