import { createHash } from 'node:crypto'
import { isOfRejects } from '../reading/csv.ts'
import { ImportFault } from '../reading/fault.ts'
import { LIMITS } from '../reading/sizes.ts'

/** A file of usage as it is given: read as often as it is asked for, in pieces. */
export type GivenUsage = {
  readonly name: string
  readonly size: number
  readonly pieces: () => AsyncIterable<Uint8Array>
}

/** What a column of a usage file can say; the first three are needed. */
const columns = ['customer_id', 'used_at', 'amount', 'xdr_id', 'service', 'currency'] as const
export type UsageColumn = (typeof columns)[number]
const NEEDED = columns.slice(0, 3)

/** A usage file that can be read. Its id follows from its bytes. */
export type UsageFile = GivenUsage & {
  readonly importId: string
  readonly header: readonly string[]
  readonly delimiter: string
  /** whether it is one of rejected lines, whose cells were made safe for spreadsheets */
  readonly isRejects: boolean
  /** where each column stands that is there */
  readonly at: ReadonlyMap<UsageColumn, number>
}

const DELIMITERS = [',', ';', '\t', '|'] as const
const MARK = '\ufeff'

/** The delimiter and columns of a file by its first line; undefined where these are not those of usage. */
function headerOf(firstLine: string): Pick<UsageFile, 'header' | 'delimiter' | 'isRejects' | 'at'> | undefined {
  for (const delimiter of DELIMITERS) {
    const header = firstLine.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
    if (NEEDED.some((name) => !header.includes(name)) || header.includes('invoice')) continue
    const there = columns.filter((name) => header.includes(name))
    const at = new Map(there.map((name) => [name, header.indexOf(name)] as const))
    return { header, delimiter, isRejects: isOfRejects(header), at }
  }
  return undefined
}

/**
 * Looks at a file: undefined where it is none of usage. All of it is read once, so that nothing of a file is booked that is
 * not written in UTF-8. Throws ImportFault.
 */
export async function openUsage(given: GivenUsage): Promise<UsageFile | undefined> {
  const header = headerOf(await firstLineOf(given))
  if (header === undefined) return undefined
  const hash = createHash('sha256')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const piece of given.pieces()) {
    hash.update(piece)
    decoded(given.name, () => decoder.decode(piece, { stream: true }))
  }
  decoded(given.name, () => decoder.decode())
  return { ...given, ...header, importId: `usage-${hash.digest('hex').slice(0, 16)}` }
}

async function firstLineOf({ pieces }: GivenUsage): Promise<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let text = ''
  for await (const piece of pieces()) {
    text += decoder.decode(piece, { stream: true })
    if (text.includes('\n') || text.length > LIMITS.lineBytes) break
  }
  const [line = ''] = text.split('\n')
  return line.replace(MARK, '').replace(/\r$/, '')
}

/** Reads text; throws ImportFault where it is not in UTF-8. */
export function decoded(name: string, decode: () => string): string {
  try {
    return decode()
  } catch {
    throw new ImportFault(`${name} is not written in UTF-8; convert it first, for example with iconv -t utf-8.`)
  }
}
