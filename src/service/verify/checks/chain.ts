import { hash as hashOf } from 'node:crypto'
import { decode, formVersion, hashInput, noHash } from '../../../engine/bytes/record-bytes.ts'
import type { LedgerRecord } from '../../../engine/events/record.ts'
import type { RawRecord } from '../../../store/read/verify/raw-records.ts'
import { type Findings, found } from './finding.ts'

/** A record of which the bytes could be read. */
export type ReadRecord = RawRecord & { readonly record: LedgerRecord }

/** How far a chain was followed. */
export type Chain = { seq: number; hash: Uint8Array | null; count: number }

/** A chain before its first record, or behind one that is trusted. */
export const openChain = (behind: Pick<RawRecord, 'seq' | 'hash'> = { seq: 0, hash: noHash }): Chain => ({
  ...behind,
  count: 0,
})

/**
 * Follows some records of a customer: their numbers without gaps, each hash that of the one before and of the bytes, their
 * bytes readable. That the bytes are in the one canonical form is seen when they are booked again. Behind a gap the chain
 * is taken up again with the next record.
 */
export function followed(chain: Chain, page: readonly RawRecord[], findings: Findings): ReadRecord[] {
  return page.flatMap((raw) => {
    noteGap(chain, raw.seq, findings)
    if (chain.hash !== null && !isHashOf(raw.hash, hashInput(chain.hash, raw.canonical)))
      found(findings, raw.seq, BROKEN)
    moveOn(chain, raw.seq, raw.hash)
    const record = read(raw, findings)
    return record === null ? [] : [{ ...raw, record }]
  })
}

/** What of a record's bytes says its number: behind the version, its kind and its type. */
const SEQ_AT = 5

/**
 * Follows one record without looking into it, but for the number that its bytes say. `row` holds them from `at` on, and at
 * least 33 bytes before, which are written over: there the hash before is put, so that all that is hashed stands together.
 */
export function followedLink(
  chain: Chain,
  {
    seq,
    hash,
    row,
    at,
  }: { readonly seq: number; readonly hash: Uint8Array; readonly row: Buffer; readonly at: number },
  findings: Findings,
): void {
  const own = Buffer.from(hash)
  noteGap(chain, seq, findings)
  if (row.length < at + SEQ_AT + 8 || u64(row, at + SEQ_AT) !== seq)
    found(findings, seq, 'its bytes are not those of a record of this number')
  if (chain.hash !== null) {
    const start = at - chain.hash.length - 1
    row[start] = formVersion
    row.set(chain.hash, start + 1)
    if (!isHashOf(own, row.subarray(start))) found(findings, seq, BROKEN)
  }
  moveOn(chain, seq, own)
}

const u64 = (row: Buffer, at: number): number => row.readUInt32BE(at) * 2 ** 32 + row.readUInt32BE(at + 4)

const BROKEN = 'its hash is not that of the record before and of its own bytes'

const isHashOf = (hash: Uint8Array, bytes: Uint8Array): boolean =>
  Buffer.compare(hashOf('sha256', bytes, 'buffer'), hash) === 0

function noteGap(chain: Chain, seq: number, findings: Findings): void {
  if (seq === chain.seq + 1) return
  const missing = seq - 1 === chain.seq + 1 ? 'is missing' : `to ${seq - 1} are missing`
  found(findings, chain.seq + 1, missing)
  chain.hash = null
}

function moveOn(chain: Chain, seq: number, hash: Uint8Array): void {
  chain.seq = seq
  chain.hash = hash
  chain.count += 1
}

function read({ seq, canonical }: RawRecord, findings: Findings): LedgerRecord | null {
  try {
    const record = decode(canonical)
    if (record.seq !== seq) found(findings, seq, `its bytes are those of record ${record.seq}`)
    return record
  } catch (error) {
    found(findings, seq, `its bytes cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    return null
  }
}

/** Where the presence bits of canonical bytes stand, and which of them says that there is a digest. */
const [PRESENCE_AT, HAS_DIGEST] = [37, 2]

/** Does a record begin an operation? That one has the digest; said without reading all of its bytes. */
export const beginsOperation = ({ canonical }: Pick<RawRecord, 'canonical'>): boolean =>
  ((canonical[PRESENCE_AT] ?? 0) & HAS_DIGEST) !== 0
