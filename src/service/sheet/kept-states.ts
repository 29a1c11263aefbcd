import { subjectCount } from '../../store/heads/snapshot-state.ts'
import type { Sheet } from './sheet.ts'

/** Records between two snapshots of a customer with few subjects: so many a question about the past folds at most. */
const LEAST = 256
/** Up to here more of them where there are more subjects, since a snapshot is large then: four a subject. */
const MORE = 1024

/** Records between two snapshots; from 1,024 subjects on one a subject, so that keeping them costs the same per record. */
export const betweenSnapshots = (subjects: number): number => Math.max(LEAST, Math.min(MORE, 4 * subjects), subjects)

/**
 * Puts the state of a sheet by, to be kept as a snapshot, where the last one lies far enough back. Looked at after each
 * operation: a transaction may bring thousands of records of one customer, and a question may be about any of them.
 */
export function keepState(sheet: Sheet): void {
  const { customer } = sheet
  if (customer.seq - sheet.snapshotSeq < betweenSnapshots(subjectCount(customer))) return
  sheet.kept.push(customer)
  sheet.snapshotSeq = customer.seq
}
