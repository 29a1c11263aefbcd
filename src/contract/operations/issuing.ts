import { z } from 'zod'
import { amount, currency, day, newId, text, xdrId } from '../values.ts'
import { common, installments, service } from './members.ts'
import { onCustomer, onInvoice } from './places.ts'
import type { OperationRow } from './row.ts'

const line = z.strictObject({ description: text, amount, service: service.optional() })
const lines = <T extends z.ZodType>(one: T) => z.array(one).max(1000).optional()

const billed = {
  invoice: newId.optional(),
  charges: z.union([z.literal('unbilled'), z.array(xdrId).max(1000)]).optional(),
  period: z.strictObject({ from: day, to: day }).optional(),
  due_on: day.nullable().optional().meta({ description: 'null: never due; left out: by the payment terms' }),
  installments: installments.optional(),
  currency: currency.optional(),
  ...common,
}

const issueInvoice = z
  .strictObject({
    ...billed,
    lines: lines(line.extend({ xdr_id: xdrId.optional() })),
    issued_on: day.optional(),
    collection_since: day
      .optional()
      .meta({ description: 'the day from which another biller has collected it; left out: by its due date' }),
    draft: z.boolean().optional().meta({ description: 'true: kept as a draft, issued later' }),
  })
  .refine((body) => body.draft !== true || body.issued_on === undefined, {
    path: ['issued_on'],
    error: 'left out of a draft: it is issued later',
  })
  .refine((body) => body.draft !== true || (body.lines ?? []).every((one) => one.xdr_id === undefined), {
    path: ['lines'],
    error: 'lines without xdr_id: those of a draft get theirs when it is issued',
  })
  .meta({
    anyOf: [
      { not: { properties: { draft: { enum: [true] } }, required: ['draft'] } },
      {
        not: { required: ['issued_on'] },
        properties: { lines: { items: { not: { required: ['xdr_id'] } } } },
      },
    ],
  })

/** Invoices on their way: drafted, filled, issued. */
export const issuing = {
  issue_invoice: {
    permission: 'invoice.issue',
    on: onCustomer,
    at: 'invoices',
    tag: 'Invoices',
    summary: 'Issue an invoice',
    body: issueInvoice,
  },
  draft_invoice: {
    permission: 'invoice.issue',
    on: onCustomer,
    body: z.strictObject({ ...billed, lines: lines(line) }),
  },
  add_draft_line: {
    permission: 'invoice.issue',
    on: onInvoice,
    at: 'lines',
    summary: 'Add a line to a draft',
    body: z.strictObject({ ...line.shape, ...common }),
  },
  issue_draft: {
    permission: 'invoice.issue',
    on: onInvoice,
    at: 'issue',
    summary: 'Issue a draft',
    body: z.strictObject({
      issued_on: day.optional(),
      due_on: day.nullable().optional().meta({ description: 'null: never due; left out: as drafted' }),
      ...common,
    }),
  },
} as const satisfies Record<string, OperationRow>
