import type { Session } from './session.ts'

/** More of a customer is needed than is taken on at once here: nothing was done. */
export class TooMuchAtOnce extends Error {
  constructor(customerId: string) {
    super(`${customerId} has more than is taken on at once here`)
    this.name = 'TooMuchAtOnce'
  }
}

/** How many open subjects a statement may answer of one customer, one more than are taken on; null: all of them. */
export const mostRows = ({ atOnce }: Pick<Session, 'atOnce'>): number | null =>
  atOnce === undefined ? null : atOnce.subjects + 1

/** The rows, unless they are more of one customer than are taken on. */
export function taken<T extends { readonly customer_id: string }>(
  { atOnce }: Pick<Session, 'atOnce'>,
  rows: readonly T[],
): readonly T[] {
  if (atOnce === undefined || rows.length <= atOnce.subjects) return rows
  const counts = new Map<string, number>()
  for (const { customer_id } of rows) {
    const count = (counts.get(customer_id) ?? 0) + 1
    if (count > atOnce.subjects) throw new TooMuchAtOnce(customer_id)
    counts.set(customer_id, count)
  }
  return rows
}

/** The open subjects of the customers of a parameter, of each no more than another parameter says (null: all). */
export const openOf = (table: string, customers: string, most: string): string =>
  `unnest(${customers}::text[]) as c (id) cross join lateral
    (select * from ${table} o where o.customer_id = c.id and o.open limit ${most}::int)`
