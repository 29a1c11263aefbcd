import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { blocksIn, blocksOut, kinds } from '../../src/service/backup/blocks.ts'
import { BackupFault } from '../../src/service/backup/fault.ts'
import { makeKeys } from '../../src/service/backup/sealing.ts'

/** The file of a backup: what is not exactly as it was written is found, and said. */

const bodies = [1, 2, 3, 4, 5].map((no) => Buffer.concat([Buffer.alloc(3000, no), randomBytes(200)]))
const pair = makeKeys()
const mine = createPrivateKey(pair.privateKey)
const other = createPrivateKey(makeKeys().privateKey)

async function written(isSealed: boolean, held = bodies): Promise<Buffer> {
  const pieces: Buffer[] = []
  const sink = { write: async (bytes: Buffer) => void pieces.push(Buffer.from(bytes)) }
  const out = await blocksOut(sink, { position: '7', at: '' }, isSealed ? createPublicKey(pair.publicKey) : undefined)
  for (const [at, body] of held.entries()) await out.add(at === held.length - 1 ? kinds.end : kinds.rows, body)
  const file = Buffer.concat(pieces)
  expect(out.end().bytes).toBe(file.length)
  return file
}

/** Reads a file that comes in pieces of some size; answers the bodies of its blocks. */
async function read(file: Buffer, key = mine, piece = 1000): Promise<Buffer[]> {
  const count = Math.ceil(file.length / piece)
  const pieces = Readable.from(Array.from({ length: count }, (_, no) => file.subarray(no * piece, (no + 1) * piece)))
  const found: Buffer[] = []
  for await (const { body } of blocksIn(pieces, key)) found.push(body)
  return found
}

/** Where each block begins, found another way than the program finds it; the last place is the end. */
function placesOf(file: Buffer): number[] {
  const places = [file.indexOf('\n', file.indexOf('\n') + 1) + 1]
  for (let at = places[0] ?? 0; at < file.length; ) {
    at += 8 + 32 + file.readUInt32BE(at)
    places.push(at)
  }
  return places
}

const refused = (reading: Promise<unknown>): Promise<void> => expect(reading).rejects.toThrow(BackupFault)

test.each([false, true])('what was written is read, in pieces of any size; sealed: %s', async (isSealed) => {
  const file = await written(isSealed)
  for (const piece of [1, 7, 4096, file.length]) expect(await read(file, mine, piece)).toEqual(bodies)
  expect(file.includes(Buffer.alloc(100, 1))).toBe(false)
})

test.each([false, true])(
  'each byte of each block counts, and each of the lines before; sealed: %s',
  async (isSealed) => {
    const file = await written(isSealed)
    const places = placesOf(file)
    expect(places).toHaveLength(bodies.length + 1)
    const [first = 0] = places
    const within = places.slice(0, -1).flatMap((from, at) => {
      const to = places[at + 1] ?? file.length
      return [from, from + 3, from + 4, from + 8, from + 39, from + 40, Math.floor((from + 40 + to) / 2), to - 1]
    })
    for (const at of [0, 15, ...Array.from({ length: first - 17 }, (_, no) => no + 16), ...within]) {
      const altered = Buffer.from(file)
      altered.writeUInt8(altered.readUInt8(at) ^ 0x20, at)
      await refused(read(altered))
    }
  },
)

test('a file that ends before its last block is not whole, wherever it ends', async () => {
  const file = await written(false)
  const places = placesOf(file)
  for (const at of [
    ...places.slice(0, -1),
    ...places.slice(0, -1).flatMap((from) => [from + 5, from + 20, from + 60]),
    0,
    9,
  ])
    await refused(read(file.subarray(0, at)))
  await expect(read(file.subarray(0, places[2]))).rejects.toThrow(/^The backup is not whole: /)
})

test('blocks are those of this file, in their order, and nothing follows the last', async () => {
  const file = await written(false)
  const another = await written(false, [...bodies].reverse().with(2, bodies[0] ?? Buffer.alloc(0)))
  const places = placesOf(file)
  const block = (of: Buffer, no: number): Buffer => of.subarray(places[no], places[no + 1])
  const built = (...blocks: readonly Buffer[]): Buffer => Buffer.concat([file.subarray(0, places[0]), ...blocks])
  const all = bodies.map((_, no) => block(file, no))
  expect(await read(built(...all))).toEqual(bodies)
  const [a, b, c, d, e] = all as [Buffer, Buffer, Buffer, Buffer, Buffer]
  for (const blocks of [[b, a, c, d, e], [a, c, d, e], [a, b, b, c, d, e], [a, b, block(another, 2), d, e], [e]])
    await refused(read(built(...blocks)))
  await expect(read(Buffer.concat([file, Buffer.of(0)]))).rejects.toThrow('something follows its last block')
})

test('a sealed file opens with its own key alone', async () => {
  const file = await written(true)
  await expect(read(file, other)).rejects.toThrow(/^This backup is sealed to another key/)
  const forged = Buffer.from(
    file.toString('latin1').replace(/"recipient":"[^"]+"/, otherName(await sealedToOther())),
    'latin1',
  )
  await refused(read(forged, other))
})

async function sealedToOther(): Promise<Buffer> {
  const pieces: Buffer[] = []
  await blocksOut(
    { write: async (bytes) => void pieces.push(bytes) },
    { position: '7', at: '' },
    createPublicKey(other),
  )
  return Buffer.concat(pieces)
}
const otherName = (file: Buffer): string => /"recipient":"[^"]+"/.exec(file.toString())?.[0] ?? ''

test('what is no backup is said to be none', async () => {
  for (const file of [Buffer.alloc(0), Buffer.from('PK\u0003\u0004'), Buffer.from('WHENCE BACKUP 2\n{}\n')])
    await expect(read(file)).rejects.toThrow(/^This is no backup of Whence/)
})
