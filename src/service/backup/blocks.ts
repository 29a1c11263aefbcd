import { createHash, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { crc32, zstdCompress, zstdDecompress } from 'node:zlib'
import { z } from 'zod'
import { BackupFault } from './fault.ts'
import { openSealed, type Seal, sealTo } from './sealing.ts'

/*
 * A backup is a file of blocks (docs/decisions/0053). It begins with a line that says what it is, and a line of JSON that
 * says whether it is sealed. A block is its length, a check of the length alone, a hash, and its bytes. The hash is that
 * of the hash before and of these bytes, so that no block can be changed, left out or put elsewhere; the last one says
 * that it is the last.
 */

/** Where bytes go; waited for, so that no more are at hand than are being written. */
export type Sink = { readonly write: (bytes: Buffer) => Promise<void> }

export const kinds = { header: 1, rows: 2, end: 3 } as const
export type Block = { readonly kind: number; readonly body: Buffer }

const FIRST_LINE = 'WHENCE BACKUP 1\n'
const LENGTH = 8
const HASH = 32
const KIND = 5
/** Longer than any row that the database takes. */
const LONGEST = 2 ** 30 + 2 ** 20

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)
const plain: Seal = (_, bytes) => bytes

const preamble = z.object({ sealed: z.object({ ephemeral: z.string(), recipient: z.string() }).nullable() })

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

/** Writes blocks one after the other, sealed where there is a recipient. */
export async function blocksOut(sink: Sink, recipient?: KeyObject): Promise<BlocksOut> {
  const { sealed, seal } = recipient === undefined ? { sealed: null, seal: plain } : sealTo(recipient)
  const first = Buffer.from(`${FIRST_LINE}${JSON.stringify({ sealed })}\n`)
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

/** Reads blocks one after the other, each checked before it is handed over. Throws BackupFault; nothing follows the last. */
export async function* blocksIn(source: AsyncIterable<Buffer>, mine?: KeyObject): AsyncGenerator<Block, string> {
  const { take, line, isAtEnd } = bytesOf(source)
  const first = await line(FIRST_LINE.length)
  if (first?.toString() !== FIRST_LINE)
    throw new BackupFault('This is no backup of Whence, or one of a later form that this release does not know.')
  const second = (await line(MOST_LINE)) ?? torn()
  const open = opening(second, mine)
  let hash = hashOf(first, second)
  for (let no = 0; ; no += 1) {
    const length = (await take(LENGTH)) ?? torn()
    const size = length.readUInt32BE()
    if (crc32(length.subarray(0, 4), no) !== length.readUInt32BE(4) || size > LONGEST) throw ALTERED(no)
    const said = (await take(HASH)) ?? torn()
    const kept = (await take(size)) ?? torn()
    hash = hashOf(hash, length, kept)
    if (!hash.equals(said)) throw ALTERED(no)
    const block = await opened(open, no, kept)
    if (block.kind === kinds.end && !(await isAtEnd()))
      throw new BackupFault('The backup is altered: something follows its last block. Take another one.')
    yield block
    if (block.kind === kinds.end) return hash.toString('hex')
  }
}

const MOST_LINE = 1000

function torn(): never {
  throw new BackupFault(TORN)
}

function opening(second: Buffer, mine: KeyObject | undefined): Seal {
  const said = preamble.safeParse(jsonOf(second))
  if (!said.success) throw ALTERED(0)
  const { sealed } = said.data
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

async function opened(open: Seal, no: number, kept: Buffer): Promise<Block> {
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
