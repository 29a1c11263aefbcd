import { z } from 'zod'
import { auditLine } from './answers/audit.ts'
import {
  amount as amountOf,
  at,
  code,
  correlation,
  creditId,
  currency,
  day,
  leftOut,
  id as named,
  scheduledId,
  seq,
} from './answers/parts.ts'
import { common, reason } from './operations/members.ts'
import { amount, id, text } from './values.ts'

/** Money to be moved to another customer. */
export const moveMoney = z.strictObject({
  to: id,
  amount,
  ...common,
  reason: reason.meta({ description: 'why; a move without one is refused' }),
})

/** An operation of a batch before its command has read it; `batchLine` says all that it takes. */
export const batchOperation = z.looseObject({ op: z.string() })

/** Operations of one customer that are carried out as one; each as a line of /ingest, without key and customer. */
export const batch = z.strictObject({
  operations: z
    .array(batchOperation)
    .max(100)
    .meta({ description: '{op, …} with the members of the operation and ids; all or nothing' }),
})

const whole = { correlation_id: correlation, records: z.array(auditLine), left_out: leftOut }
const part = z.object({ op: code, customer_id: named, first_seq: seq, last_seq: seq })

/** What a batch did: the records of all its operations, in their order. */
export const batchAnswer = z.object({ customer_id: named, ...whole, operations: z.array(part) })

/** What a move did: the records of both customers; clearing is what was moved out less what was moved in. */
export const moveAnswer = z.object({
  from: named,
  to: named,
  credit_id: creditId,
  clearing: amountOf,
  currency,
  ...whole,
  operations: z.array(part),
})

/** An operation that waits for its day. */
export const scheduledRow = z.object({
  scheduled: scheduledId,
  op: code,
  effective_at: at,
  due_on: day,
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
