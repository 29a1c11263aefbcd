import { z } from 'zod'
import { amount, id, newId, text } from '../values.ts'
import { common } from './members.ts'
import { onCustomer, onDispute } from './places.ts'
import type { OperationRow } from './row.ts'

/** Disputes on invoices. */
export const disputes = {
  open_dispute: {
    permission: 'dispute.open',
    on: onCustomer,
    at: 'disputes',
    summary: 'Open a dispute on an invoice',
    body: z.strictObject({
      dispute_id: newId.optional(),
      invoice: id,
      claimed: amount.optional().meta({ description: 'left out: the whole invoice' }),
      agreed: amount.optional(),
      note: text.optional(),
      ...common,
    }),
  },
  resolve_dispute: {
    permission: 'dispute.resolve',
    on: onDispute,
    at: 'resolve',
    summary: 'Resolve a dispute by an adjustment, or reject it',
    body: z.strictObject({
      outcome: z.enum(['adjusted', 'rejected']).default('adjusted'),
      amount: amount
        .optional()
        .meta({ description: 'what is still to be taken off; left out: what was agreed and is not booked yet' }),
      ...common,
    }),
  },
} as const satisfies Record<string, OperationRow>
