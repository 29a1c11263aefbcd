import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { currentRules } from '../../engine/rules/rules.ts'
import { goodMarks, keepMarks, type MarkedBy } from '../../store/read/verify/marks.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'
import type { Levels } from './levels.ts'
import type { Reviewed } from './review.ts'

/** A mark that is trusted: up to which record, and whether it is the customer's last. */
export type Trusted = { readonly seq: number; readonly hash: Uint8Array; readonly isAll: boolean }

/** The marks that a verification of these levels may go on from, by customer. */
export async function trustedMarks(store: Store, levels: Levels): Promise<ReadonlyMap<string, Trusted>> {
  const marks = await goodMarks(store, markedBy(levels))
  return new Map(marks.map(({ customerId, ...mark }) => [customerId, mark]))
}

/**
 * Marks those of whom nothing was found. A database in which nothing can be written (a standby, a full disk) keeps no marks,
 * and is verified all the same: says whether they were kept.
 */
export async function mark(
  store: Pick<Store, 'pool'>,
  reviewed: readonly Reviewed[],
  levels: Levels,
): Promise<boolean> {
  const marks = reviewed.flatMap(({ customerId, findings, end }) =>
    findings.length > 0 || end === null || end.seq === 0 ? [] : [{ customerId, ...end }],
  )
  try {
    await inTransaction(store, (session) => keepMarks(session, marks, markedBy(levels)))
    return true
  } catch {
    return false
  }
}

const [CHAIN, COLUMNS, BOOK, DECIDE] = [1, 2, 4, 8]

/** Other code may look otherwise: what another release looked at, or one of other rules, is looked at anew. */
const markedBy = ({ columns, book, decide }: Levels): MarkedBy => ({
  levels: CHAIN | (columns ? COLUMNS : 0) | (book ? BOOK : 0) | (decide ? DECIDE : 0),
  lookedBy: `${release()}, rules ${currentRules}`,
})

function release(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'))
  return String((manifest as { readonly version: unknown }).version)
}
