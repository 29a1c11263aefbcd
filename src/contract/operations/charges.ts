import { z } from 'zod'
import { amount, id, newId, text } from '../values.ts'
import { booking, common, correcting, reason, service, shares } from './members.ts'

export const bookCharge = z.strictObject({ amount, service, description: text.optional(), ...correcting, ...booking })

export const bookCredit = z.strictObject({
  amount,
  kind: z.enum(['manual', 'promotional']).default('manual'),
  description: text.optional(),
  ...correcting,
  ...booking,
})

export const issueCreditNote = z.strictObject({
  credit_note: newId.optional(),
  invoice: id.optional(),
  amount,
  apply: z.enum(['oldest_first', 'none']).default('oldest_first'),
  dispute: id.optional().meta({ description: 'the dispute on its invoice that this settles in part' }),
  ...correcting,
  ...booking,
  reason: reason.meta({ description: 'why; a credit note without one is refused' }),
})

export const voidCreditNote = z.strictObject({
  deallocate: z.boolean().default(false).meta({ description: 'true: also what was applied is taken back' }),
  ...common,
})

/** Money that is paid back; `deallocate` first gives allocations back, `adjust` lowers invoices in the same operation. */
export const refund = z.strictObject({
  amount,
  deallocate: shares.optional(),
  adjust: shares.optional(),
  ...common,
})
