import type { Instant } from '../engine/time.ts'
import { textOfTime } from './rows.ts'
import type { Session } from './store.ts'

/** A whole state after a record, as it is written. */
export type Snapshot = {
  readonly customerId: string
  readonly seq: number
  readonly recordedAt: Instant
  readonly maxEffectiveAt: Instant
  readonly state: unknown
}

/** Keeps a state to fold from. */
export function insertSnapshot(session: Session, one: Snapshot): void {
  session.send(
    `insert into snapshot (customer_id, seq, recorded_at, max_effective_at, state) values ($1, $2, $3, $4, $5)
     on conflict (customer_id, seq) do nothing`,
    [one.customerId, one.seq, textOfTime(one.recordedAt), textOfTime(one.maxEffectiveAt), JSON.stringify(one.state)],
  )
}

type SnapshotRow = {
  readonly seq: bigint
  readonly recorded_at: Instant
  readonly max_effective_at: Instant
  readonly state: unknown
}

/** The states kept of a customer after records of a range, both ends included. For verifying. */
export async function snapshotsBetween(
  session: Pick<Session, 'query'>,
  customerId: string,
  from: number,
  to: number,
): Promise<Omit<Snapshot, 'customerId'>[]> {
  const rows = await session.query<SnapshotRow>(
    'select seq, recorded_at, max_effective_at, state from snapshot where customer_id = $1 and seq between $2 and $3 order by seq',
    [customerId, from, to],
  )
  return rows.map((row) => ({
    seq: Number(row.seq),
    recordedAt: row.recorded_at,
    maxEffectiveAt: row.max_effective_at,
    state: row.state,
  }))
}
