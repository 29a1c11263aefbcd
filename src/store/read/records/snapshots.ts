import type { Instant } from '../../../engine/time.ts'
import { type StoredState, subjectCount } from '../../heads/snapshot-state.ts'
import { TooMuchAtOnce } from '../../session/at-once.ts'
import { textOfTime } from '../../session/rows.ts'
import type { Session } from '../../session/session.ts'
import type { Place, Reader } from './records.ts'

/** A state after a record, and apart from it its subjects: there may be many. */
export type SnapshotRow = {
  readonly seq: number
  readonly maxEffectiveAt: Instant
  readonly state: StoredState
  readonly subjects: readonly unknown[]
}

/** Until when a snapshot counts, up to which record it was known, and the place of an event before which it ends. */
export type Within = { readonly effectiveAt: Instant; readonly knownSeq: number; readonly before?: Place | undefined }

/**
 * The newest snapshot all of whose records are within; undefined when there is none, and history is to be folded from its
 * start.
 */
export async function readUsableSnapshot(
  reader: Reader & Pick<Session, 'atOnce'>,
  customerId: string,
  { effectiveAt, knownSeq, before }: Within,
): Promise<SnapshotRow | undefined> {
  const [row] = await reader.query<{ seq: bigint; max_effective_at: Instant; state: StoredState }>(
    `select seq, max_effective_at, state from snapshot
      where customer_id = $1 and max_effective_at <= $2::timestamptz and seq <= $3::bigint
        and (max_effective_at < $4::timestamptz or max_effective_at = $4::timestamptz and seq < $5::bigint)
      order by seq desc limit 1`,
    [
      customerId,
      textOfTime(effectiveAt),
      knownSeq,
      before === undefined ? 'infinity' : textOfTime(before.at),
      before?.seq ?? 0,
    ],
  )
  if (row === undefined) return undefined
  const { seq, max_effective_at: maxEffectiveAt, state } = row
  if (reader.atOnce !== undefined && subjectCount(state) > reader.atOnce.folded) throw new TooMuchAtOnce(customerId)
  const parts = await reader.query<{ subjects: readonly unknown[] }>(
    'select subjects from snapshot_part where customer_id = $1 and seq = $2::bigint order by part',
    [customerId, seq],
  )
  return { seq: Number(seq), maxEffectiveAt, state, subjects: parts.flatMap((part) => part.subjects) }
}
