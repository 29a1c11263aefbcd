import { greatest } from '../engine/many.ts'
/** A table for people: columns as wide as their widest cell, numbers to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, at) =>
    greatest(
      title.length,
      rows.map((row) => (row[at] ?? '').length),
    ),
  )
  const isNumber = header.map((_, at) => rows.length > 0 && rows.every((row) => /^[−-]?[\d.]*$/.test(row[at] ?? '')))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (isNumber[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd()
  return [line(header), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n')
}

/** Prints an answer: as JSON for programs, else as people read it. */
export function print(answer: unknown, json: boolean | undefined, forPeople: () => string): void {
  console.log(json ? JSON.stringify(answer, null, 2) : forPeople())
}
