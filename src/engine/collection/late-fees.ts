import type { Draft } from '../asked/draft.ts'
import { type Ref, theCustomer } from '../figures/base.ts'
import { LIMIT, lesser, type Micros } from '../money/amount.ts'
import { roundTo } from '../money/rounding.ts'
import { digitsOf } from '../planning/checks.ts'
import type { LateFee } from '../policy/policy.ts'
import type { Customer } from '../state/customer.ts'
import type { Day } from '../time.ts'
import { type Dunned, isClosed } from '../values/dunning.ts'
import { evaluate } from '../values/evaluate.ts'
import { collectionSince, feeFallsOn, isTakenOver } from '../values/stages.ts'
import type { Following } from './count.ts'

/** A late fee that falls due for an invoice; in micros. */
export type DueFee = { readonly one: Dunned; readonly amount: Micros }

/**
 * The fees that fall due on a day: for each invoice that is collected past its days of grace and has none yet. None that
 * no figure could hold, none from a closed customer, none for what another biller collected before.
 */
export function dueFees(customer: Customer, collected: readonly Dunned[], day: Day): readonly DueFee[] {
  const { lateFee } = customer.policy.collection
  if (lateFee === null || isClosed(customer)) return []
  const late = collected.filter((one) => isFeeDue(customer, one, day))
  const fees = late.map((one) => ({ one, amount: feeOn(customer, lateFee, one.collectibleOverdue) }))
  const room = roomFor(customer)
  return fees.filter(({ amount }) => amount > 0n && amount * BigInt(fees.length) <= room)
}

/** Is an invoice without a fee past its days of grace? */
function isFeeDue(customer: Customer, { invoice }: Dunned, day: Day): boolean {
  const since = collectionSince(customer, invoice.ref)
  if (invoice.cells['invoice.late_fee_on'] !== undefined || since === null) return false
  return !isTakenOver(customer, since) && day >= feeFallsOn(customer, since)
}

/** By how much the figures that a fee raises stay within 10^12: what is beyond is refused, and a day must not be. */
const roomFor = (customer: Customer): Micros =>
  (['customer.charged', 'customer.adjusted', 'customer.balance', 'customer.outstanding'] as const)
    .map((figure) => LIMIT - (evaluate(customer, figure, theCustomer, 0) ?? 0n))
    .reduce((least, room) => lesser(least, room))

/** The fee for an overdue amount: the fixed part and the percentage, rounded away from zero to the currency's digits. */
function feeOn(customer: Customer, fee: LateFee, overdue: Micros): Micros {
  const part = (overdue * fee.percent) / (100n * 1_000_000n)
  return roundTo(fee.amount + part, digitsOf(customer), 'away_from_zero')
}

type Fee = DueFee & { readonly day: Day; readonly at: number }

/** A late fee as a draft below the day: a charge on the next invoice, or raising this one. `at`: how many came before. */
export function feeDraft(
  customer: Customer,
  { one, amount, day, at }: Fee,
): (Following<'late_fee_added'> | Following<'late_fee_charged'>) & Pick<Draft, 'parent'> {
  const { ref: invoice } = one.invoice
  const policyVersion = BigInt(customer.policy.version)
  const facts = { invoice, amount, xdrId: 'next' as const, day, policyVersion }
  const causes = [{ role: 'operand' as const, seq: one.invoice.bornSeq }]
  if (customer.policy.collection.lateFee?.on === 'this_invoice')
    return { type: 'late_fee_added', subject: invoice, facts, parent: 0, causes }
  const charge: Ref = { kind: 'charge', no: customer.counts.charge + 1 + at }
  return {
    type: 'late_fee_charged',
    subject: charge,
    facts: { ...facts, charge, service: 'late_fee' },
    parent: 0,
    causes,
  }
}
