import { z } from 'zod'
import { auditLine } from './answers/audit.ts'
import { at, leftOut, seq } from './answers/parts.ts'
import { common, reason } from './operations/members.ts'
import { amount, id, text } from './values.ts'

/** Money to be moved to another customer. */
export const moveMoney = z.strictObject({
  to: id,
  amount,
  ...common,
  reason: reason.meta({ description: 'why; a move without one is refused' }),
})

/** Operations of one customer that are carried out as one; each as a line of /ingest, without key and customer. */
export const batch = z.strictObject({
  operations: z
    .array(z.looseObject({ op: z.string() }))
    .max(100)
    .meta({ description: '{op, …} with the members of the operation and ids; all or nothing' }),
})

const whole = { correlation_id: z.string(), records: z.array(auditLine), left_out: leftOut }
const part = z.object({ op: z.string(), customer_id: z.string(), first_seq: seq, last_seq: seq })

/** What a batch did: the records of all its operations, in their order. */
export const batchAnswer = z.object({ customer_id: z.string(), ...whole, operations: z.array(part) })

/** What a move did: the records of both customers; clearing is what was moved out less what was moved in. */
export const moveAnswer = z.object({
  from: z.string(),
  to: z.string(),
  credit_id: z.string(),
  clearing: z.string(),
  currency: z.string(),
  ...whole,
  operations: z.array(part),
})

/** An operation that waits for its day. */
export const scheduledRow = z.object({
  scheduled: z.string(),
  op: z.string(),
  effective_at: at,
  due_on: z.string(),
  actor: z.string(),
  reference: z.string().nullable(),
  body: z.record(z.string(), z.unknown()).nullable().meta({
    description:
      'what was asked for; kept only while it waits, so that it is null within dials: an answer of then stays the same',
  }),
  seq,
})

export const ofScheduled = z.object({ customer: id, scheduled: id })
export const ofClass = z.object({ class: id })
/** Why a waiting operation is cancelled. */
export const cancelQuery = z.strictObject({ reason: text.optional() })
