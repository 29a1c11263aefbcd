import { BODY_LIMIT } from '../body.ts'

/** A line of a stream by its number, from 1; null where it is longer than a line may be. */
export type Line = { readonly no: number; readonly text: string | null }

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
    const text = size > BODY_LIMIT ? null : Buffer.concat(parts).toString('utf8').trim()
    const line = text === '' ? null : { no, text }
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

/** Puts lines together: up to `size` of them, fewer at the end. */
export async function* batched<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
