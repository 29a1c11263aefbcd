import { createHash, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { crc32, zstdCompress, zstdDecompress } from 'node:zlib'
import { z } from 'zod'
import { BackupFault } from './fault.ts'
import { openSealed, type Seal, type Sealed, sealTo } from './sealing.ts'

/*
 * A backup is a file of blocks (docs/decisions/0053). It begins with a line that says what it is, and a line of JSON that
 * says how far the log goes in it and whether it is sealed. A block is its length, a check of the length alone, a hash, and its bytes. The hash is that
 * of the hash before and of these bytes, so that no block can be changed, left out or put elsewhere; the last one says
 * that it is the last.
 */

/** Where bytes go; waited for, so that no more are at hand than are being written. */
export type Sink = { readonly write: (bytes: Buffer) => Promise<void> }

export const kinds = { header: 1, rows: 2, end: 3 } as const
/** `hash`: over it and all before it. */
export type Block = { readonly kind: number; readonly body: Buffer; readonly hash: string }

const FIRST_LINE = 'WHENCE BACKUP 1\n'
const LENGTH = 8
const HASH = 32
const KIND = 5
/** Longer than any row that the database takes. */
const LONGEST = 2 ** 30 + 2 ** 20

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)
const plain: Seal = (_, bytes) => bytes

const preamble = z.object({
  position: z.string().regex(/^\d{1,19}$/),
  at: z.string(),
  sealed: z.object({ ephemeral: z.string(), recipient: z.string() }).nullable(),
})

const hashOf = (...parts: readonly Buffer[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

export type BlocksOut = {
  readonly add: (kind: number, body: Buffer) => Promise<void>
  /** how many bytes were written, and the hash of the last block, which stands for all before it */
  readonly end: () => { readonly bytes: number; readonly hash: string }
}

/** A position of the log, and the hash of the record that is there. */
type Where = { readonly position: string; readonly at: string }

/** Writes blocks one after the other, of a ledger at a position of its log; sealed where there is a recipient. */
export async function blocksOut(sink: Sink, { position, at }: Where, recipient?: KeyObject): Promise<BlocksOut> {
  const { sealed, seal } = recipient === undefined ? { sealed: null, seal: plain } : sealTo(recipient)
  const first = Buffer.from(`${FIRST_LINE}${JSON.stringify({ position, at, sealed })}\n`)
  await sink.write(first)
  let [hash, bytes, no] = [hashOf(first), first.length, 0]
  const add = async (kind: number, body: Buffer): Promise<void> => {
    const opened = Buffer.alloc(KIND)
    opened.writeUInt8(kind)
    opened.writeUInt32BE(body.length, 1)
    const kept = seal(no, Buffer.concat([opened, await compress(body)]))
    if (kept.length > LONGEST) throw new Error('Bug: a block of a backup is too long')
    const length = Buffer.alloc(LENGTH)
    length.writeUInt32BE(kept.length)
    length.writeUInt32BE(crc32(length.subarray(0, 4), no), 4)
    hash = hashOf(hash, length, kept)
    no += 1
    bytes += LENGTH + HASH + kept.length
    await sink.write(Buffer.concat([length, hash, kept]))
  }
  return { add, end: () => ({ bytes, hash: hash.toString('hex') }) }
}

const TORN =
  'The backup is not whole: it ends in the middle. Take another one; this one may have been cut off on its way.'
const ALTERED = (no: number): BackupFault =>
  new BackupFault(`The backup is altered: block ${no} is not as it was written. Take another one.`)

type Frame = { readonly no: number; readonly kept: Buffer; readonly hash: Buffer; readonly isLast: boolean }
type Framed = Where & { readonly sealed: Sealed | null; readonly frames: AsyncGenerator<Frame> }

/** Reads what a file says in the open, and its blocks as they are kept, each checked. */
async function framesIn(source: AsyncIterable<Buffer>): Promise<Framed> {
  const { take, line, isAtEnd } = bytesOf(source)
  const first = await line(FIRST_LINE.length)
  if (first?.toString() !== FIRST_LINE)
    throw new BackupFault('This is no backup of Whence, or one of a later form that this release does not know.')
  const second = (await line(MOST_LINE)) ?? torn()
  const said = preamble.safeParse(jsonOf(second))
  if (!said.success) throw ALTERED(0)
  async function* frames(): AsyncGenerator<Frame> {
    let hash = hashOf(first ?? torn(), second)
    for (let [no, isLast] = [0, false]; !isLast; no += 1) {
      const length = (await take(LENGTH)) ?? torn()
      const size = length.readUInt32BE()
      if (crc32(length.subarray(0, 4), no) !== length.readUInt32BE(4) || size > LONGEST) throw ALTERED(no)
      const expected = (await take(HASH)) ?? torn()
      const kept = (await take(size)) ?? torn()
      hash = hashOf(hash, length, kept)
      if (!hash.equals(expected)) throw ALTERED(no)
      isLast = await isAtEnd()
      yield { no, kept, hash, isLast }
    }
  }
  return { ...said.data, frames: frames() }
}

/** Reads blocks one after the other, each checked before it is handed over. Throws BackupFault; nothing follows the last. */
export async function* blocksIn(source: AsyncIterable<Buffer>, mine?: KeyObject): AsyncGenerator<Block> {
  const { sealed, frames } = await framesIn(source)
  const open = opening(sealed, mine)
  for await (const { no, kept, hash, isLast } of frames) {
    const block = { ...(await opened(open, no, kept)), hash: hash.toString('hex') }
    if (block.kind === kinds.end && !isLast)
      throw new BackupFault('The backup is altered: something follows its last block. Take another one.')
    yield block.kind === kinds.end || !isLast ? block : torn()
  }
}

/** What a file is, as far as it says without a key: how far the log goes in it, and the hash that it ends in. */
export async function markOf(source: AsyncIterable<Buffer>): Promise<Where & { readonly hash: string }> {
  const { position, at, frames } = await framesIn(source)
  let last: Buffer | undefined
  for await (const { hash } of frames) last = hash
  return { position, at, hash: (last ?? torn()).toString('hex') }
}

const MOST_LINE = 1000

function torn(): never {
  throw new BackupFault(TORN)
}

function opening(sealed: Sealed | null, mine: KeyObject | undefined): Seal {
  if (sealed === null) return plain
  if (mine === undefined)
    throw new BackupFault('This backup is sealed: give the private key to open it with, --key FILE.')
  return openSealed(sealed, mine)
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}

async function opened(open: Seal, no: number, kept: Buffer): Promise<Omit<Block, 'hash'>> {
  try {
    const bytes = open(no, kept)
    const length = bytes.readUInt32BE(1)
    const body = await decompress(bytes.subarray(KIND), { maxOutputLength: Math.max(length, 1) })
    if (body.length !== length) throw ALTERED(no)
    return { kind: bytes.readUInt8(), body }
  } catch (error) {
    throw new BackupFault(`The backup is altered, or sealed to another key: block ${no} does not open.`, error)
  }
}

/** The bytes of a source by the piece; null where it ends before. */
function bytesOf(source: AsyncIterable<Buffer>) {
  const chunks = source[Symbol.asyncIterator]()
  let at: Buffer = Buffer.alloc(0)
  const more = async (): Promise<boolean> => {
    const { done, value } = await chunks.next()
    if (done) return false
    at = at.length === 0 ? value : Buffer.concat([at, value])
    return true
  }
  const cut = (length: number): Buffer => {
    const piece = at.subarray(0, length)
    at = at.subarray(length)
    return piece
  }
  const take = async (length: number): Promise<Buffer | null> => {
    if (at.length >= length) return cut(length)
    const pieces = [cut(at.length)]
    for (let lacking = length - (pieces[0]?.length ?? 0); lacking > 0; ) {
      if (at.length === 0 && !(await more())) return null
      const piece = cut(Math.min(lacking, at.length))
      lacking -= piece.length
      pieces.push(piece)
    }
    return Buffer.concat(pieces)
  }
  const line = async (most: number): Promise<Buffer | null> => {
    while (!at.subarray(0, most).includes('\n') && at.length < most) if (!(await more())) return null
    const length = at.subarray(0, most).indexOf('\n')
    return length < 0 ? null : cut(length + 1)
  }
  const isAtEnd = async (): Promise<boolean> => {
    while (at.length === 0) if (!(await more())) return true
    return false
  }
  return { take, line, isAtEnd }
}
