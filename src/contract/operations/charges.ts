import { z } from 'zod'
import { amount, id, newId, text } from '../values.ts'
import { booking, common, correcting, reason, service } from './members.ts'
import { onCreditNote, onCustomer } from './places.ts'
import type { OperationRow } from './row.ts'

/** Charges, and credits that are given. */
export const charges = {
  book_charge: {
    on: onCustomer,
    at: 'charges',
    tag: 'Charges',
    summary: 'Book a charge',
    body: z.strictObject({ amount, service, description: text.optional(), ...correcting, ...booking }),
  },
  book_credit: {
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
    on: onCreditNote,
    at: 'void',
    summary: 'Void a credit note',
    body: z.strictObject({
      deallocate: z.boolean().default(false).meta({ description: 'true: also what was applied is taken back' }),
      ...common,
    }),
  },
} as const satisfies Record<string, OperationRow>
