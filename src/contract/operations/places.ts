import { z } from 'zod'
import { ofCredit, ofCreditNote, ofCustomer, ofDispute, ofInvoice, ofPayment, ofText } from '../queries.ts'
import { creditId, id } from '../values.ts'

/** A path of things, under which their operations are asked for: POST <path>/<where the operation says>. */
export type Door = {
  readonly path: string
  readonly tag: string
  /** ids in the path, that of the thing last; the customer is found by the first */
  readonly params?: z.ZodObject
  /** what the first id in the path is of; null: nobody is there yet */
  readonly of: 'customer' | 'invoice' | 'payment' | 'credit' | 'credit_note' | 'dispute' | null
}

/** What an operation is done with: the member by which a line names it beside the customer, and its doors. */
export type Place = { readonly names: z.ZodRawShape; readonly doors: readonly Door[] }

const creditNotes: Door = {
  path: '/credit-notes/:number',
  tag: 'Credit notes',
  params: ofCreditNote,
  of: 'credit_note',
}

/** Among all customers, of whom one is opened. */
export const amongAll = {
  names: {},
  doors: [{ path: '/customers', tag: 'Customers', of: null }],
} as const satisfies Place

export const onCustomer = {
  names: {},
  doors: [{ path: '/customers/:customer', tag: 'Customers', params: ofCustomer, of: 'customer' }],
} as const satisfies Place

export const onText = {
  names: { text_id: z.uuid() },
  doors: [{ path: '/customers/:customer/texts/:text', tag: 'Notes', params: ofText, of: 'customer' }],
} as const satisfies Place

export const onInvoice = {
  names: { invoice: id },
  doors: [{ path: '/invoices/:invoice', tag: 'Invoices', params: ofInvoice, of: 'invoice' }],
} as const satisfies Place

export const onPayment = {
  names: { payment_id: id },
  doors: [{ path: '/payments/:payment', tag: 'Payments', params: ofPayment, of: 'payment' }],
} as const satisfies Place

/** A credit of any kind; a credit note is one too. */
export const onCredit = {
  names: { credit_id: creditId },
  doors: [{ path: '/credits/:credit', tag: 'Credits', params: ofCredit, of: 'credit' }, creditNotes],
} as const satisfies Place

export const onCreditNote = { names: { credit_note: id }, doors: [creditNotes] } as const satisfies Place

export const onDispute = {
  names: { dispute_id: id },
  doors: [{ path: '/disputes/:dispute', tag: 'Disputes', params: ofDispute, of: 'dispute' }],
} as const satisfies Place
