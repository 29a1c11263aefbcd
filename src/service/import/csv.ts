import { CsvError, parse } from 'csv-parse/sync'
import { ImportFault } from './fault.ts'

/** A row of the file: the line on which it begins, as an editor counts, and its cells. */
export type Row = { readonly line: number; readonly cells: readonly string[] }
export type Table = { readonly header: readonly string[]; readonly rows: readonly Row[] }

/**
 * Reads a CSV file: UTF-8, with or without a byte-order mark, cells in double quotes where they need it. Blank lines are
 * left out; rows may have too few or too many cells; a line break within a cell becomes \n. Throws ImportFault when it
 * is no such file. `atMost`: no more rows than these, the header included.
 */
export function readTable(bytes: Uint8Array, delimiter: string, file: string, atMost = -1): Table {
  const [header, ...rows] = rowsOf(textOf(bytes, file), delimiter, file, atMost)
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
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as unknown as Parsed[]
    return parsed.map(({ record, info }) => ({ line: info.lines - breaksIn(record), cells: record }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new ImportFault(
      `${file} cannot be read as CSV (${error.message}); correct that line and run the import again.`,
    )
  }
}

const breaksIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.split('\n').length - 1), 0)
