import type { AllocationWish } from '../asked/commands/money.ts'
import type { Code } from '../events/slots.ts'
import { lesser, type Micros } from '../money/amount.ts'
import type { Customer, Traits } from '../state/customer.ts'
import { findSubject } from '../state/subjects.ts'
import { amountOf } from '../values/amounts.ts'
import { allocate, applyFreeMoney, applyWithOwn } from './apply-money.ts'
import { type Check, check, currencyFine, named, notDraft, notVoid, positive, written } from './checks.ts'
import { draft, type Fund, inPlan, leftIn, type Plan } from './plan.ts'

/** How a payment is to be allocated, with its invoices as references: as records and pending payments keep it. */
export type KeptWish = NonNullable<Traits['wish']>

/** The wish of a command by the references of its invoices; those that do not exist are left out (checked before). */
export const keptWish = (customer: Customer, wish: AllocationWish): KeptWish =>
  typeof wish === 'string'
    ? { rule: wish, chosen: [] }
    : {
        rule: 'chosen',
        chosen: wish.flatMap(({ invoice, amount }) => {
          const found = findSubject(customer, 'invoice', invoice)
          return found === undefined ? [] : [{ invoice: found.ref, amount }]
        }),
      }

/**
 * The rules of a wish (2-domain 2.2): each chosen invoice is known, issued, not void and named once, the amounts fit in
 * the payment; where the policy (overpay) rejects it, none is above what its invoice owes.
 */
export function wishChecks(customer: Customer, wish: AllocationWish, amount: Micros): Check[] {
  if (typeof wish === 'string') return []
  const sum = wish.reduce((total, one) => total + one.amount, 0n)
  return [
    ...wish.flatMap((one) => choiceChecks(customer, one)),
    namedOnce(wish),
    check(sum <= amount, 'allocation_exceeds_payment', {
      chosen: written(customer, sum),
      amount: written(customer, amount),
    }),
  ]
}

/** No invoice is named twice. */
export const namedOnce = (shares: readonly { readonly invoice: string }[]): Check =>
  check(new Set(shares.map((one) => one.invoice)).size === shares.length, 'allocation_repeats_invoice')

function choiceChecks(customer: Customer, { invoice, amount }: Exclude<AllocationWish, string>[number]): Check[] {
  const { subject, missing } = named(customer, 'invoice', invoice)
  const owed = subject === undefined ? 0n : amountOf(customer, 'invoice.outstanding', subject)
  return [
    missing,
    currencyFine(customer, amount),
    positive(customer, amount),
    notDraft(subject),
    notVoid(subject),
    check(amount <= owed || customer.policy.overpay !== 'reject', 'payment_exceeds_outstanding', {
      invoice,
      amount: written(customer, amount),
      outstanding: written(customer, owed),
    }),
  ]
}

/**
 * Allocates a payment as it was wished, as far as it fits. Of chosen invoices, what could not be done is a decision that
 * says why; what is over is free money, applied at once by the policy (auto_apply) unless it is held (2-domain 2.2).
 */
export function carryOut(plan: Plan, fund: Fund, { rule, chosen }: KeptWish): void {
  if (rule === 'oldest_first') applyWithOwn(plan, fund)
  for (const share of chosen) {
    const owed = leftIn(plan.outstanding, share.invoice)
    const fits = lesser(share.amount, lesser(owed, leftIn(plan.free, fund.ref)))
    if (fits > 0n) allocate(plan, fund, inPlan(plan.targets(), { ref: share.invoice }), fits, 'chosen')
    const because = owed < share.amount ? 'owes_less' : 'money_short'
    if (fits < share.amount) draftNotMet(plan, fund, { ...share, amount: share.amount - larger(fits, 0n) }, because)
  }
  if (rule === 'chosen') applyFreeMoney(plan)
}

function draftNotMet(plan: Plan, { ref: payment }: Fund, share: KeptWish['chosen'][number], because: Code): void {
  draft(plan, { type: 'wish_not_met', subject: payment, facts: { payment, ...share, because } })
}

const larger = (one: Micros, other: Micros): Micros => (one > other ? one : other)
