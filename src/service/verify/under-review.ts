import { openRefold, type Refold } from './again/refold.ts'
import { type Chain, openChain } from './checks/chain.ts'
import { type Findings, openFindings } from './checks/finding.ts'
import { type Lists, openLists } from './checks/lists.ts'
import { openTexts, type Texts } from './checks/texts.ts'
import type { Levels } from './levels.ts'
import type { Kept } from './pages.ts'

/** A stray use of a key, and what is wrong with it. */
export type StrayUse = { readonly seq: number; readonly what: string }

/** All that is gathered about one customer while his records go by. */
export type Review = {
  readonly customerId: string
  readonly levels: Levels
  readonly findings: Findings
  readonly chain: Chain
  readonly fold: Refold
  readonly lists: Lists
  readonly texts: Texts
  /** the root of the chain that queued each message, by the message's record */
  readonly roots: Map<number, number>
  /** keys that no operation was asked for under, or that are kept with another salt */
  readonly strayUses: StrayUse[]
  /** what is kept for records behind the last one */
  stray: Pick<Kept, 'snapshots' | 'texts'>
  /** up to this record a mark is trusted: it is folded, and not looked at again; 0: none is */
  readonly trustedTo: number
  /** the last record of a whole operation that was looked at */
  reviewed: number
  snapshotSeq: number
}

export const openReview = (customerId: string, levels: Levels, trustedTo: number): Review => ({
  customerId,
  levels,
  findings: openFindings(customerId),
  chain: openChain(),
  fold: openRefold(customerId, levels),
  lists: openLists(),
  texts: openTexts(),
  roots: new Map(),
  strayUses: [],
  stray: { snapshots: [], texts: [] },
  trustedTo,
  reviewed: 0,
  snapshotSeq: 0,
})
