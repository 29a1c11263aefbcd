import type { Refold } from './again/refold.ts'
import type { Chain } from './checks/chain.ts'
import type { Findings } from './checks/finding.ts'
import type { Lists } from './checks/lists.ts'
import type { Texts } from './checks/texts.ts'

/** All that is gathered about one customer while his records go by. */
export type Review = {
  readonly customerId: string
  readonly findings: Findings
  readonly chain: Chain
  readonly fold: Refold
  readonly lists: Lists
  readonly texts: Texts
  /** the root of the chain that queued each message, by the message's record */
  readonly roots: Map<number, number>
  /** the last record of a whole operation that was looked at */
  reviewed: number
  snapshotSeq: number
}
