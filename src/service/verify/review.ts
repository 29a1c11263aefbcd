import type { Session } from '../../store/session/session.ts'
import { followed } from './checks/chain.ts'
import { type Finding, found } from './checks/finding.ts'
import { checkHead, endOf, headsOf } from './checks/heads.ts'
import { checkTables, type Folded } from './checks/tables.ts'
import { checkErasures, checkTexts } from './checks/texts.ts'
import type { Levels } from './levels.ts'
import { type Kept, openPages } from './pages.ts'
import { keptStates, straySnapshots } from './snapshots.ts'
import { reviewStretch } from './stretch.ts'
import { openReview, type Review } from './under-review.ts'

/** Who is looked at, and up to which record a mark of his is trusted. */
export type Looked = {
  readonly customerId: string
  readonly trusted: { readonly seq: number; readonly hash: Uint8Array } | null
}

/** What verifying one customer came to. */
export type Reviewed = {
  readonly customerId: string
  readonly records: number
  readonly findings: readonly Finding[]
  /** operations of which the command was decided again, and those that are of older rules; null: none was to be */
  readonly decided: Readonly<Record<'again' | 'not', number>> | null
  /** where his chain ends; null: it was broken */
  readonly end: { readonly seq: number; readonly hash: Uint8Array } | null
}

/** Verifies some customers, in the order of their ids, each from his first record to his head. */
export async function reviewCustomers(
  session: Session,
  looked: readonly Looked[],
  levels: Levels,
): Promise<Reviewed[]> {
  const pages = openPages(
    session,
    looked.map((one) => one.customerId),
    levels,
  )
  const query: Session['query'] = async (sql, values) => {
    await pages.fetched()
    return await session.query(sql, values)
  }
  const asking = { ...session, query }
  const all: Reviewed[] = []
  const waiting = looked.values()
  let review: Review | null = null
  for (let page = await pages.next(); page !== null; page = await pages.next()) {
    const ended: Review[] = []
    for (;;) {
      review ??= opened(waiting.next().value, levels)
      if (review === null) break
      const goesOn = review.customerId === page.goesOn
      await take(asking, review, page.of(review.customerId), goesOn)
      if (goesOn) break
      ended.push(review)
      review = null
    }
    await endTogether(asking, ended)
    for (const one of ended) all.push(reviewed(one))
  }
  return all
}

const opened = (one: Looked | undefined, levels: Levels): Review | null =>
  one === undefined ? null : openReview(one.customerId, levels, one.trusted?.seq ?? 0)

/** Takes what a page has of a customer; what stands behind the last record of one who does not go on belongs to none. */
async function take(session: Session, review: Review, kept: Kept, goesOn: boolean): Promise<void> {
  const records = followed(review.chain, kept.records, review.findings)
  const last = kept.records.at(-1)?.seq ?? review.reviewed
  const upTo = goesOn ? last : Number.MAX_SAFE_INTEGER
  const within = <T>(all: readonly T[], seqOf: (one: T) => number): T[] => all.filter((one) => seqOf(one) <= last)
  const areAllRead = records.length === kept.records.length
  await reviewStretch(session, review, {
    ...kept,
    ...(goesOn
      ? {}
      : {
          operations: within(kept.operations, (one) => one.firstSeq),
          snapshots: within(kept.snapshots, (one) => one.seq),
          texts: within(kept.texts, (one) => one.seq),
        }),
    records,
    areAllRead,
    upTo,
  })
  review.reviewed = last
  if (!goesOn) noteStrays(review, kept, last)
}

/** What is kept for records behind the last one. */
function noteStrays(review: Review, { operations, snapshots, texts }: Kept, last: number): void {
  for (const one of operations.filter(({ firstSeq }) => firstSeq > last))
    found(review.findings, one.firstSeq, `records ${one.firstSeq} to ${one.lastSeq} of its operation are missing`)
  review.stray = { snapshots: snapshots.filter(({ seq }) => seq > last), texts: texts.filter(({ seq }) => seq > last) }
}

/** Looks at the ends of some customers together: heads, what is kept of them for no record, what their records fold to. */
async function endTogether(session: Session, ended: readonly Review[]): Promise<void> {
  const heads = await headsOf(
    session,
    ended.map((one) => one.customerId),
  )
  for (const review of ended) {
    const { findings, chain } = review
    checkHead(heads.get(review.customerId), chain, findings)
    if (!review.levels.columns) continue
    for (const { seq, what } of review.strayUses) found(findings, seq, what)
    straySnapshots(review, keptStates(review, review.stray.snapshots))
    checkTexts(review.texts, [], review.stray.texts, findings)
    checkErasures(review.texts, findings)
  }
  await checkTables(session, ended.flatMap(folded))
}

/** One whose records could be folded to the end. */
function folded({ levels, fold, chain, lists, findings, snapshotSeq }: Review): Folded[] {
  if (!levels.columns || fold.broken || chain.hash === null) return []
  return [{ customer: fold.state, end: { hash: chain.hash, snapshotSeq }, lists, findings }]
}

function reviewed({ customerId, chain, findings, fold: { again } }: Review): Reviewed {
  const decided = again && { again: again.decided, not: again.undecided }
  return { customerId, records: chain.count, findings: findings.all, decided, end: endOf(chain) }
}
