export type Subject =
  | { readonly kind: 'customer' }
  | { readonly kind: 'invoice' | 'payment' | 'credit' | 'other'; readonly id: string }

/** What a record or an explanation speaks of: `customer`, `invoice:<number>`, `payment:<id>`, `credit:<id>`. */
export const parseSubject = (subject: string | null): Subject => {
  const [kind = '', ...rest] = (subject ?? 'customer').split(':')
  const id = rest.join(':')
  if (kind === 'customer' || id === '') return { kind: 'customer' }
  if (kind === 'invoice' || kind === 'payment' || kind === 'credit') return { kind, id }
  return { kind: 'other', id }
}
