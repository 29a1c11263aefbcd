const named = ['invoice', 'payment', 'credit', 'credit_note', 'dispute'] as const
type Named = (typeof named)[number]

export type Subject = { readonly kind: 'customer' } | { readonly kind: Named | 'other'; readonly id: string }

/** What a record or an explanation speaks of: `customer`, `invoice:<number>`, `payment:<id>`, `credit:<id>`, `credit_note:<number>`, `dispute:<id>`. */
export const parseSubject = (subject: string | null): Subject => {
  const [kind = '', ...rest] = (subject ?? 'customer').split(':')
  const id = rest.join(':')
  if (kind === 'customer' || id === '') return { kind: 'customer' }
  return { kind: named.find((one) => one === kind) ?? 'other', id }
}
