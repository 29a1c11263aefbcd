import { z } from 'zod'
import { amount, id } from '../values.ts'
import { common } from './members.ts'
import { onCredit, onPayment } from './places.ts'
import type { OperationRow } from './row.ts'

const allocate = {
  at: 'allocations',
  summary: 'Allocate to an invoice',
  body: z.strictObject({ invoice: id, amount, ...common }),
} as const

const deallocate = {
  at: 'deallocations',
  summary: 'Take back from an invoice',
  body: z.strictObject({ invoice: id, amount: amount.optional(), ...common }),
} as const

/** Money that is allocated to invoices by hand, and taken back from them. */
export const allocations = {
  allocate_payment: { permission: 'payment.allocate', on: onPayment, ...allocate },
  deallocate_payment: { permission: 'payment.allocate', on: onPayment, ...deallocate },
  allocate_credit: { permission: 'payment.allocate', on: onCredit, ...allocate },
  deallocate_credit: { permission: 'payment.allocate', on: onCredit, ...deallocate },
} as const satisfies Record<string, OperationRow>
