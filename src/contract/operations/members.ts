import { z } from 'zod'
import { amount, currency, day, id, moment, reference, short, text, xdrId } from '../values.ts'

/** Why; the operations that cannot do without are refused with `reason_required`. */
export const reason = text.optional().meta({ description: 'why, in words' })

/** Where the books are closed on the day of an operation: refused, or at the first open moment. */
const late = z.literal('next').optional().meta({
  description: 'dated on a day that is closed, it counts at the first open moment, and says which day it is about',
})

/** Members that every operation accepts beside its own. */
export const common = { effective_at: moment.optional(), reference: reference.optional(), reason, late }

/** Members of an operation that books an amount of its own. */
export const booking = { xdr_id: xdrId.optional(), currency: currency.optional(), ...common }

/** What an operation corrects: it names an earlier record of the customer as a cause. */
export const correcting = {
  corrects: z
    .union([z.string().regex(/^(seq:[1-9]\d{0,15}|[1-9]\d{0,18})$/), z.int().positive()])
    .transform(String)
    .pipe(z.string())
    .optional()
    .meta({ description: 'the earlier record that this corrects: its xDR id, or seq:<number>' }),
}

/** What an xDR was for: data, voice, a subscription. */
export const service = short

/** Amounts of chosen invoices, each invoice once. */
export const shares = z.array(z.strictObject({ invoice: id, amount })).max(1000)

/** Parts of a total with their days; an invoice has these or a due date. */
export const installments = z
  .array(z.strictObject({ due_on: day, amount }))
  .min(1)
  .max(1000)
