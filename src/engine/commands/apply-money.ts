import type { Code } from '../events/slots.ts'
import { type Ref, refKey } from '../figures/base.ts'
import { lesser, type Micros } from '../money/amount.ts'
import { type Instant, later } from '../time.ts'
import type { DraftCause } from './command.ts'
import { draft, type Fund, leftIn, type Plan, shift, type Target } from './plan.ts'

/** Gives money to an invoice, at the latest of the three times (2-domain 2.3, 3); the amount must fit on both sides. */
export function allocate(plan: Plan, fund: Fund, target: Target, amount: Micros, rule: Code): void {
  plan.allocations += 1
  allocateAs(plan, { kind: 'allocation', no: plan.allocations }, { fund, target, amount, rule })
}

type Allocating = {
  readonly fund: Fund
  readonly target: Target
  readonly amount: Micros
  readonly rule: Code
  /** of it, what a chargeback had released from this allocation */
  readonly restored?: Micros
  /** it does not count from before this moment */
  readonly after?: Instant
}

/** As `allocate`, on an allocation that is named: a new one, or one that gets back what was taken from it. */
export function allocateAs(plan: Plan, allocation: Ref, { fund, target, amount, rule, ...own }: Allocating): void {
  shift(plan.free, fund.ref, -amount)
  shift(plan.outstanding, target.ref, -amount)
  shift(plan.allocated, allocation, amount)
  const causes: DraftCause[] = [fund.seq, target.seq].flatMap((seq, at) =>
    seq === null ? [] : [{ role: at === 0 ? ('funded' as const) : ('operand' as const), seq }],
  )
  const facts = {
    invoice: target.ref,
    allocation,
    amount,
    rule,
    ...(own.restored === undefined ? {} : { restored: own.restored }),
  }
  const effectiveAt = later(plan.effectiveAt, fund.bornAt, target.bornAt, own.after ?? fund.bornAt)
  if (fund.ref.kind === 'payment')
    draft(plan, {
      type: 'payment_allocated',
      subject: fund.ref,
      facts: { payment: fund.ref, ...facts },
      effectiveAt,
      causes,
    })
  else
    draft(plan, {
      type: 'credit_allocated',
      subject: fund.ref,
      facts: { credit: fund.ref, ...facts },
      effectiveAt,
      causes,
    })
}

/**
 * Automatic application (policy auto_apply): free money goes to open invoices, oldest first; credits before payments,
 * older first; held money stays, and none goes back to where this operation took it from.
 */
export function applyFreeMoney(plan: Plan): void {
  if (plan.customer.policy.autoApply) applyFunds(plan, plan.funds, () => 'automatic')
}

/** As `applyFreeMoney`, with one fund that is to be allocated oldest first by its own wish, whatever the policy says. */
export function applyWithOwn(plan: Plan, own: Fund): void {
  const funds = plan.customer.policy.autoApply ? plan.funds : [own]
  applyFunds(plan, funds, (fund) => (fund === own ? 'oldest_first' : 'automatic'))
}

function applyFunds(plan: Plan, funds: readonly Fund[], ruleOf: (fund: Fund) => Code): void {
  const free = funds.filter((fund) => !fund.held)
  for (const target of plan.targets) {
    for (const fund of free) {
      if (plan.barred.has(pairOf(fund.ref, target.ref))) continue
      const amount = lesser(leftIn(plan.free, fund.ref), leftIn(plan.outstanding, target.ref))
      if (amount > 0n) allocate(plan, fund, target, amount, ruleOf(fund))
    }
  }
}

/** Names a fund and an invoice together, as `Plan.barred` does. */
export const pairOf = (fund: Ref, invoice: Ref): string => `${refKey(fund)} ${refKey(invoice)}`
