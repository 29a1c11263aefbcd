import { type Customer, cellValue, type Subject } from '../customer/state.ts'
import { refKey } from '../figures/base.ts'
import { amountOf } from '../figures/evaluate.ts'
import { lesser, type Micros } from '../money/amount.ts'
import { later } from '../time.ts'
import { check, currencyFine, firstBroken, named, sameCurrency, timely, withinLimit, written } from './checks.ts'
import type { Decide, DraftCause } from './command.ts'
import { applyFreeMoney, draft, heldAllocations, openPlan, type Plan, release } from './plan.ts'

/**
 * Adjusts an issued invoice, lowering it to total + adjusted = 0 at most, or raising it. What was paid or credited above
 * the new amount is released first, newest allocation first; money so freed, or debt so reopened, is applied again, but
 * never back to where it was taken from (2-domain 2.2). The invoice's total stays as issued.
 */
export const adjustInvoice: Decide<'adjust_invoice'> = (customer, command, circumstances) => {
  const { amount, reason } = command
  const { subject: invoice, missing } = named(customer, 'invoice', command.invoice)
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    sameCurrency(customer, command.currency),
    currencyFine(customer, amount),
    withinLimit(amount),
    check(amount !== 0n, 'amount_must_not_be_zero'),
    check(reason !== null, 'reason_required'),
    ...(invoice === undefined ? [] : [withinInvoice(customer, invoice, amount)]),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (invoice === undefined || reason === null) throw new Error('Bug: checked above')

  const plan = openPlan(customer, later(circumstances.effectiveAt, invoice.bornAt))
  const excess = -(amountOf(customer, 'invoice.outstanding', invoice) + amount)
  const released = excess > 0n && releaseNewest(plan, invoice, excess)
  plan.outstanding.set(refKey(invoice.ref), (plan.outstanding.get(refKey(invoice.ref)) ?? 0n) + amount)
  draft(plan, {
    type: 'invoice_adjusted',
    subject: invoice.ref,
    facts: { invoice: invoice.ref, amount, xdrId: command.xdrId, reason },
    causes: causesOf(customer, invoice),
  })
  // What was released leaves this invoice owing nothing, so the money cannot come back to it.
  if (released || amount > 0n) applyFreeMoney(plan)
  return { ok: true, drafts: plan.drafts }
}

function withinInvoice(customer: Customer, invoice: Subject, amount: Micros) {
  const worth = cellValue(customer, invoice.ref, 'invoice.total') + cellValue(customer, invoice.ref, 'invoice.adjusted')
  return check(amount > 0n || worth + amount >= 0n, 'adjustment_must_not_exceed_invoice', {
    invoice: invoice.id,
    amount: written(customer, amount),
    at_most: written(customer, worth > 0n ? -worth : 0n),
  })
}

/** Gives back what would be paid too much, newest allocation first; answers whether anything was. */
function releaseNewest(plan: Plan, invoice: Subject, excess: Micros): boolean {
  let left = excess
  for (const allocation of heldAllocations(plan.customer, (one) => one.target?.no === invoice.ref.no)) {
    if (left === 0n) break
    const amount = lesser(left, allocation.cells['allocation.amount']?.value ?? 0n)
    release(plan, allocation, amount, 'adjustment_release')
    left -= amount
  }
  if (left > 0n) throw new Error(`Bug: invoice ${invoice.id} is settled beyond its allocations`)
  return true
}

/** The invoice that is corrected, and the note that promised it where there is one. */
function causesOf(customer: Customer, invoice: Subject): DraftCause[] {
  const promise = customer.subjects.get(refKey(invoice.ref))?.cells['invoice.agreed']
  return [
    { role: 'corrects', seq: invoice.bornSeq },
    ...(promise === undefined || promise.seq === 0 ? [] : [{ role: 'agreed' as const, seq: promise.seq }]),
  ]
}
