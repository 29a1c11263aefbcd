import { z } from 'zod'
import { amount, currency, day, id, moment, reference, text, words, xdrId } from './values.ts'

/** Members that every operation accepts beside its own. */
const common = { effective_at: moment.optional(), reference: reference.optional() }

export const openCustomer = z.strictObject({
  customer_id: id.optional(),
  name: words.trim().min(1).max(200),
  email: z.email().max(254).optional(),
  currency,
  time_zone: words.max(64).optional(),
  billing: z.enum(['postpaid', 'prepaid']).default('postpaid'),
  class: id.optional(),
  credit_limit: amount.optional(),
  clock: id.optional(),
  ...common,
})

export const bookCharge = z.strictObject({
  amount,
  service: words.trim().min(1).max(64),
  description: text.optional(),
  xdr_id: xdrId.optional(),
  currency: currency.optional(),
  ...common,
})

export const issueInvoice = z.strictObject({
  invoice: id.optional(),
  lines: z
    .array(
      z.strictObject({
        description: text,
        amount,
        service: words.trim().min(1).max(64).optional(),
        xdr_id: xdrId.optional(),
      }),
    )
    .max(1000)
    .optional(),
  charges: z.union([z.literal('unbilled'), z.array(xdrId).max(1000)]).optional(),
  period: z.strictObject({ from: day, to: day }).optional(),
  issued_on: day.optional(),
  due_on: day.nullable().optional(),
  currency: currency.optional(),
  ...common,
})

export const adjustInvoice = z.strictObject({
  amount,
  reason: text.optional().meta({ description: 'why; an adjustment without one is refused' }),
  currency: currency.optional(),
  ...common,
})

const chosen = z.strictObject({ invoice: id, amount })

export const receivePayment = z.strictObject({
  amount,
  payment_id: id.optional(),
  method: words.trim().min(1).max(64).optional(),
  xdr_id: xdrId.optional(),
  allocate: z
    .union([z.enum(['oldest_first', 'none', 'hold']), z.array(chosen).min(1).max(1000)])
    .default('oldest_first'),
  currency: currency.optional(),
  ...common,
})

export const allocate = z.strictObject({ invoice: id, amount, ...common })
export const deallocate = z.strictObject({ invoice: id, amount: amount.optional(), ...common })

export const addNote = z.strictObject({
  text,
  subject: words.max(80).optional().meta({ description: 'customer (default), invoice:<number> or payment:<id>' }),
  kind: z.enum(['note', 'dispute']).default('note'),
  agreed: amount.optional(),
  ...common,
})

export const eraseText = z.strictObject({ reason: text, ...common })

export const createClock = z.strictObject({
  clock: id,
  now: moment,
  mail: z.enum(['withhold', 'send']).default('withhold'),
})
export const advanceClock = z.strictObject({ to: moment })
export const runCollection = z.strictObject({ business_date: day, customer_id: id.optional() })

/** The commands of one customer as lines of /ingest name them, with the schema of their members. */
export const commands = {
  open_customer: openCustomer,
  book_charge: bookCharge,
  issue_invoice: issueInvoice,
  adjust_invoice: adjustInvoice.extend({ invoice: id }),
  receive_payment: receivePayment,
  allocate_payment: allocate.extend({ payment_id: id }),
  deallocate_payment: deallocate.extend({ payment_id: id }),
  allocate_credit: allocate.extend({ credit_id: id }),
  deallocate_credit: deallocate.extend({ credit_id: id }),
  add_note: addNote,
  erase_text: eraseText.extend({ text_id: z.uuid() }),
} as const

export type CommandName = keyof typeof commands
/** What a caller hands in for a command, parsed and with defaults. */
export type CommandBody<N extends CommandName> = z.output<(typeof commands)[N]>
