import type { Customer } from '../../engine/state/customer.ts'
import { stateFromStore, stateToStore, subjectsToStore } from '../../store/heads/snapshot-state.ts'
import type { KeptState } from '../../store/heads/snapshots.ts'
import { type Canonical, canonicalJson } from '../asked/canonical-json.ts'
import { found } from './checks/finding.ts'
import type { Review } from './under-review.ts'

/** The states that were kept after some records, by these. */
export function keptStates(review: Review, all: readonly KeptState[]): Map<number, KeptState> {
  review.snapshotSeq = all.findLast((one) => one.times !== null)?.seq ?? review.snapshotSeq
  return new Map(all.map((one) => [one.seq, one]))
}

/** Compares a state that was kept after an operation with the one that the records fold to, and takes it off the list. */
export function checkSnapshot({ fold, findings }: Review, snapshots: Map<number, KeptState>, seq: number): void {
  const kept = snapshots.get(seq)
  snapshots.delete(seq)
  if (kept === undefined || fold.broken) return
  if (writtenToday(kept) !== textOf(fold.state))
    found(findings, seq, 'the state kept after it is not what the records fold to')
  const { recordedAt, maxEffectiveAt } = fold.state
  if (kept.times?.recordedAt !== recordedAt || kept.times.maxEffectiveAt !== maxEffectiveAt)
    found(findings, seq, 'the times of the state kept after it are not those of the records')
}

const textOf = (state: Customer): string => {
  const stored = { ...stateToStore(state), subjects: [...subjectsToStore(state)] }
  return canonicalJson(JSON.parse(JSON.stringify(stored)) as Canonical)
}

/** A state that was kept, as it would be today: an earlier release may have left out what was not there yet. */
function writtenToday({ state, parts, subjects }: KeptState): string | null {
  try {
    const whole = stateFromStore(state, subjects)
    const isEachOnce = whole.subjects.size === subjects.length && parts.every((part, at) => part === at + 1)
    return isEachOnce ? textOf(whole) : null
  } catch {
    return null
  }
}

/** What is left of the states that were kept: they stand after records with which no operation ends. */
export function straySnapshots({ fold, findings }: Review, snapshots: ReadonlyMap<number, KeptState>): void {
  if (fold.broken) return
  for (const seq of snapshots.keys()) found(findings, seq, 'a state is kept after it, though no operation ends with it')
}
