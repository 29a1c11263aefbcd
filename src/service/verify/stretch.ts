import { causeRows, causeTable } from '../../store/causes.ts'
import { compareRows } from '../../store/compare.ts'
import { operationsBetween, type StoredOperation } from '../../store/operations.ts'
import { recordRows, recordTable } from '../../store/records.ts'
import type { Session } from '../../store/store.ts'
import type { ReadRecord } from './chain.ts'
import { found } from './finding.ts'
import { addToLists } from './lists.ts'
import { checkOperation } from './operations.ts'
import { refold } from './refold.ts'
import type { Review } from './review.ts'
import { checkSnapshot, loadSnapshots } from './snapshots.ts'
import { report } from './tables.ts'
import { checkTexts } from './texts.ts'

/** Looks at some whole operations: what is kept about them, their records' columns, causes, texts; and folds them. */
export async function reviewStretch(session: Session, review: Review, records: readonly ReadRecord[]): Promise<void> {
  const last = records.at(-1)
  if (last === undefined) return
  const { customerId, findings } = review
  const span = { column: 'seq', from: review.reviewed + 1, to: last.seq }
  const operations = await operationsBetween(session, customerId, span.from, span.to)
  const snapshots = await loadSnapshots(session, review, span.from, span.to)
  const runs = byOperation(records)
  for (const operation of operations)
    if (!runs.has(operation.firstSeq)) found(findings, operation.firstSeq, 'all records of its operation are missing')
  reviewRuns(review, runs, new Map(operations.map((one) => [one.firstSeq, one])), snapshots)
  await compareColumns(session, review, runs, span)
  await checkTexts(
    session,
    review.texts,
    records.map((one) => one.record),
    findings,
  )
  review.reviewed = last.seq
}

type Runs = ReadonlyMap<number, readonly ReadRecord[]>

function byOperation(records: readonly ReadRecord[]): Runs {
  const runs = new Map<number, ReadRecord[]>()
  for (const one of records) {
    const run = runs.get(one.record.rootSeq)
    if (run === undefined) runs.set(one.record.rootSeq, [one])
    else run.push(one)
  }
  return runs
}

function reviewRuns(
  review: Review,
  runs: Runs,
  operations: ReadonlyMap<number, StoredOperation>,
  snapshots: ReadonlyMap<number, unknown>,
): void {
  const { customerId, findings, fold, lists } = review
  for (const [firstSeq, run] of runs) {
    const operation = operations.get(firstSeq)
    for (const { record } of run) addToLists(lists, customerId, record)
    if (operation === undefined) {
      found(findings, firstSeq, 'its operation is missing; what follows cannot be booked again')
      fold.broken = true
      continue
    }
    checkOperation(operation, run, findings)
    refold(
      fold,
      operation,
      run.map((one) => one.record),
      findings,
    )
    checkSnapshot(review, snapshots, operation.lastSeq)
  }
}

async function compareColumns(
  session: Session,
  { customerId, findings }: Review,
  runs: Runs,
  span: { readonly column: string; readonly from: number; readonly to: number },
): Promise<void> {
  const rows = [...runs.values()].flatMap((run) => recordRows(customerId, run, false))
  const causes = [...runs.values()].flatMap((run) => run.flatMap((one) => causeRows(customerId, one.record)))
  for (const one of await compareRows(session, recordTable, customerId, rows, span)) report(recordTable, one, findings)
  for (const one of await compareRows(session, causeTable, customerId, causes, span)) report(causeTable, one, findings)
}
