import { z } from 'zod'
import { amount, id, text } from '../values.ts'
import { booking, common, reason, service, shares } from './members.ts'

export const bookCharge = z.strictObject({ amount, service, description: text.optional(), ...booking })

export const bookCredit = z.strictObject({
  amount,
  kind: z.enum(['manual', 'promotional']).default('manual'),
  description: text.optional(),
  ...booking,
})

export const issueCreditNote = z.strictObject({
  credit_note: id.optional(),
  invoice: id.optional(),
  amount,
  reason: reason.meta({ description: 'why; a credit note without one is refused' }),
  apply: z.enum(['oldest_first', 'none']).default('oldest_first'),
  dispute: id.optional().meta({ description: 'the dispute on its invoice that this settles in part' }),
  ...booking,
})

export const voidCreditNote = z.strictObject({
  deallocate: z.boolean().default(false).meta({ description: 'true: also what was applied is taken back' }),
  reason,
  ...common,
})

/** Money that is paid back; `deallocate` first gives allocations back, `adjust` lowers invoices in the same operation. */
export const refund = z.strictObject({
  amount,
  deallocate: shares.optional(),
  adjust: shares.optional(),
  reason,
  ...common,
})
