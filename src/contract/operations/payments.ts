import { z } from 'zod'
import { amount, id, moment, newId, short } from '../values.ts'
import { booking, common, shares } from './members.ts'

const money = {
  amount,
  payment_id: newId.optional(),
  method: short.optional(),
  allocate: z.union([z.enum(['oldest_first', 'none', 'hold']), shares.min(1)]).default('oldest_first'),
  rest: z.enum(['hold']).optional().meta({
    description: 'hold: what is not allocated by the wish is left to a person; left out: it is applied by itself',
  }),
  ...booking,
}
const expiring = {
  expires_at: moment
    .optional()
    .meta({ description: 'of a pending payment: from then on it is not pending any more; a day means its end' }),
}

export const receivePayment = z
  .strictObject({
    ...money,
    state: z
      .enum(['received', 'pending'])
      .optional()
      .meta({ description: 'pending: only authorised, it counts when it is settled' }),
    ...expiring,
  })
  .refine((body) => body.state === 'pending' || body.expires_at === undefined, {
    path: ['expires_at'],
    error: 'left out, unless the state is "pending"',
  })
  .meta({
    anyOf: [
      { not: { required: ['expires_at'] } },
      { properties: { state: { enum: ['pending'] } }, required: ['state'] },
    ],
  })
export const authorisePayment = z.strictObject({ ...money, ...expiring })

export const settlePayment = z.strictObject({
  amount: amount.optional().meta({ description: 'left out: all that was authorised' }),
  ...common,
})

/** Money that did not come, or is taken back, or that a reversal gives back. */
export const takeBack = z.strictObject({ ...common })

export const allocate = z.strictObject({ invoice: id, amount, ...common })
export const deallocate = z.strictObject({ invoice: id, amount: amount.optional(), ...common })
