import type { Instant } from '../../engine/time.ts'
import { textOfTime } from '../rows.ts'
import type { Reader } from './records.ts'

/** A whole state after a record. */
export type SnapshotRow = { readonly seq: number; readonly maxEffectiveAt: Instant; readonly state: unknown }

/**
 * The newest snapshot all of whose records count by `effectiveAt` and were known up to record `knownSeq`; undefined when
 * there is none, and history is to be folded from its start.
 */
export async function readUsableSnapshot(
  reader: Reader,
  customerId: string,
  dials: { readonly effectiveAt: Instant; readonly knownSeq: number },
): Promise<SnapshotRow | undefined> {
  const [row] = await reader.query<{ seq: bigint; max_effective_at: Instant; state: unknown }>(
    `select seq, max_effective_at, state from snapshot
      where customer_id = $1 and max_effective_at <= $2::timestamptz and seq <= $3::bigint order by seq desc limit 1`,
    [customerId, textOfTime(dials.effectiveAt), dials.knownSeq],
  )
  return row && { seq: Number(row.seq), maxEffectiveAt: row.max_effective_at, state: row.state }
}
