import type { CustomerRow } from './client/queries.ts'
import { paths } from './paths.ts'

/** By what of his a customer was found. */
export type FoundBy = CustomerRow['found'][number]

const nouns: Readonly<Record<FoundBy['as'], string>> = {
  invoice: 'Invoice',
  payment: 'Payment',
  credit: 'Credit',
  credit_note: 'Credit note',
  dispute: 'Dispute',
  xdr: 'xDR id',
  reference: 'Reference',
  email: 'E-mail',
}

/** `Invoice 2026-09-001`. */
export const foundWords = ({ as, id }: FoundBy): string => `${nouns[as]} ${id}`

/** The page of what was found: its own, or that part of the customer's where it stands. */
export const pathOfFound = (customer: string, { as, id }: FoundBy) => {
  if (as === 'invoice') return paths.invoice(id)
  if (as === 'payment') return paths.payment(id)
  if (as === 'credit') return paths.credit(id)
  if (as === 'credit_note') return paths.creditNote(id)
  if (as === 'dispute') return paths.customer(customer, { tab: 'notes' })
  if (as === 'xdr') return paths.customer(customer, { xdr: id })
  return paths.customer(customer, as === 'reference' ? { q: id } : {})
}
