import { knownRules } from '../../engine/rules/rules.ts'
import type { KeptState } from '../../store/heads/snapshots.ts'
import { areCausesAsWritten, causeRows, causeTable } from '../../store/history/causes.ts'
import type { KeyUse } from '../../store/history/idempotency.ts'
import type { StoredOperation } from '../../store/history/operations.ts'
import { areAsWritten, recordTable, typedRows } from '../../store/history/records.ts'
import type { Session } from '../../store/session/session.ts'
import { type Surroundings, surroundingsOf } from './again/circumstances.ts'
import { isDecidable } from './again/decide-again.ts'
import { refold } from './again/refold.ts'
import { beginsOperation, type ReadRecord } from './checks/chain.ts'
import { checkChain } from './checks/chain-root.ts'
import { compared } from './checks/compared.ts'
import { type Findings, found } from './checks/finding.ts'
import { addToLists } from './checks/lists.ts'
import { checkOperation } from './checks/operations.ts'
import { checkTexts } from './checks/texts.ts'
import type { Kept } from './pages.ts'
import { checkSnapshot, keptStates, straySnapshots } from './snapshots.ts'
import type { Review } from './under-review.ts'
import { noteUses } from './uses.ts'

/** What is kept about some whole operations of a customer, with the records of which the bytes could be read. */
export type Read = Omit<Kept, 'records'> & {
  readonly records: readonly ReadRecord[]
  /** none was left out because its bytes cannot be read */
  readonly areAllRead: boolean
  /** up to which record all is here that is kept */
  readonly upTo: number
}

/** Looks at some whole operations: what is kept about them, their records' columns, causes, texts; and folds them. */
export async function reviewStretch(session: Session, review: Review, kept: Read): Promise<void> {
  const { findings, levels } = review
  const { records, operations, uses } = kept
  const snapshots = keptStates(review, kept.snapshots)
  const runs = byOperation(records, operations)
  for (const operation of operations)
    if (!runs.has(operation.firstSeq)) found(findings, operation.firstSeq, 'all records of its operation are missing')
  const about = {
    operations: new Map(operations.map((one) => [one.firstSeq, one])),
    keys: new Map(uses.map((one) => [one.firstSeq, one])),
    snapshots,
  }
  await reviewRuns(session, review, runs, about)
  if (!levels.columns) return
  strayKeys(uses, about.keys, findings)
  straySnapshots(review, snapshots)
  await compareColumns(session, review, runs, kept)
  checkTexts(
    review.texts,
    records.map((one) => one.record),
    kept.texts,
    findings,
  )
  noteUses(review, kept)
}

type Runs = ReadonlyMap<number, readonly ReadRecord[]>

/** The records of each operation by its first seq; of one that is missing, those from a digest on. */
function byOperation(records: readonly ReadRecord[], operations: readonly StoredOperation[]): Runs {
  const runs = new Map<number, ReadRecord[]>()
  let [at, begun] = [0, 0]
  for (const one of records) {
    const { seq } = one.record
    while ((operations[at]?.lastSeq ?? seq) < seq) at += 1
    const operation = operations[at]
    if (beginsOperation(one) || begun === 0) begun = seq
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
  const { customerId, findings, fold, levels, lists } = review
  for (const [firstSeq, run] of runs) {
    const operation = operations.get(firstSeq)
    if (levels.columns) for (const { record } of run) addToLists(lists, customerId, record)
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
    const trusted = operation.lastSeq <= review.trustedTo
    if (levels.columns) {
      if (!trusted) checkOperation(operation, keys.get(firstSeq) ?? null, run, findings)
      checkChain(review.roots, operation, run, findings)
    }
    const surroundings = trusted ? null : await decidableIn(session, fold, operation, findings)
    refold(fold, operation, run, findings, { surroundings, trusted })
    if (levels.columns) checkSnapshot(review, snapshots, operation.lastSeq)
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

/** Where rows are not byte for byte as they would be written, the database is asked what differs. */
async function compareColumns(session: Session, review: Review, runs: Runs, kept: Read): Promise<void> {
  const { customerId, findings, trustedTo } = review
  const all = [...runs.values()].filter((run) => (run.at(-1)?.seq ?? 0) > trustedTo)
  const span = { column: 'seq', from: Math.max(review.reviewed, trustedTo) + 1, to: kept.upTo }
  const isSame = kept.areAllRead && all.every((run) => sameOr(() => areAsWritten(customerId, run)))
  if (!isSame) {
    const expected = () => all.flatMap((run) => typedRows(customerId, run))
    await compared(session, recordTable, [{ findings, expected }], span)
  }
  const expected = () => all.flatMap((run) => run.flatMap((one) => causeRows(customerId, one.record)))
  const causes = kept.causes.filter((one) => one.seq > trustedTo)
  if (!sameOr(() => areCausesAsWritten(causes, expected())))
    await compared(session, causeTable, [{ findings, expected }], span)
}

/** What no column can hold is not the same. */
function sameOr(compare: () => boolean): boolean {
  try {
    return compare()
  } catch {
    return false
  }
}
