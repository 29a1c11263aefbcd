import { pairs, type Wanted } from './wanted.ts'

/**
 * Whose and which invoices, payments and credits may have their allocations given back, and disputes whose invoices may:
 * `$1` to `$8` of `released`.
 */
export function releasedBy(wanted: readonly Wanted[]): string[][] {
  return [
    ...pairs(wanted, (one) => one.releasing),
    ...pairs(wanted, (one) => one.releasingPayments),
    ...pairs(wanted, (one) => one.releasingCredits),
    ...pairs(wanted, (one) => one.disputes),
  ]
}

/** Most operations give nothing back, and need none of what comes along. */
export const isNothingReleased = (wanted: readonly Wanted[]): boolean =>
  releasedBy(wanted).every((named) => named.length === 0)

/**
 * Each row of a table that a condition on earlier columns finds, looked up by its index: also by a plan that was made while
 * the table was empty and reading all of it looked cheaper (`offset 0` keeps the order of the joins).
 */
export const each = (table: string, as: string, where: string): string =>
  `cross join lateral (select ${as}.* from ${table} ${as} where ${where} offset 0) ${as}`

const fields = 'a.customer_id, a.no, a.source_kind, a.source_no, a.invoice'
const named = (at: number): string => `unnest($${at}::text[], $${at + 1}::text[]) as n (customer_id, id)`
const allocationsOf = (kind: 2 | 3, source: string, chargedBack = ''): string =>
  each(
    'allocation',
    'a',
    `a.customer_id = ${source}.customer_id and a.source_kind = ${kind} and a.source_no = ${source}.no
       and (a.amount > 0 ${chargedBack})`,
  )

/** The credits that are named by `$5` and `$6`. */
export const namedCredits = `${named(5)} ${each('credit', 'k', 'k.customer_id = n.customer_id and k.credit_id = n.id')}`

/** The credits that were made from an invoice `i`, credit notes too. */
export const creditsFrom = each('credit', 'k', 'k.customer_id = i.customer_id and k.source_invoice = i.no')

/**
 * `lowered`: the invoices themselves, and those that the disputes contest. `released`: the allocations that may be given
 * back: those on these invoices; those of the credits that were made from them; those of the payments, with what a
 * chargeback took; those of the credits.
 */
export const released = `lowered as (
  select i.customer_id, i.no
    from ${named(1)} ${each('invoice', 'i', 'i.customer_id = n.customer_id and i.invoice = n.id')}
  union
  select d.customer_id, d.invoice
    from ${named(7)} ${each('dispute', 'd', 'd.customer_id = n.customer_id and d.dispute_id = n.id')}
), released as (
  select ${fields} from lowered i
    ${each('allocation', 'a', 'a.customer_id = i.customer_id and a.invoice = i.no and a.amount > 0')}
  union
  select ${fields} from lowered i ${creditsFrom} ${allocationsOf(3, 'k')}
  union
  select ${fields}
    from ${named(3)} ${each('payment', 'p', 'p.customer_id = n.customer_id and p.payment_id = n.id')}
    ${allocationsOf(2, 'p', 'or a.charged_back > 0')}
  union
  select ${fields} from ${namedCredits} ${allocationsOf(3, 'k')}
)`
