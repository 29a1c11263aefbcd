import type { Instant } from '../../engine/time.ts'
import { textOfTime } from '../rows.ts'
import type { Reader } from './records.ts'

/** A whole state after a record. */
export type SnapshotRow = { readonly seq: number; readonly state: unknown }

/**
 * The newest snapshot all of whose records count by `effectiveAt` and were known: by the time `knownAt`, or up to record
 * `knownSeq`; undefined when there is none, and history is to be folded from its start.
 */
export async function readUsableSnapshot(
  reader: Reader,
  customerId: string,
  dials: { readonly effectiveAt: Instant; readonly knownAt?: Instant; readonly knownSeq?: number },
): Promise<SnapshotRow | undefined> {
  const known =
    dials.knownAt !== undefined
      ? (['recorded_at <= $3::timestamptz', textOfTime(dials.knownAt)] as const)
      : (['seq <= $3::bigint', dials.knownSeq ?? Number.MAX_SAFE_INTEGER] as const)
  const [row] = await reader.query<{ seq: bigint; state: unknown }>(
    `select seq, state from snapshot
      where customer_id = $1 and max_effective_at <= $2::timestamptz and ${known[0]} order by seq desc limit 1`,
    [customerId, textOfTime(dials.effectiveAt), known[1]],
  )
  return row && { seq: Number(row.seq), state: row.state }
}
