import type { Instant } from '../../engine/time.ts'
import { TooMuchAtOnce } from '../at-once.ts'
import { textOfTime } from '../rows.ts'
import type { Session } from '../store.ts'
import type { Place, Reader } from './records.ts'

/** A state after a record, and apart from it its subjects: there may be many. */
export type SnapshotRow = {
  readonly seq: number
  readonly maxEffectiveAt: Instant
  readonly state: object
  readonly subjects: readonly unknown[]
}

/** Until when a snapshot counts, up to which record it was known, and the place of an event before which it ends. */
export type Within = { readonly effectiveAt: Instant; readonly knownSeq: number; readonly before?: Place | undefined }

/**
 * The newest snapshot all of whose records are within; undefined when there is none, and history is to be folded from its
 * start. Subjects come as rows of their own, so that no stretch of reading them is long.
 */
export async function readUsableSnapshot(
  reader: Reader & Pick<Session, 'atOnce'>,
  customerId: string,
  { effectiveAt, knownSeq, before }: Within,
): Promise<SnapshotRow | undefined> {
  const [row] = await reader.query<{ seq: bigint; max_effective_at: Instant; state: object; subjects: number }>(
    `select seq, max_effective_at, state - 'subjects' as state, jsonb_array_length(state -> 'subjects') as subjects
      from snapshot
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
  if (reader.atOnce !== undefined && row.subjects > reader.atOnce.folded) throw new TooMuchAtOnce(customerId)
  const subjects = await reader.query<{ subject: unknown }>(
    `select s.value as subject from snapshot, jsonb_array_elements(state -> 'subjects') s
      where customer_id = $1 and seq = $2::bigint`,
    [customerId, row.seq],
  )
  return {
    seq: Number(row.seq),
    maxEffectiveAt: row.max_effective_at,
    state: row.state,
    subjects: subjects.map((one) => one.subject),
  }
}
