import { z } from 'zod'
import { amount, at, code, correlation, count, currency, id, next, seq, uuid, xdrId } from './parts.ts'

/** One flat line of the audit log: a record (line 0), or one of its effects or derived figures (line ≥ 1). */
export const auditLine = z.object({
  customer_id: id,
  seq,
  line: count,
  kind: z.enum(['event', 'change', 'decision', 'message']),
  type: code,
  figure: z.string().nullable(),
  subject: z
    .string()
    .nullable()
    .meta({ description: 'customer, invoice:<number>, payment:<id>, credit_note:<number>, credit:<id>, dispute:<id>' }),
  before: z.string().nullable().meta({ description: 'amount, or status code' }),
  after: z.string().nullable(),
  delta: amount.nullable(),
  amount: amount.nullable(),
  balance_after: amount.nullable(),
  currency: currency.nullable(),
  effective_at: at,
  recorded_at: at,
  entered_at: at.meta({
    description: "what the customer's clock showed when it was recorded; late by this, not by the wall",
  }),
  sentence: z.string(),
  parent_seq: seq.nullable(),
  root_seq: seq,
  op: code.meta({ description: 'the name of the operation that made it' }),
  led_to: z.array(seq).meta({ description: 'records whose parent this one is' }),
  causes: z.array(z.object({ role: code, seq, customer_id: id.nullable() })),
  xdr_id: xdrId.nullable(),
  actor: z.string(),
  channel: code,
  realm: z.string(),
  reason: z.string().nullable(),
  reference: z.string().nullable(),
  rules: count,
  texts: z.array(
    z.object({
      slot: z.string().meta({ description: 'which text of its record' }),
      text_id: uuid,
      erased: z.boolean(),
    }),
  ),
})
export type AuditLine = z.infer<typeof auditLine>

export const auditPage = z.object({
  records: z.array(auditLine),
  next,
  scanned_to: z.string().nullable(),
  later: z
    .object({ count, at_least: z.boolean() })
    .nullable()
    .meta({ description: 'records of the customer that the dials leave out; null: no dials' }),
  trail_limit: z.int().nullable().meta({
    description:
      'with invoice: of what led to the invoices without concerning them so many records of each customer are in the log, the first ones recorded, and later ones are left out; null: nothing is',
  }),
  window: z.object({
    from: at.nullable(),
    to: at.nullable(),
    time_zone: z.string(),
    time: z.enum(['effective', 'recorded']),
  }),
})
export type AuditPage = z.infer<typeof auditPage>

const counted = z.object({ count, at_least: z.boolean() })

/** How many lines of each kind the filters select, whatever kind is asked for; true up to 10,000. */
export const auditCounts = z.object({
  counts: z.object({ event: counted, change: counted, decision: counted, message: counted }),
})
export type AuditCounts = z.infer<typeof auditCounts>['counts']

/** A chain: the tree of records of one operation, in seq order, parents by parent_seq. */
export const chainAnswer = z.object({
  customer_id: id,
  root_seq: seq,
  operation: z.object({
    op: code,
    actor: z.string(),
    realm: z.string(),
    channel: code,
    reference: z.string().nullable(),
    correlation_id: correlation,
    recorded_at: at,
    rules: count,
    command: z.unknown(),
  }),
  records: z.array(auditLine),
  count: count.meta({ description: 'how many records the chain has' }),
  left_out: count.meta({ description: 'how many it has beyond this page and those before' }),
  next,
})
export type ChainAnswer = z.infer<typeof chainAnswer>
