import { type Row, readHeader, readTable, type Table } from './reading/csv.ts'
import type { Locale } from './reading/locale.ts'
import { checkHeader, type ImportMap, readMap, recognisedMap } from './reading/map.ts'
import { checkLines, checkSize, LIMITS } from './reading/sizes.ts'
import { importIdOf } from './requests.ts'

/** A file that can be imported: its rows, and the map by which they are read. The id follows from both. */
export type ImportableFile = Table & { readonly importId: string; readonly name: string; readonly map: ImportMap }

/** A file as it was given. */
export type GivenFile = { readonly name: string; readonly bytes: Uint8Array }
/** A mapping file as it was given. */
export type GivenMap = { readonly name: string; readonly text: string }

/** The rows that count: all but those that the map leaves out. */
export function countedRows({ header, rows, map }: Pick<ImportableFile, 'header' | 'rows' | 'map'>): readonly Row[] {
  const { leave_out: rule } = map
  if (rule === undefined) return rows
  const at = header.indexOf(rule.column)
  const values = new Set(rule.values.map((value) => value.trim().toLowerCase()))
  return rows.filter((row) => !values.has(row.cells[at]?.trim().toLowerCase() ?? ''))
}

/** What of a map decides what is booked; what stands as it would if it were left out says nothing. */
function meaningOf({ about: _, locale, invoice_rows, ...meaning }: ImportMap): object {
  return {
    ...meaning,
    ...(locale === 'en' ? {} : { locale }),
    ...(invoice_rows === 'one' ? {} : { invoice_rows }),
  }
}

/** Looks at a file and its map; without one a built-in map is recognised by the header. The locale says how days and
 * amounts are written, where the map does not. Throws ImportFault. */
export function openFile({ name, bytes }: GivenFile, given: GivenMap | null, locale?: Locale): ImportableFile {
  checkSize(name, bytes.length, LIMITS.fileBytes)
  checkLines(name, bytes)
  const map =
    given === null
      ? recognisedMap((delimiter) => readHeader(bytes, delimiter, name), name, locale)
      : readMap(given.text, given.name, locale)
  const table = readTable(bytes, map.delimiter, name)
  checkHeader(table.header, map, name)
  return { ...table, importId: importIdOf(bytes, meaningOf(map)), name, map }
}
