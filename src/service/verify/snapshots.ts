import { stateToStore } from '../../store/snapshot-state.ts'
import { snapshotsBetween } from '../../store/snapshots.ts'
import type { Session } from '../../store/store.ts'
import { type Canonical, canonicalJson } from '../canonical-json.ts'
import { found } from './finding.ts'
import type { Review } from './review.ts'

/** The states that were kept after records of a range. */
export async function loadSnapshots(
  session: Session,
  review: Review,
  from: number,
  to: number,
): Promise<ReadonlyMap<number, unknown>> {
  const all = await snapshotsBetween(session, review.customerId, from, to)
  review.snapshotSeq = all.at(-1)?.seq ?? review.snapshotSeq
  return new Map(all.map((one) => [one.seq, one.state]))
}

/** Compares a state that was kept after a record with the one that the records fold to. */
export function checkSnapshot(review: Review, snapshots: ReadonlyMap<number, unknown>, seq: number): void {
  const kept = snapshots.get(seq)
  if (kept === undefined || review.fold.broken) return
  const expected: unknown = JSON.parse(JSON.stringify(stateToStore(review.fold.state)))
  if (canonicalJson(kept as Canonical) !== canonicalJson(expected as Canonical))
    found(review.findings, seq, 'the state kept after it is not what the records fold to')
}
