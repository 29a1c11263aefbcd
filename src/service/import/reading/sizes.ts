import { ImportFault } from './fault.ts'

/** What an import reads at once; half a million lines take about a gibibyte of memory. */
export const LIMITS = { fileBytes: 64 * 1024 * 1024, mapBytes: 1024 * 1024, lineBytes: 1024 * 1024, lines: 500_000 }

const NEWLINE = 10

/** Refuses a file that is too large, before it is read where its size is known. Throws ImportFault. */
export function checkSize(name: string, bytes: number, most: number): void {
  if (bytes <= most) return
  const remedy = most === LIMITS.mapBytes ? 'give a map as docs/manual/import.md shows' : IN_PARTS
  throw new ImportFault(`${name} has ${inWords(bytes)}, and ${inWords(most)} is the most that is read: ${remedy}.`)
}

const IN_PARTS = 'give it in parts, each under the line of columns'

/** Refuses a file with too many lines, or one that is too long. Throws ImportFault. */
export function checkLines(name: string, bytes: Uint8Array): void {
  let lines = 0
  for (let from = 0; from < bytes.length; lines += 1) {
    const found = bytes.indexOf(NEWLINE, from)
    const end = found === -1 ? bytes.length : found
    if (end - from > LIMITS.lineBytes)
      throw new ImportFault(
        `Line ${lines + 1} of ${name} has ${inWords(end - from)}, and ${inWords(LIMITS.lineBytes)} is the most that a line may have: correct it, then import again.`,
      )
    from = end + 1
  }
  if (lines > LIMITS.lines)
    throw new ImportFault(
      `${name} has ${counted(lines)} lines, and ${counted(LIMITS.lines)} is the most that an import takes: ${IN_PARTS}.`,
    )
}

const counted = (count: number): string => count.toLocaleString('en-US')

/** A size as people say it; what is above a limit is never said to be as large as the limit. */
export function inWords(bytes: number): string {
  const unit = bytes >= MIB ? MIB : bytes >= KIB ? KIB : 1
  const figure = unit === 1 ? String(bytes) : (Math.ceil((bytes * 10) / unit) / 10).toLocaleString('en-US')
  return `${figure} ${unit === MIB ? 'MiB' : unit === KIB ? 'KiB' : 'bytes'}`
}

const KIB = 1024
const MIB = KIB * KIB
