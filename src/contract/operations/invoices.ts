import { z } from 'zod'
import { amount, day, id } from '../values.ts'
import { booking, common, correcting, reason } from './members.ts'
import { onInvoice } from './places.ts'
import type { OperationRow } from './row.ts'

/** Invoices that are there: corrected, given up, collected. */
export const invoices = {
  adjust_invoice: {
    permission: 'invoice.adjust',
    on: onInvoice,
    at: 'adjustments',
    summary: 'Adjust an invoice; a negative amount lowers it',
    body: z.strictObject({
      amount,
      dispute: id.optional().meta({ description: 'the dispute that this settles in part' }),
      ...correcting,
      ...booking,
      reason: reason.meta({ description: 'why; an adjustment without one is refused' }),
    }),
  },
  void_invoice: {
    permission: 'invoice.void',
    on: onInvoice,
    at: 'void',
    summary: 'Void an invoice',
    body: z.strictObject({
      reissue: z.boolean().default(false).meta({ description: 'true: its charges are booked again, unbilled' }),
      ...common,
    }),
  },
  write_off_invoice: {
    permission: 'invoice.write_off',
    on: onInvoice,
    at: 'write-offs',
    summary: 'Give up what is outstanding, or a part of it',
    body: z.strictObject({ amount: amount.optional(), ...common }),
  },
  undo_write_off: {
    permission: 'invoice.write_off',
    on: onInvoice,
    at: 'write-off-reversals',
    summary: 'Undo a write-off, or a part of it',
    body: z.strictObject({ amount: amount.optional(), ...common }),
  },
  turn_into_credit: {
    permission: 'invoice.adjust',
    on: onInvoice,
    at: 'to-credit',
    summary: 'Turn a negative total that was kept into a credit',
    body: z.strictObject(common),
  },
  change_due_date: {
    permission: 'invoice.due',
    on: onInvoice,
    at: 'due-date',
    summary: 'Change the due date',
    body: z.strictObject({ due_on: day, ...common }),
  },
  set_collection: {
    permission: 'collection.lift',
    on: onInvoice,
    at: 'collection',
    summary: 'Stop or resume the collection of an invoice',
    body: z.strictObject({ collect: z.boolean(), ...common }),
  },
} as const satisfies Record<string, OperationRow>
