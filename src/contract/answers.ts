import { z } from 'zod'

const amount = z.string()
const at = z.string().meta({ description: 'RFC 3339, UTC' })
const seq = z.int()

/** Where the records behind an answer begin and end; `gaps` is empty while the log is whole. */
export const complete = z.object({ from_seq: seq, to_seq: seq, gaps: z.array(z.object({ from: seq, to: seq })) })

/** An identity of 2-domain 2.1 with its two sides. */
export const identity = z.object({ words: z.string(), left: amount, right: amount, holds: z.boolean() })

/** One flat line of the audit log: a record (line 0), or one of its effects or derived figures (line ≥ 1). */
export const auditLine = z.object({
  customer_id: z.string(),
  seq,
  line: z.int(),
  kind: z.enum(['event', 'change', 'decision', 'message']),
  type: z.string(),
  figure: z.string().nullable(),
  subject: z.string().nullable().meta({ description: 'customer, invoice:<number>, payment:<id>, credit:<id>' }),
  before: z.string().nullable().meta({ description: 'amount, or status code' }),
  after: z.string().nullable(),
  delta: amount.nullable(),
  amount: amount.nullable(),
  balance_after: amount.nullable(),
  currency: z.string().nullable(),
  effective_at: at,
  recorded_at: at,
  sentence: z.string(),
  parent_seq: seq.nullable(),
  root_seq: seq,
  led_to: z.array(seq).meta({ description: 'records whose parent this one is' }),
  causes: z.array(z.object({ role: z.string(), seq, customer_id: z.string().nullable() })),
  xdr_id: z.string().nullable(),
  actor: z.string(),
  channel: z.string(),
  realm: z.string(),
  reason: z.string().nullable(),
  reference: z.string().nullable(),
  rules: z.int(),
  texts: z.array(z.object({ slot: z.string(), text_id: z.string(), erased: z.boolean() })),
})
export type AuditLine = z.infer<typeof auditLine>

export const auditPage = z.object({
  records: z.array(auditLine),
  next: z.string().nullable(),
  scanned_to: z.string().nullable(),
  window: z.object({ from: at.nullable(), to: at.nullable(), time_zone: z.string(), time: z.enum(['effective', 'recorded']) }),
})
export type AuditPage = z.infer<typeof auditPage>

/** A chain: the tree of records of one operation, in seq order, parents by parent_seq. */
export const chainAnswer = z.object({
  customer_id: z.string(),
  root_seq: seq,
  operation: z.object({
    op: z.string(),
    actor: z.string(),
    realm: z.string(),
    channel: z.string(),
    reference: z.string().nullable(),
    correlation_id: z.string(),
    recorded_at: at,
    rules: z.int(),
    command: z.unknown(),
  }),
  records: z.array(auditLine),
})
export type ChainAnswer = z.infer<typeof chainAnswer>

export type Term = {
  sign: '+' | '-'
  value: string
  label: string
  figure: string | null
  seq: number | null
  terms?: Term[] | undefined
}
const term: z.ZodType<Term> = z.lazy(() =>
  z.object({
    sign: z.enum(['+', '-']),
    value: z.string(),
    label: z.string(),
    figure: z.string().nullable(),
    seq: z.int().nullable(),
    terms: z.array(term).optional(),
  }),
)

/** Why a figure has its value (3-records 3.7): Σ sign × term + residual = value. */
export const explanation = z.object({
  figure: z.string(),
  subject: z.string(),
  value: z.string(),
  unit: z.enum(['amount', 'status', 'days', 'count', 'date']),
  as_of: at,
  known_at: at.nullable(),
  formula: z.object({ id: z.string(), version: z.int(), words: z.string() }),
  terms: z.array(term),
  verdicts: z.array(z.object({ words: z.string(), holds: z.boolean(), status: z.string(), seq: seq.nullable() })),
  residual: z.string(),
  currency: z.string().nullable(),
  sentence: z.string(),
  clears: z.string().nullable().meta({ description: 'what would clear this status, in words' }),
  chain: z.array(
    z.object({
      seq,
      root_seq: seq,
      effective_at: at,
      recorded_at: at,
      operation: z.object({ reference: z.string().nullable(), actor: z.string(), channel: z.string() }),
      sentence: z.string(),
    }),
  ),
  absences: z.array(z.string()),
  identities: z.array(identity),
  promise: z.object({ agreed: amount, booked: amount, holds: z.boolean(), seq, reference: z.string().nullable() }).nullable(),
  complete,
})
export type Explanation = z.infer<typeof explanation>

const dials = { as_of: at, known_at: at.nullable(), today: z.string(), complete }
const figures = z.record(z.string(), z.string().nullable())

export const customerAnswer = z.object({
  customer_id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable().meta({ description: 'masked' }),
  currency: z.string(),
  time_zone: z.string(),
  billing: z.string(),
  class: z.string(),
  clock: z.string().nullable(),
  opened_at: at,
  status: z.string(),
  figures: figures.meta({
    description:
      'balance, unbilled, outstanding, overdue, open_count, overdue_count, written_off, unallocated_payments, unallocated_credits, pending, credit_limit (null: none), available_credit (null: no limit)',
  }),
  identities: z.array(identity),
  ...dials,
})
export type CustomerAnswer = z.infer<typeof customerAnswer>

const allocationRow = z.object({
  allocation: z.int(),
  invoice: z.string(),
  payment_id: z.string().nullable(),
  credit_id: z.string().nullable(),
  amount,
  effective_at: at,
  seq,
})

export const invoiceAnswer = z.object({
  invoice: z.string(),
  customer_id: z.string(),
  customer_name: z.string().nullable(),
  currency: z.string(),
  status: z.string(),
  collection_status: z.string(),
  figures: figures.meta({
    description:
      'total, adjusted, credited, paid, written_off, voided, to_credit, outstanding, creditable, overdue, days_overdue, amount_due, collectible, agreed',
  }),
  issued_on: z.string(),
  due_on: z.string().nullable(),
  period: z.object({ from: z.string(), to: z.string() }).nullable(),
  lines: z.array(z.object({ xdr_id: z.string(), description: z.string().nullable(), service: z.string(), amount, seq })),
  allocations: z.array(allocationRow),
  adjustments: z.array(z.object({ xdr_id: z.string(), amount, reason: z.string().nullable(), effective_at: at, seq })),
  promise: explanation.shape.promise,
  issued_seq: seq,
  ...dials,
})
export type InvoiceAnswer = z.infer<typeof invoiceAnswer>

export const paymentAnswer = z.object({
  payment_id: z.string(),
  customer_id: z.string(),
  currency: z.string(),
  status: z.string(),
  method: z.string().nullable(),
  xdr_id: z.string(),
  held: z.boolean(),
  received_at: at,
  figures: figures.meta({ description: 'amount, allocated, unallocated, refunded, charged_back, voided, moved' }),
  allocations: z.array(allocationRow),
  received_seq: seq,
  ...dials,
})
export type PaymentAnswer = z.infer<typeof paymentAnswer>

export const creditAnswer = z.object({
  credit_id: z.string(),
  customer_id: z.string(),
  currency: z.string(),
  status: z.string(),
  source_invoice: z.string().nullable(),
  made_at: at,
  figures: figures.meta({ description: 'amount, allocated, remaining, refunded, voided, moved' }),
  allocations: z.array(allocationRow),
  made_seq: seq,
  ...dials,
})

/** What a POST of an operation answers: the records it made, as of its effective_at, and the ids that it gave. */
export const operationAnswer = z.object({
  customer_id: z.string(),
  records: z.array(auditLine),
  correlation_id: z.string(),
  invoice: z.string().optional(),
  payment_id: z.string().optional(),
  credit_id: z.string().optional(),
  xdr_id: z.string().optional(),
  figures: figures.optional(),
  status: z.string().optional(),
  currency: z.string().optional(),
})
export type OperationAnswer = z.infer<typeof operationAnswer>

export const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })

export const customerRow = z.object({
  customer_id: z.string(),
  name: z.string().nullable(),
  currency: z.string(),
  clock: z.string().nullable(),
  status: z.string(),
  balance: amount,
  outstanding: amount,
  overdue: amount,
  open_count: z.int(),
  overdue_count: z.int(),
})
export const invoiceRow = z.object({
  invoice: z.string(),
  status: z.string(),
  issued_on: z.string(),
  due_on: z.string().nullable(),
  total: amount,
  adjusted: amount,
  paid: amount,
  credited: amount,
  outstanding: amount,
  seq,
})
export const paymentRow = z.object({
  payment_id: z.string(),
  status: z.string(),
  received_at: at,
  method: z.string().nullable(),
  xdr_id: z.string(),
  amount,
  allocated: amount,
  unallocated: amount,
  seq,
})
export const xdrRow = z.object({
  xdr_id: z.string(),
  kind: z.string(),
  description: z.string().nullable(),
  amount,
  invoice: z.string().nullable(),
  effective_at: at,
  seq,
})
export const noteRow = z.object({
  seq,
  kind: z.string(),
  subject: z.string(),
  text: z.string().nullable(),
  text_id: z.string(),
  agreed: amount.nullable(),
  reference: z.string().nullable(),
  actor: z.string(),
  effective_at: at,
})
export const messageRow = z.object({
  seq,
  template: z.string(),
  subject: z.string(),
  state: z.enum(['queued', 'sent', 'not_sent', 'withheld']),
  reason: z.string().nullable(),
  to: z.string().nullable().meta({ description: 'masked address' }),
  stated: z.string().nullable().meta({ description: 'the amount that the message stated' }),
  true_now: z.boolean().meta({ description: 'is what it stated still so' }),
  effective_at: at,
  settled_at: at.nullable(),
})

export const clockAnswer = z.object({ clock: z.string(), now: at, mail: z.enum(['withhold', 'send']), joined: z.boolean(), customers: z.int() })
export const runAnswer = z.object({
  run_id: z.string(),
  kind: z.string(),
  business_date: z.string().nullable(),
  state: z.enum(['running', 'done', 'failed']),
  done: z.int(),
  total: z.int(),
  result: z.record(z.string(), z.unknown()),
  started_at: at,
  finished_at: at.nullable(),
})

/** RFC 9457 problem document; facts of a refusal stand beside these members. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  request_id: z.string(),
})

export const sessionAnswer = z.object({ email: z.string(), name: z.string(), role: z.string() })
export const healthAnswer = z.object({
  status: z.enum(['ok', 'starting', 'failing']),
  version: z.string(),
  database: z.string(),
  append_only: z.string(),
  mail: z.string(),
})
