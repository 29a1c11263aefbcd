import { z } from 'zod'
import { amount, id, newId, text } from '../values.ts'
import { common } from './members.ts'

export const openDispute = z.strictObject({
  dispute_id: newId.optional(),
  invoice: id,
  claimed: amount.optional().meta({ description: 'left out: the whole invoice' }),
  agreed: amount.optional(),
  note: text.optional(),
  ...common,
})

export const resolveDispute = z.strictObject({
  outcome: z.enum(['adjusted', 'rejected']).default('adjusted'),
  amount: amount
    .optional()
    .meta({ description: 'what is still to be taken off; left out: what was agreed and is not booked yet' }),
  ...common,
})
