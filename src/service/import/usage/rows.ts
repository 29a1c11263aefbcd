import { parse } from 'csv-parse/sync'
import type { Row } from '../reading/csv.ts'
import { ImportFault } from '../reading/fault.ts'
import { inWords, LIMITS } from '../reading/sizes.ts'
import { asItWas } from '../reading/spreadsheet.ts'
import { decoded, type UsageFile } from './file.ts'

/**
 * The rows of a usage file under its header, as they come, many at a time: so its size has no limit. Blank lines are left
 * out; a row is at most 1 MiB. Throws ImportFault where a quote is never closed.
 */
export async function* rowsOf(file: UsageFile): AsyncGenerator<readonly Row[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = openReader(file)
  let rest = ''
  for await (const piece of file.pieces()) {
    const lines = (rest + decoded(file.name, () => decoder.decode(piece, { stream: true }))).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LIMITS.lineBytes) reader.tooLong(rest)
    yield lines.flatMap(reader.read)
  }
  yield [rest + decoded(file.name, () => decoder.decode())].flatMap(reader.read)
  reader.end()
}

type Reader = {
  /** the row that a line ends: none where it is blank, the header, or ends within quotes */
  readonly read: (line: string) => readonly Row[]
  readonly tooLong: (text: string) => void
  readonly end: () => void
}

function openReader({ name, delimiter, isRejects }: UsageFile): Reader {
  let [no, begun] = [0, 1]
  let open: string | null = null
  const tooLong = (text: string): void => {
    if (text.length > LIMITS.lineBytes)
      throw new ImportFault(
        `Line ${begun} of ${name} has ${inWords(text.length)}, and ${inWords(LIMITS.lineBytes)} is the most that a line may have: correct it, or close the quote that was opened there.`,
      )
  }
  const read = (line: string): readonly Row[] => {
    no += 1
    const own: string = line.endsWith('\r') ? line.slice(0, -1) : line
    const text: string = open === null ? own : `${open}\n${own}`
    if (open === null) begun = no
    const isQuoted = text.includes('"')
    open = isQuoted && isOpen(text, delimiter) ? text : null
    if (open !== null) tooLong(open)
    if (open !== null || begun === 1 || text.trim() === '') return []
    const cells = isQuoted ? quotedCells(text, delimiter) : text.split(delimiter)
    return [{ line: begun, cells: isRejects ? cells.map(asItWas) : cells }]
  }
  const end = (): void => {
    if (open !== null)
      throw new ImportFault(`Line ${begun} of ${name} opens a quote that is never closed; correct it and import again.`)
  }
  return { read, tooLong, end }
}

/** Does a row end within quotes? They are opened where a cell begins; within one that is not quoted they are themselves. */
function isOpen(text: string, delimiter: string): boolean {
  for (let at = 0; ; ) {
    if (text[at] === '"') {
      at = closedAt(text, at + 1)
      if (at === -1) return true
    }
    const next = text.indexOf(delimiter, at)
    if (next === -1) return false
    at = next + delimiter.length
  }
}

/** Where a quoted cell ends whose text begins at a place: behind a quote that is not doubled; -1: nowhere. */
function closedAt(text: string, from: number): number {
  for (let at = from; ; ) {
    const quote = text.indexOf('"', at)
    if (quote === -1) return -1
    if (text[quote + 1] !== '"') return quote + 1
    at = quote + 2
  }
}

const OPTIONS = { relax_column_count: true, relax_quotes: true } as const

function quotedCells(text: string, delimiter: string): readonly string[] {
  const [cells = []] = parse(text, { ...OPTIONS, delimiter }) as string[][]
  return cells
}
