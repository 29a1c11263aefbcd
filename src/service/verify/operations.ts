import type { StoredOperation } from '../../store/operations.ts'
import { digestOf } from '../operation-text.ts'
import type { ReadRecord } from './chain.ts'
import { type Findings, found } from './finding.ts'

/** Compares what is kept about an operation with its records: who and what is in the digest, and which are its own. */
export function checkOperation(operation: StoredOperation, records: readonly ReadRecord[], findings: Findings): void {
  const { firstSeq, lastSeq, command, digest } = operation
  if (Buffer.compare(digestOf({ ...operation, command }), digest) !== 0)
    found(findings, firstSeq, 'the digest of its operation is not that of command, actor, channel, reference and rules')
  const [first] = records
  if (first !== undefined && Buffer.compare(first.record.digest ?? Buffer.alloc(0), digest) !== 0)
    found(findings, firstSeq, 'its digest is not that of its operation')
  const stranger = records.find((one) => one.record.rootSeq !== firstSeq)
  if (stranger !== undefined) found(findings, stranger.seq, `does not belong to the operation of record ${firstSeq}`)
  if (records.length !== lastSeq - firstSeq + 1)
    found(
      findings,
      firstSeq,
      `its operation made records ${firstSeq} to ${lastSeq}, of which ${records.length} are there`,
    )
}
