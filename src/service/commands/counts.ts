import { type Customer, findSubject, subjectsOf } from '../../engine/customer/state.ts'

// How many xDR ids some operations need is only known once the customer is loaded.

/** Payments and credits that a refund or a move may take from; at least one. */
export const fundCount = (customer: Customer): number =>
  Math.max(1, subjectsOf(customer, 'payment').length + subjectsOf(customer, 'credit').length)

/** Charges that stand on an invoice: a void that reissues books each again. */
export const chargeCount = (customer: Customer, invoice: string): number =>
  (findSubject(customer, 'invoice', invoice)?.traits.charges ?? []).reduce((sum, [from, to]) => sum + to - from + 1, 0)

/** Credit notes on an invoice that a void voids with it, and what is undone beside them. */
export function creditNoteCount(customer: Customer, invoice: string): number {
  const no = findSubject(customer, 'invoice', invoice)?.ref.no
  return subjectsOf(customer, 'credit').filter((one) => one.source?.no === no).length + 2
}

/** Lines of a draft: each becomes a charge when it is issued. */
export const draftLineCount = (customer: Customer, invoice: string): number =>
  findSubject(customer, 'invoice', invoice)?.traits.draft?.lines.length ?? 0
