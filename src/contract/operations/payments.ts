import { z } from 'zod'
import { amount, moment, newId, short } from '../values.ts'
import { booking, common, shares } from './members.ts'
import { onCustomer, onPayment } from './places.ts'
import type { OperationRow } from './row.ts'

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

const receivePayment = z
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

/** Money that did not come, or is taken back, or that a reversal gives back. */
const takeBack = z.strictObject({ ...common })

/** Payments that come in, are awaited, or are taken back. */
export const payments = {
  receive_payment: {
    permission: 'payment.receive',
    on: onCustomer,
    at: 'payments',
    tag: 'Payments',
    summary: 'Receive a payment and allocate it',
    body: receivePayment,
  },
  authorise_payment: { permission: 'payment.receive', on: onCustomer, body: z.strictObject({ ...money, ...expiring }) },
  settle_payment: {
    permission: 'payment.receive',
    on: onPayment,
    at: 'settle',
    summary: 'Settle a pending payment, also for less',
    body: z.strictObject({
      amount: amount.optional().meta({ description: 'left out: all that was authorised' }),
      ...common,
    }),
  },
  fail_payment: {
    permission: 'payment.void',
    on: onPayment,
    at: 'failures',
    summary: 'Record that the money did not come, or was lost after all',
    body: takeBack,
  },
  void_payment: { permission: 'payment.void', on: onPayment, at: 'void', summary: 'Void a payment', body: takeBack },
  charge_back_payment: {
    permission: 'payment.charge_back',
    on: onPayment,
    at: 'chargebacks',
    summary: 'Record that the bank took the money back',
    body: takeBack,
  },
  reverse_chargeback: {
    permission: 'payment.charge_back',
    on: onPayment,
    at: 'chargeback-reversals',
    summary: 'Record that the bank gave the money again; allocations are restored',
    body: takeBack,
  },
} as const satisfies Record<string, OperationRow>
