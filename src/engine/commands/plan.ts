import { type Customer, type Subject, subjectsOf } from '../customer/state.ts'
import type { Code } from '../events/slots.ts'
import { type Ref, refKey } from '../figures/base.ts'
import { amountOf } from '../figures/evaluate.ts'
import { oldestFirst } from '../figures/rules.ts'
import { lesser, type Micros } from '../money/amount.ts'
import { type Instant, later } from '../time.ts'
import type { Draft, DraftCause } from './command.ts'

/** Money that can be allocated: what is left of a payment or of a credit. */
export type Fund = { readonly ref: Ref; readonly bornAt: Instant; readonly held: boolean; readonly seq: number | null }
/** An invoice that can take money; `seq` is null while its issue is only drafted. */
export type Target = {
  readonly ref: Ref
  readonly bornAt: Instant
  readonly dueOn: bigint | null
  readonly seq: number | null
}

/**
 * What a decision has drafted so far, and what would be left of money and debt after it. Private to one call of a
 * decision: drafts are added, the two maps follow.
 */
export type Plan = {
  readonly customer: Customer
  readonly effectiveAt: Instant
  readonly drafts: Draft[]
  readonly free: Map<string, Micros>
  readonly outstanding: Map<string, Micros>
  readonly funds: Fund[]
  readonly targets: Target[]
  allocations: number
}

/** Opens a plan on the loaded state: credits before payments, older first; invoices oldest first. */
export function openPlan(customer: Customer, effectiveAt: Instant): Plan {
  const credits = subjectsOf(customer, 'credit')
  const payments = subjectsOf(customer, 'payment')
  const invoices = oldestFirst(customer)
  return {
    customer,
    effectiveAt,
    drafts: [],
    free: new Map([
      ...credits.map((credit) => [refKey(credit.ref), amountOf(customer, 'credit.remaining', credit)] as const),
      ...payments.map((payment) => [refKey(payment.ref), amountOf(customer, 'payment.unallocated', payment)] as const),
    ]),
    outstanding: new Map(
      invoices.map((invoice) => [refKey(invoice.ref), amountOf(customer, 'invoice.outstanding', invoice)]),
    ),
    funds: [...credits, ...payments].map(fundOf),
    targets: invoices.map(targetOf),
    allocations: customer.counts.allocation,
  }
}

const fundOf = (subject: Subject): Fund => ({
  ref: subject.ref,
  bornAt: subject.bornAt,
  held: subject.held,
  seq: subject.bornSeq,
})
const targetOf = (subject: Subject): Target => ({
  ref: subject.ref,
  bornAt: subject.bornAt,
  dueOn: subject.cells['invoice.due_on']?.value ?? null,
  seq: subject.bornSeq,
})

/** Adds a draft led to by the first one; answers its index. */
export function draft(
  plan: Plan,
  one: Omit<Draft, 'parent' | 'effectiveAt' | 'causes'> & Partial<Pick<Draft, 'parent' | 'effectiveAt' | 'causes'>>,
): number {
  const parent = plan.drafts.length === 0 ? null : 0
  plan.drafts.push({ parent, effectiveAt: plan.effectiveAt, causes: [], ...one })
  return plan.drafts.length - 1
}

/** Gives money to an invoice, at the latest of the three times (2-domain 2.3, 3); the amount must fit on both sides. */
export function allocate(plan: Plan, fund: Fund, target: Target, amount: Micros, rule: Code): void {
  const [fundKey, targetKey] = [refKey(fund.ref), refKey(target.ref)]
  plan.free.set(fundKey, (plan.free.get(fundKey) ?? 0n) - amount)
  plan.outstanding.set(targetKey, (plan.outstanding.get(targetKey) ?? 0n) - amount)
  plan.allocations += 1
  const allocation: Ref = { kind: 'allocation', no: plan.allocations }
  const causes: DraftCause[] = [fund.seq, target.seq].flatMap((seq, at) =>
    seq === null ? [] : [{ role: at === 0 ? ('funded' as const) : ('operand' as const), seq }],
  )
  const facts = { invoice: target.ref, allocation, amount, rule }
  const effectiveAt = later(plan.effectiveAt, fund.bornAt, target.bornAt)
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
 * Automatic application: free money goes to open invoices, oldest first; credits before payments, older first; held
 * money stays. Each allocation names the rule that chose it.
 */
export function applyFreeMoney(plan: Plan, ruleOf: (fund: Fund) => Code = () => 'automatic'): void {
  const free = plan.funds.filter((fund) => !fund.held)
  for (const target of plan.targets) {
    for (const fund of free) {
      const amount = lesser(plan.free.get(refKey(fund.ref)) ?? 0n, plan.outstanding.get(refKey(target.ref)) ?? 0n)
      if (amount > 0n) allocate(plan, fund, target, amount, ruleOf(fund))
    }
  }
}

/** Puts a new invoice among the targets at its place in "oldest first": by due date, then behind those issued before. */
export function addTarget(plan: Plan, target: Target, outstanding: Micros): void {
  const due = (one: Target): bigint => one.dueOn ?? 1n << 62n
  const at = plan.targets.findIndex(
    (one) => due(one) > due(target) || (due(one) === due(target) && one.bornAt > target.bornAt),
  )
  plan.targets.splice(at === -1 ? plan.targets.length : at, 0, target)
  plan.outstanding.set(refKey(target.ref), outstanding)
}

/** Puts a new credit among the money: behind the credits, before the payments. */
export function addCredit(plan: Plan, fund: Fund, amount: Micros): void {
  const at = plan.funds.findIndex((one) => one.ref.kind === 'payment')
  plan.funds.splice(at === -1 ? plan.funds.length : at, 0, fund)
  plan.free.set(refKey(fund.ref), amount)
}

/** Takes an allocation back, wholly or in part; freed money and reopened debt follow in the plan. */
export function release(plan: Plan, allocation: Subject, amount: Micros, rule: Code): void {
  const { source, target } = allocation
  if (source === null || target === null) throw new Error('Bug: an allocation without source or target')
  plan.free.set(refKey(source), (plan.free.get(refKey(source)) ?? 0n) + amount)
  plan.outstanding.set(refKey(target), (plan.outstanding.get(refKey(target)) ?? 0n) + amount)
  const facts = { invoice: target, allocation: allocation.ref, amount, rule }
  const effectiveAt = later(plan.effectiveAt, allocation.bornAt)
  const causes: DraftCause[] = [{ role: 'reverses', seq: allocation.bornSeq }]
  if (source.kind === 'payment')
    draft(plan, {
      type: 'payment_deallocated',
      subject: source,
      facts: { payment: source, ...facts },
      effectiveAt,
      causes,
    })
  else
    draft(plan, {
      type: 'credit_deallocated',
      subject: source,
      facts: { credit: source, ...facts },
      effectiveAt,
      causes,
    })
}

/** The allocations that still hold something, newest first. */
export const heldAllocations = (customer: Customer, test: (allocation: Subject) => boolean): Subject[] =>
  subjectsOf(customer, 'allocation')
    .filter((one) => (one.cells['allocation.amount']?.value ?? 0n) > 0n && test(one))
    .reverse()
