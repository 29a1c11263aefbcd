import { operatorId } from '../../../engine/state/customer.ts'
import type { KeyUse } from '../../../store/history/idempotency.ts'
import type { StoredOperation } from '../../../store/history/operations.ts'
import { digestOf } from '../../asked/operation-text.ts'
import type { ReadRecord } from './chain.ts'
import { type Findings, found } from './finding.ts'

/**
 * Compares what is kept about an operation with its records: who, what and under which key is in the digest, which are its
 * own, and that the first of all opens this customer and no other.
 */
export function checkOperation(
  operation: StoredOperation,
  key: KeyUse | null,
  records: readonly ReadRecord[],
  findings: Findings,
): void {
  const { firstSeq, lastSeq, command, digest } = operation
  if (Buffer.compare(digestOf({ ...operation, key }), digest) !== 0)
    found(findings, firstSeq, 'the digest of its operation is not that of command, caller, key, reference and rules')
  if (opOf(command) !== operation.op) found(findings, firstSeq, `its operation is not ${operation.op}`)
  if (key !== null && key.correlationId !== operation.correlationId)
    found(findings, firstSeq, `key ${key.key} is answered with another correlation than its operation has`)
  if (firstSeq === 1) checkBirth(operation, records[0], findings)
  const [first] = records
  if (first !== undefined && Buffer.compare(first.record.digest ?? Buffer.alloc(0), digest) !== 0)
    found(findings, firstSeq, 'its digest is not that of its operation')
  if (records.length !== lastSeq - firstSeq + 1)
    found(
      findings,
      firstSeq,
      `its operation made records ${firstSeq} to ${lastSeq}, of which ${records.length} are there`,
    )
}

function opOf(command: string): string | null {
  try {
    return (JSON.parse(command) as { readonly op: string }).op
  } catch {
    return null
  }
}

/** The records do not name their customer but for the first: it says whose they are. */
function checkBirth({ customerId }: StoredOperation, first: ReadRecord | undefined, findings: Findings): void {
  if (first === undefined) return
  const { record } = first
  const opens = record.kind === 'event' && record.type === 'customer_opened' ? (record.facts.id ?? null) : null
  const expected = customerId === operatorId ? null : customerId
  if (opens !== expected) found(findings, 1, `its records are those of ${opens ?? 'nobody who was opened'}`)
}
