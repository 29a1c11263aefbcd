import { z } from 'zod'
import { amount } from '../values.ts'
import { common, shares } from './members.ts'
import { onCredit, onCustomer, onPayment } from './places.ts'
import type { OperationRow } from './row.ts'

/** `deallocate` first gives allocations back, `adjust` lowers invoices in the same operation. */
const refund = z.strictObject({
  amount,
  deallocate: shares.optional(),
  adjust: shares.optional(),
  ...common,
})

/** Money that is paid back. */
export const refunds = {
  refund_payment: {
    permission: 'payment.refund',
    on: onPayment,
    at: 'refunds',
    summary: 'Pay money back',
    body: refund,
  },
  refund_credit: { permission: 'payment.refund', on: onCredit, at: 'refunds', summary: 'Pay out', body: refund },
  refund_customer: {
    permission: 'payment.refund',
    on: onCustomer,
    at: 'refunds',
    summary: 'Pay money back, oldest payment first, then credits',
    body: refund,
  },
} as const satisfies Record<string, OperationRow>
