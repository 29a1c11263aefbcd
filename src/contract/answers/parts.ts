import { z } from 'zod'
import { statuses } from '../../engine/figures/statuses.ts'

// What several answers share. Their form is said for the OpenAPI document only: what the ledger answers is not read again.

/** An amount as a decimal string. */
export const amount = z.string().meta({ description: 'decimal string', pattern: '^-?\\d+(\\.\\d{1,6})?$' })

/** The second dial, as it was asked for. */
export const known = z
  .string()
  .nullable()
  .meta({ description: 'RFC 3339, UTC; seq:<n> where it was asked so; null: all that is recorded' })

const DAY = '\\d{4}-\\d{2}-\\d{2}'
/** A moment as RFC 3339 in UTC. */
export const at = z.string().meta({
  description: 'RFC 3339, UTC',
  format: 'date-time',
  pattern: `^${DAY}T\\d{2}:\\d{2}:\\d{2}\\.(\\d{3}|\\d{6})Z$`,
})

/** A day of the calendar. */
export const day = z.string().meta({ format: 'date', pattern: `^${DAY}$` })

/** The number of a record, within its customer. */
export const seq = z.int().meta({ description: 'number of a record of its customer', minimum: 1 })

/** How many of something there are. */
export const count = z.int().meta({ minimum: 0 })

/** The name of a customer, invoice, payment, dispute or clock; also of one that older rules let have it. */
export const id = z.string().meta({ minLength: 1, maxLength: 64 })

/** The name of a credit. */
export const creditId = z.string().meta({ minLength: 1, maxLength: 68 })

/** An xDR id: an int64 as a digit string. */
export const xdrId = z.string().meta({ pattern: '^[1-9]\\d{0,18}$' })

/** An ISO 4217 code. */
export const currency = z.string().meta({ pattern: '^[A-Z]{3}$' })

/** A code of ours: of a type, an operation, a channel. */
export const code = z.string().meta({ pattern: '^[a-z_]+$' })

/** The status of a customer, invoice, payment, credit or dispute. */
export const status = z.string().meta({ enum: Object.keys(statuses) })

/** An id that the ledger made: of a text, an operation, a run. */
export const uuid = z.string().meta({ format: 'uuid' })

/** The id by which people name an operation that waits for its day. */
export const scheduledId = z.string().meta({ pattern: '^SCH-[0-9A-Z]{12}$' })

/** What operations have in common that belong together: one asked for, what it led to, all of a batch. */
export const correlation = z.string().meta({ minLength: 1 })

/** A place in a list, to be asked for as `cursor`. */
export const next = z.string().nullable().meta({ description: 'the cursor of what comes next; null: nothing does' })

/** Of a bundle of usage: the charges that are not booked. */
export const rejectedCharges = z
  .array(
    z.object({
      line: count.meta({ description: 'its number in the bundle, from 1' }),
      field: z.string().meta({ description: 'the member that is wrong' }),
      code: code.meta({ description: 'the rule that it breaks, a code of /docs/errors' }),
    }),
  )
  .optional()
  .meta({ description: 'of a bundle of usage, the charges that are not booked' })

/** How many records an operation made beyond those that its answer holds; its chain has all. */
export const leftOut = count.meta({ description: 'records made beyond these (1,000 an operation); the chain has all' })

const bound = z.int().meta({ description: 'number of a record; 0: there is none', minimum: 0 })

/** Where the records behind an answer begin and end; `gaps` is empty while the log is whole. */
export const complete = z.object({
  from_seq: bound,
  to_seq: bound,
  gaps: z.array(z.object({ from: seq, to: seq })),
  capped: z.boolean().optional().meta({ description: 'true: the chain names the newest 1,000 records only' }),
})

/** An identity of 2-domain 2.1 with its two sides. */
export const identity = z.object({ words: z.string(), left: amount, right: amount, holds: z.boolean() })
