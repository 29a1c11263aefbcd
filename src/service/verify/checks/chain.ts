import { hash as hashOf } from 'node:crypto'
import { decode, hashInput, noHash } from '../../../engine/bytes/record-bytes.ts'
import type { LedgerRecord } from '../../../engine/events/record.ts'
import { type RawRecord, recordsAfter } from '../../../store/read/verify/audit-reads.ts'
import type { Session } from '../../../store/session/session.ts'
import { type Findings, found } from './finding.ts'

/** A record of which the bytes could be read. */
export type ReadRecord = RawRecord & { readonly record: LedgerRecord }

/** How far a chain was followed. */
export type Chain = { seq: number; hash: Uint8Array | null; count: number }

export const openChain = (): Chain => ({ seq: 0, hash: noHash, count: 0 })

const PAGE = 2000

/**
 * The next records of a customer: their numbers without gaps, their bytes readable, each hash that of the one before and
 * of the bytes. That the bytes are in the one canonical form is seen when they are booked again. Behind a gap the chain
 * is taken up again with the next record.
 */
export async function nextRecords(
  session: Pick<Session, 'query'>,
  customerId: string,
  chain: Chain,
  findings: Findings,
): Promise<ReadRecord[]> {
  const page = await recordsAfter(session, customerId, chain.seq, PAGE)
  return page.flatMap((raw) => {
    follow(chain, raw, findings)
    const record = read(raw, findings)
    return record === null ? [] : [{ ...raw, record }]
  })
}

function follow(chain: Chain, { seq, canonical, hash }: RawRecord, findings: Findings): void {
  if (seq !== chain.seq + 1) {
    const missing = seq - 1 === chain.seq + 1 ? 'is missing' : `to ${seq - 1} are missing`
    found(findings, chain.seq + 1, missing)
    chain.hash = null
  }
  if (chain.hash !== null && Buffer.compare(hashOf('sha256', hashInput(chain.hash, canonical), 'buffer'), hash) !== 0)
    found(findings, seq, 'its hash is not that of the record before and of its own bytes')
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
