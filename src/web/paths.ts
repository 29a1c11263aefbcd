import type { AccessSearch, AuditSearch, CustomerSearch, DialSearch, PoliciesSearch } from './search.ts'
import { parseSubject } from './ui/subject.ts'

/** Where every page is; a link is written nowhere else. */
export const paths = {
  customers: (q?: string) => ({ to: '/customers', search: { q } }) as const,
  customer: (customer: string, search: CustomerSearch = {}) =>
    ({ to: '/customers/$customer', params: { customer }, search }) as const,
  chain: (customer: string, root: number | string) =>
    ({ to: '/customers/$customer/chains/$root', params: { customer, root: String(root) } }) as const,
  invoice: (invoice: string, search: DialSearch = {}) =>
    ({ to: '/invoices/$invoice', params: { invoice }, search }) as const,
  payment: (payment: string, search: DialSearch = {}) =>
    ({ to: '/payments/$payment', params: { payment }, search }) as const,
  credit: (credit: string, search: DialSearch = {}) =>
    ({ to: '/credits/$credit', params: { credit }, search }) as const,
  creditNote: (number: string, search: DialSearch = {}) =>
    ({ to: '/credit-notes/$number', params: { number }, search }) as const,
  policies: (search: PoliciesSearch = {}) => ({ to: '/policies', search }) as const,
  access: (search: AccessSearch = {}) => ({ to: '/access', search }) as const,
  audit: (search: AuditSearch = {}) => ({ to: '/audit', search }) as const,
  signIn: (next?: string) => ({ to: '/sign-in', search: { next } }) as const,
}

/** The page of what a record speaks of. */
export const pathOfSubject = (customer: string, subject: string | null, search: DialSearch = {}) => {
  const of = parseSubject(subject)
  if (of.kind === 'invoice') return paths.invoice(of.id, search)
  if (of.kind === 'payment') return paths.payment(of.id, search)
  if (of.kind === 'credit') return paths.credit(of.id, search)
  if (of.kind === 'credit_note') return paths.creditNote(of.id, search)
  return paths.customer(customer, of.kind === 'dispute' ? { ...search, tab: 'notes' } : search)
}
