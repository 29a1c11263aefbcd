import type { Charge, Customer, InvoiceDraft } from '../customer/state.ts'
import { momentsOf } from '../customer/zone-at.ts'
import type { Day, Instant } from '../time.ts'
import { type Check, check } from './checks.ts'

type Wanted = 'unbilled' | readonly bigint[]
type Period = { readonly from: Day; readonly to: Day } | null

/**
 * The charges that an invoice takes: all unbilled ones that count by then, and by the end of its period where it has one;
 * or those named by their xDR ids, whatever their day.
 */
export function chargesTaken(
  customer: Customer,
  wanted: Wanted,
  effectiveAt: Instant,
  period: Period,
): readonly Charge[] {
  const [, ends] = period === null ? [] : momentsOf(customer, period)
  const last = ends === undefined || ends > effectiveAt ? effectiveAt : ends
  const unbilled = [...customer.charges.values()].filter((charge) => isUnbilled(customer, charge.no))
  return wanted === 'unbilled'
    ? unbilled.filter((charge) => charge.effectiveAt <= last)
    : unbilled.filter((charge) => wanted.includes(charge.xdrId))
}

/** Of the charges that an invoice takes by its period, the numbers of those from before it. */
export function chargesBefore(customer: Customer, taken: readonly Charge[], period: Period): readonly number[] {
  if (period === null) return []
  const [begins] = momentsOf(customer, period)
  return taken.filter((charge) => charge.effectiveAt < begins).map((charge) => charge.no)
}

const isUnbilled = (customer: Customer, no: number): boolean =>
  customer.unbilled.some(([from, to]) => from <= no && no <= to)

/** Is every charge that is named there, and on no invoice yet? */
export const unavailableCharges = (customer: Customer, wanted: Wanted): Check[] =>
  wanted === 'unbilled'
    ? []
    : wanted.flatMap((xdrId) => {
        const charge = [...customer.charges.values()].find((one) => one.xdrId === xdrId)
        const facts = { xdr_id: String(xdrId) }
        return [
          check(charge !== undefined, 'charge_unknown', facts),
          check(charge === undefined || isUnbilled(customer, charge.no), 'charge_already_invoiced', facts),
        ]
      })

/** The charges that a draft takes when it is issued, as it was told to. */
export function chargesOfDraft(customer: Customer, draft: InvoiceDraft, effectiveAt: Instant): readonly Charge[] {
  if (draft.takes === 'unbilled') return chargesTaken(customer, 'unbilled', effectiveAt, periodOf(draft))
  const named = numbersOf(draft).flatMap((no) => customer.charges.get(no) ?? [])
  return named.filter((charge) => isUnbilled(customer, charge.no))
}

/** The period of a draft, where it has one. */
export const periodOf = ({ periodFrom: from, periodTo: to }: InvoiceDraft): Period =>
  from === null || to === null ? null : { from, to }

/** Is every charge that a draft names still on no invoice? Another one may have taken it meanwhile. */
export const lostCharges = (customer: Customer, draft: InvoiceDraft): Check[] =>
  numbersOf(draft).map((no) =>
    check(isUnbilled(customer, no), 'charge_already_invoiced', {
      xdr_id: customer.charges.get(no)?.xdrId.toString() ?? null,
    }),
  )

const numbersOf = ({ charges }: Pick<InvoiceDraft, 'charges'>): number[] =>
  charges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at))
