import type { Draft } from '../asked/draft.ts'
import type { LedgerRecord } from '../events/record.ts'
import { rulesOf } from '../rules/rules.ts'
import { type Page, seqOfDraft } from './page.ts'

/**
 * Hangs the records of an operation under its root, once all its drafts are numbered: by rules 3 under the main event, also
 * those that had to be booked before it; an outcome of a message under what queued it. By older rules all hang under the
 * first record. What booking writes from here on hangs below by itself.
 */
export function hang(page: Page, drafts: readonly Draft[]): void {
  const byMain = rulesOf(page.customer.rules).root === 'main_event'
  const main = byMain
    ? Math.max(
        0,
        drafts.findIndex((one) => one.isMain),
      )
    : 0
  const { under } = drafts[main] ?? {}
  page.rootSeq = byMain && under !== undefined ? under.rootSeq : seqOfDraft(page, main)
  const parents = new Map(drafts.map((draft, at) => [seqOfDraft(page, at), parentOf(page, draft, at === main)]))
  for (const [at, record] of page.records.entries()) {
    const parent = parents.get(record.seq)
    const parentSeq = parent === undefined ? record.parentSeq : parent
    page.records[at] = { ...record, rootSeq: page.rootSeq, parentSeq } satisfies LedgerRecord
  }
}

function parentOf(page: Page, { parent, under }: Draft, isMain: boolean): number | null {
  if (isMain) return rulesOf(page.customer.rules).root === 'main_event' ? (under?.parentSeq ?? null) : null
  return parent === null ? page.rootSeq : seqOfDraft(page, parent)
}
