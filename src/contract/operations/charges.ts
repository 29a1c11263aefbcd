import { z } from 'zod'
import { amount, currency, id, newId, reference, text, words } from '../values.ts'
import { booking, common, correcting, reason, service } from './members.ts'
import { onCreditNote, onCustomer } from './places.ts'
import type { OperationRow } from './row.ts'

/** A charge of a bundle: what cannot be read of one is said of it alone, so that its members are any words. */
const usageCharge = z.strictObject({
  amount: words(40).meta({ description: 'as `amount` elsewhere' }),
  service: service.optional().meta({ description: 'left out: that of the bundle' }),
  xdr_id: z
    .union([words(40), z.int()])
    .optional()
    .meta({ description: 'as elsewhere; one that the customer has already is not booked again' }),
  effective_at: words(40).optional().meta({ description: 'from when it counts; left out: now' }),
})

/** Most charges of one bundle: nobody else waits long for it. */
const MOST_USAGE = 1000

/** Charges, and credits that are given. */
export const charges = {
  book_charge: {
    permission: 'charge.book',
    on: onCustomer,
    at: 'charges',
    tag: 'Charges',
    summary: 'Book a charge',
    body: z.strictObject({ amount, service, description: text.optional(), ...correcting, ...booking }),
  },
  book_usage: {
    permission: 'charge.book',
    on: onCustomer,
    at: 'usage',
    summary:
      'Book a bundle of usage: many charges as one operation; those that cannot be booked are left out and named',
    body: z.strictObject({
      service,
      charges: z.array(usageCharge).min(1).max(MOST_USAGE),
      currency: currency.optional(),
      reference: reference.optional(),
      reason,
    }),
  },
  book_credit: {
    permission: 'credit.give',
    on: onCustomer,
    at: 'credits',
    summary: 'Book a manual or promotional credit; the next invoice takes it',
    body: z.strictObject({
      amount,
      kind: z.enum(['manual', 'promotional']).default('manual'),
      description: text.optional(),
      ...correcting,
      ...booking,
    }),
  },
  issue_credit_note: {
    permission: 'credit.give',
    on: onCustomer,
    at: 'credit-notes',
    summary: 'Issue a credit note, with or without an invoice',
    body: z.strictObject({
      credit_note: newId.optional(),
      invoice: id.optional(),
      amount,
      apply: z.enum(['oldest_first', 'none']).default('oldest_first'),
      dispute: id.optional().meta({ description: 'the dispute on its invoice that this settles in part' }),
      ...correcting,
      ...booking,
      reason: reason.meta({ description: 'why; a credit note without one is refused' }),
    }),
  },
  void_credit_note: {
    permission: 'credit.void',
    on: onCreditNote,
    at: 'void',
    summary: 'Void a credit note',
    body: z.strictObject({
      deallocate: z.boolean().default(false).meta({ description: 'true: also what was applied is taken back' }),
      ...common,
    }),
  },
} as const satisfies Record<string, OperationRow>
