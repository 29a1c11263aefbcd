import type { Charge, Customer, InvoiceDraft } from '../customer/state.ts'
import type { Instant } from '../time.ts'
import { type Check, check } from './checks.ts'

type Wanted = 'unbilled' | readonly bigint[]

/** The charges that an invoice takes: all unbilled ones that count by then, or those named by their xDR ids. */
export function chargesTaken(customer: Customer, wanted: Wanted, effectiveAt: Instant): readonly Charge[] {
  const unbilled = [...customer.charges.values()].filter((charge) => isUnbilled(customer, charge.no))
  return wanted === 'unbilled'
    ? unbilled.filter((charge) => charge.effectiveAt <= effectiveAt)
    : unbilled.filter((charge) => wanted.includes(charge.xdrId))
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
  if (draft.takes === 'unbilled') return chargesTaken(customer, 'unbilled', effectiveAt)
  const named = numbersOf(draft).flatMap((no) => customer.charges.get(no) ?? [])
  return named.filter((charge) => isUnbilled(customer, charge.no))
}

/** Is every charge that a draft names still on no invoice? Another one may have taken it meanwhile. */
export const lostCharges = (customer: Customer, draft: InvoiceDraft): Check[] =>
  numbersOf(draft).map((no) =>
    check(isUnbilled(customer, no), 'charge_already_invoiced', {
      xdr_id: customer.charges.get(no)?.xdrId.toString() ?? null,
    }),
  )

const numbersOf = ({ charges }: Pick<InvoiceDraft, 'charges'>): number[] =>
  charges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at))
