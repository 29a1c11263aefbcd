import { readHeader, readTable, type Table } from './csv.ts'
import { checkHeader, type ImportMap, readMap, recognisedMap } from './map.ts'
import { importIdOf } from './requests.ts'

/** A file that can be imported: its rows, and the map by which they are read. The id follows from both. */
export type ImportableFile = Table & { readonly importId: string; readonly name: string; readonly map: ImportMap }

/** A file as it was given. */
export type GivenFile = { readonly name: string; readonly bytes: Uint8Array }
/** A mapping file as it was given. */
export type GivenMap = { readonly name: string; readonly text: string }

/** Looks at a file and its map; without one a built-in map is recognised by the header. Throws ImportFault. */
export function openFile({ name, bytes }: GivenFile, given: GivenMap | null): ImportableFile {
  const map =
    given === null
      ? recognisedMap((delimiter) => readHeader(bytes, delimiter, name), name)
      : readMap(given.text, given.name)
  const table = readTable(bytes, map.delimiter, name)
  checkHeader(table.header, map, name)
  const { about: _, ...meaning } = map
  return { ...table, importId: importIdOf(bytes, meaning), name, map }
}
