import { readHeads } from '../../store/heads/heads.ts'
import { causeTable } from '../../store/history/causes.ts'
import { operationsBetween } from '../../store/history/operations.ts'
import { usesWithoutOperation, usesWithStrangeSalt } from '../../store/read/verify/audit-reads.ts'
import type { Session } from '../../store/session/session.ts'
import { sqlState } from '../../store/session/store.ts'
import { openRefold } from './again/refold.ts'
import { nextRecords, openChain, type ReadRecord } from './checks/chain.ts'
import { compared } from './checks/compared.ts'
import { type Finding, found, openFindings } from './checks/finding.ts'
import { openLists } from './checks/lists.ts'
import { checkTables } from './checks/tables.ts'
import { checkErasures, checkTexts, openTexts } from './checks/texts.ts'
import { loadSnapshots, straySnapshots } from './snapshots.ts'
import { isFirst, reviewStretch } from './stretch.ts'
import type { Review } from './under-review.ts'

const openReview = (customerId: string, decides: boolean): Review => ({
  customerId,
  findings: openFindings(customerId),
  chain: openChain(),
  fold: openRefold(customerId, decides),
  lists: openLists(),
  texts: openTexts(),
  roots: new Map(),
  reviewed: 0,
  snapshotSeq: 0,
})

/** What verifying one customer came to. */
export type Reviewed = {
  readonly records: number
  readonly findings: readonly Finding[]
  /** operations of which the command was decided again, and those that are of older rules; null: none was to be */
  readonly decided: Readonly<Record<'again' | 'not', number>> | null
}

/** Verifies one customer from his first record to his head; `decides`: every command is decided again. */
export async function reviewCustomer(session: Session, customerId: string, decides: boolean): Promise<Reviewed> {
  const review = openReview(customerId, decides)
  let pending: readonly ReadRecord[] = []
  for (;;) {
    const { chain, findings } = review
    const before = chain.seq
    const page = await nextRecords(session, customerId, chain, findings)
    if (chain.seq === before) break
    const all = [...pending, ...page]
    const whole = lastWhole(all)
    await reviewStretch(session, review, all.slice(0, whole))
    pending = all.slice(whole)
  }
  await reviewStretch(session, review, pending)
  await reviewEnd(session, review)
  const { again } = review.fold
  const decided = again && { again: again.decided, not: again.undecided }
  return { records: review.chain.count, findings: review.findings.all, decided }
}

/** Where the last operation of a page begins: it may go on in the next one. */
function lastWhole(records: readonly ReadRecord[]): number {
  return Math.max(0, records.findLastIndex(isFirst))
}

async function reviewEnd(session: Session, review: Review): Promise<void> {
  const { customerId, findings, chain, fold, texts } = review
  for (const one of await operationsBetween(session, customerId, review.reviewed + 1, Number.MAX_SAFE_INTEGER))
    found(findings, one.firstSeq, `records ${one.firstSeq} to ${one.lastSeq} of its operation are missing`)
  const head = await readHeads(session, [customerId]).then(([one]) => one, unreadable)
  if (head === null) found(findings, null, 'table customer_head: the head cannot be read')
  else if (head === undefined) found(findings, null, 'the head is missing')
  else if (head.customer.seq !== chain.seq)
    found(findings, chain.seq + 1, `the head stands at record ${head.customer.seq}, the last record is ${chain.seq}`)
  for (const { key, firstSeq } of await usesWithoutOperation(session, customerId))
    found(findings, firstSeq, `key ${key} was answered with it, but no operation made it`)
  for (const { key, firstSeq } of await usesWithStrangeSalt(session, customerId))
    found(findings, firstSeq, `key ${key} is kept with another salt, or none, though no text of it was erased`)
  await reviewStrays(session, review)
  checkErasures(texts, findings)
  if (fold.broken || chain.hash === null) return
  await checkTables(session, fold.state, { hash: chain.hash, snapshotSeq: review.snapshotSeq }, review.lists, findings)
}

/** A fault of the database is one; what cannot be made of its row is a finding. */
function unreadable(error: unknown): null {
  if (sqlState(error) !== undefined) throw error
  return null
}

/** What is kept for records behind the last one. */
async function reviewStrays(session: Session, review: Review): Promise<void> {
  const span = { column: 'seq', from: review.reviewed + 1, to: Number.MAX_SAFE_INTEGER }
  straySnapshots(review, await loadSnapshots(session, review, span.from, span.to))
  await checkTexts(session, review.texts, [], span, review.findings)
  await compared(session, causeTable, () => [], review.findings, span)
}
