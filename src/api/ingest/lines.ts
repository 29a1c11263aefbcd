import { BODY_LIMIT } from '../body.ts'
import { textOf } from '../utf8.ts'

/** A line of a stream by its number, from 1: its text, or why it cannot be read. */
export type Line = { readonly no: number } & (
  | { readonly text: string }
  | { readonly fault: 'not_utf8' }
  | { readonly fault: 'too_long'; readonly bytes: number }
)

const NEWLINE = 10

/**
 * Cuts a stream of bytes into lines as they come. A line above 1 MiB is passed over without being kept, so that memory
 * stays bounded whatever comes; blank lines are left out and counted.
 */
export async function* linesOf(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<Line> {
  let parts: Buffer[] = []
  let size = 0
  let no = 1
  const add = (part: Buffer): void => {
    size += part.length
    if (size <= BODY_LIMIT) parts.push(part)
  }
  const take = (): Line | null => {
    const line = size > BODY_LIMIT ? ({ no, fault: 'too_long', bytes: size } as const) : read(no, Buffer.concat(parts))
    parts = []
    size = 0
    no += 1
    return line
  }
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk)
    let from = 0
    for (let end = bytes.indexOf(NEWLINE, from); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
      add(bytes.subarray(from, end))
      from = end + 1
      const line = take()
      if (line !== null) yield line
    }
    add(bytes.subarray(from))
  }
  const last = size === 0 ? null : take()
  if (last !== null) yield last
}

function read(no: number, bytes: Buffer): Line | null {
  const text = textOf(bytes)?.trim()
  if (text === undefined) return { no, fault: 'not_utf8' }
  return text === '' ? null : { no, text }
}
