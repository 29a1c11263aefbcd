import { knownRules } from '../../engine/rules/rules.ts'
import type { KeptState } from '../../store/heads/snapshots.ts'
import { causeRows, causeTable } from '../../store/history/causes.ts'
import { type KeyUse, usesBetween } from '../../store/history/idempotency.ts'
import { operationsBetween, type StoredOperation } from '../../store/history/operations.ts'
import { recordTable, typedRows } from '../../store/history/records.ts'
import type { Span } from '../../store/read/verify/compare.ts'
import type { Session } from '../../store/session/session.ts'
import { type Surroundings, surroundingsOf } from './again/circumstances.ts'
import { isDecidable } from './again/decide-again.ts'
import { refold } from './again/refold.ts'
import type { ReadRecord } from './checks/chain.ts'
import { checkChain } from './checks/chain-root.ts'
import { compared } from './checks/compared.ts'
import { type Findings, found } from './checks/finding.ts'
import { addToLists } from './checks/lists.ts'
import { checkOperation } from './checks/operations.ts'
import { checkTexts } from './checks/texts.ts'
import { checkSnapshot, loadSnapshots, straySnapshots } from './snapshots.ts'
import type { Review } from './under-review.ts'

/** Looks at some whole operations: what is kept about them, their records' columns, causes, texts; and folds them. */
export async function reviewStretch(session: Session, review: Review, records: readonly ReadRecord[]): Promise<void> {
  const last = records.at(-1)
  if (last === undefined) return
  const { customerId, findings } = review
  const span = { column: 'seq', from: review.reviewed + 1, to: last.seq }
  const operations = await operationsBetween(session, customerId, span.from, span.to)
  const uses = await usesBetween(session, customerId, span.from, span.to)
  const snapshots = await loadSnapshots(session, review, span.from, span.to)
  const runs = byOperation(records, operations)
  for (const operation of operations)
    if (!runs.has(operation.firstSeq)) found(findings, operation.firstSeq, 'all records of its operation are missing')
  const about = {
    operations: new Map(operations.map((one) => [one.firstSeq, one])),
    keys: new Map(uses.map((one) => [one.firstSeq, one])),
    snapshots,
  }
  await reviewRuns(session, review, runs, about)
  strayKeys(uses, about.keys, findings)
  straySnapshots(review, snapshots)
  await compareColumns(session, review, runs, span)
  await checkTexts(
    session,
    review.texts,
    records.map((one) => one.record),
    span,
    findings,
  )
  review.reviewed = last.seq
}

/** Does a record begin an operation? That one has the digest. */
export const isFirst = ({ record }: ReadRecord): boolean => record.digest !== null

type Runs = ReadonlyMap<number, readonly ReadRecord[]>

/** The records of each operation by its first seq; of one that is missing, those from a digest on. */
function byOperation(records: readonly ReadRecord[], operations: readonly StoredOperation[]): Runs {
  const runs = new Map<number, ReadRecord[]>()
  let [at, begun] = [0, 0]
  for (const one of records) {
    const { seq } = one.record
    while ((operations[at]?.lastSeq ?? seq) < seq) at += 1
    const operation = operations[at]
    if (isFirst(one) || begun === 0) begun = seq
    const first = operation !== undefined && operation.firstSeq <= seq ? operation.firstSeq : begun
    const run = runs.get(first)
    if (run === undefined) runs.set(first, [one])
    else run.push(one)
  }
  return runs
}

/** What is kept about some records: by the first of each operation; states by the record after which they were kept. */
type About = {
  readonly operations: ReadonlyMap<number, StoredOperation>
  readonly keys: ReadonlyMap<number, KeyUse>
  readonly snapshots: Map<number, KeptState>
}

/** An operation is asked for under one key. */
function strayKeys(uses: readonly KeyUse[], taken: About['keys'], findings: Findings): void {
  for (const use of uses)
    if (taken.get(use.firstSeq) !== use) found(findings, use.firstSeq, `key ${use.key} is one of several for it`)
}

async function reviewRuns(session: Session, review: Review, runs: Runs, about: About): Promise<void> {
  const { operations, keys, snapshots } = about
  const { customerId, findings, fold, lists } = review
  for (const [firstSeq, run] of runs) {
    const operation = operations.get(firstSeq)
    for (const { record } of run) addToLists(lists, customerId, record)
    if (operation === undefined) {
      found(findings, firstSeq, 'its operation is missing; what follows cannot be booked again')
      fold.broken = true
      continue
    }
    if (!knownRules.includes(operation.rules)) {
      found(findings, firstSeq, `its operation names rules ${operation.rules}, which are not known`)
      fold.broken = true
      continue
    }
    checkOperation(operation, keys.get(firstSeq) ?? null, run, findings)
    checkChain(review.roots, operation, run, findings)
    refold(fold, operation, run, findings, await decidableIn(session, fold, operation, findings))
    checkSnapshot(review, snapshots, operation.lastSeq)
  }
}

/** In which circumstances an operation is to be decided again; null where it is not. */
async function decidableIn(
  session: Session,
  { again, broken, state }: Review['fold'],
  operation: StoredOperation,
  findings: Findings,
): Promise<Surroundings | null> {
  if (again === null || broken) return null
  if (!isDecidable(operation)) {
    again.undecided += 1
    return null
  }
  try {
    return await surroundingsOf(session, state, operation)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    found(findings, operation.firstSeq, `its command cannot be read: ${reason}`)
    return null
  }
}

async function compareColumns(
  session: Session,
  { customerId, findings }: Review,
  runs: Runs,
  span: Span,
): Promise<void> {
  const all = [...runs.values()]
  await compared(session, recordTable, () => all.flatMap((run) => typedRows(customerId, run)), findings, span)
  const causesOf = (run: readonly ReadRecord[]) => run.flatMap((one) => causeRows(customerId, one.record))
  await compared(session, causeTable, () => all.flatMap(causesOf), findings, span)
}
