import { unpacked, unpackInto } from '../../history/packed.ts'
import { recordTable } from '../../history/records.ts'
import { inSectionAsText, type Place, type Section } from '../../history/section.ts'
import type { Session } from '../../session/session.ts'

type Reads = Pick<Session, 'read'>

/**
 * Until the end of the transaction rows are read by their keys, in whose order they are asked for: the planner, who takes a
 * page for all that a condition allows, would sort all of it for each page.
 */
export function readByKeys(session: Pick<Session, 'send'>): void {
  for (const way of ['sort', 'bitmapscan', 'seqscan']) session.send(`set local enable_${way} = off`)
  session.send('set local max_parallel_workers_per_gather = 0')
}

/** A record as it is stored. */
export type RawRecord = Place & {
  readonly canonical: Uint8Array
  readonly hash: Uint8Array
  /** its typed columns in the binary form of COPY, in the order of the table; empty where they were not asked for */
  readonly typed: Buffer
}

const TYPED = Object.keys(recordTable.columns).filter((column) => column !== 'customer_id' && column !== 'seq')
const IN_ORDER = 'order by customer_id, seq'

/** The next records in the order of customers and records; `withTyped`: with their typed columns. */
export async function recordsIn(
  session: Reads,
  section: Section,
  { limit, withTyped }: { readonly limit: number; readonly withTyped: boolean },
): Promise<RawRecord[]> {
  const columns = ['customer_id', 'seq', ...(withTyped ? TYPED : []), 'hash', 'canonical'].join(', ')
  const records: RawRecord[] = []
  const nameOf = customerReader()
  await session.read(
    `select ${columns} from record where ${inSectionAsText('seq', section)} ${IN_ORDER} limit ${limit}`,
    (passing) => {
      const bytes = Buffer.from(passing)
      const { customerId, at } = nameOf(bytes)
      const seq = Number(bytes.readBigInt64BE(at + 4))
      let next = at + 12
      if (withTyped) for (const _ of TYPED) next += 4 + Math.max(0, bytes.readInt32BE(next))
      const typed = withTyped ? bytes.subarray(2, next) : NONE
      const hash = bytesAt(bytes, next)
      records.push({ customerId, seq, typed, hash, canonical: unpacked(bytesAt(bytes, next + 4 + hash.length)) })
    },
  )
  return records
}

const NONE = Buffer.alloc(0)
const bytesAt = (bytes: Buffer, at: number): Buffer =>
  bytes.subarray(at + 4, at + 4 + Math.max(0, bytes.readInt32BE(at)))

/** Reads the customer of a row, with which it begins; the same one again without making his id anew. */
function customerReader(): (bytes: Buffer) => { readonly customerId: string; readonly at: number } {
  let last = { customerId: '', at: 6, bytes: NONE }
  return (bytes) => {
    const at = 6 + bytes.readInt32BE(2)
    if (at !== last.at || bytes.compare(last.bytes, 0, at - 6, 6, at) !== 0) {
      const own = Buffer.from(bytes.subarray(6, at))
      last = { customerId: own.toString('utf8'), at, bytes: own }
    }
    return last
  }
}

/** Takes one record after the other. `bytes`: the whole row, in which the canonical bytes begin at `at`. */
export type LinkReader = (customerId: string, seq: number, hash: Buffer, row: Buffer, at: number) => void

/** The hashes and bytes of all records of a section, one after the other; what is handed over is good during the call only. */
export async function linksIn(session: Reads, section: Section, each: LinkReader): Promise<void> {
  const nameOf = customerReader()
  await session.read(
    `select customer_id, seq, hash, canonical from record where ${inSectionAsText('seq', section)} ${IN_ORDER}`,
    (bytes) => {
      const { customerId, at } = nameOf(bytes)
      const seq = bytes.readInt32BE(at + 4) * HALF + bytes.readUInt32BE(at + 8)
      const hash = bytesAt(bytes, at + 12)
      const from = at + 12 + 4 + hash.length + 4
      const size = unpackInto(bytes, from, unpackedRow, ROOM_BEFORE)
      if (size === 0) each(customerId, seq, hash, bytes, from)
      else each(customerId, seq, hash, unpackedRow.subarray(0, ROOM_BEFORE + size), ROOM_BEFORE)
    },
  )
}

const HALF = 2 ** 32
/** What is handed over of packed bytes: they, with room before them. */
const ROOM_BEFORE = 64
const unpackedRow = Buffer.alloc(ROOM_BEFORE + 2 ** 16 + 8)
