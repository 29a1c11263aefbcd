import { z } from 'zod'

/** What several answers share: amounts as decimal strings, moments as RFC 3339 in UTC, numbers of records. */
export const amount = z.string()
/** The second dial, as it was asked for. */
export const known = z
  .string()
  .nullable()
  .meta({ description: 'RFC 3339, UTC; seq:<n> where it was asked so; null: all that is recorded' })

export const at = z.string().meta({ description: 'RFC 3339, UTC' })
export const seq = z.int()

/** How many records an operation made beyond those that its answer holds; its chain has all. */
export const leftOut = z
  .int()
  .meta({ description: 'records made beyond these (1,000 an operation); the chain has all' })

/** Where the records behind an answer begin and end; `gaps` is empty while the log is whole. */
export const complete = z.object({
  from_seq: seq,
  to_seq: seq,
  gaps: z.array(z.object({ from: seq, to: seq })),
  capped: z.boolean().optional().meta({ description: 'true: the chain names the newest 1,000 records only' }),
})

/** An identity of 2-domain 2.1 with its two sides. */
export const identity = z.object({ words: z.string(), left: amount, right: amount, holds: z.boolean() })
