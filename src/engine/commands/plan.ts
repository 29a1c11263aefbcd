import { type Customer, type Subject, subjectsOf } from '../customer/state.ts'
import { type Ref, refKey } from '../figures/base.ts'
import { oldestFirst } from '../figures/coverage.ts'
import { amountOf } from '../figures/evaluate.ts'
import { dueOf } from '../figures/installments.ts'
import type { Micros } from '../money/amount.ts'
import type { Day, Instant } from '../time.ts'
import type { Draft } from './command.ts'

/** Money that can be allocated: what is left of a payment or of a credit; `seq` is null while it is only drafted. */
export type Fund = { readonly ref: Ref; readonly bornAt: Instant; readonly held: boolean; readonly seq: number | null }
/** An invoice that can take money; `seq` is null while its issue is only drafted. */
export type Target = {
  readonly ref: Ref
  readonly bornAt: Instant
  readonly dueOn: Day | null
  readonly seq: number | null
}

/**
 * What a decision has drafted so far, and what would be left of money and debt after it. Private to one call of a
 * decision: drafts are added, the maps follow. Keys of the maps are those of `refKey`.
 */
export type Plan = {
  readonly customer: Customer
  readonly effectiveAt: Instant
  readonly drafts: Draft[]
  /** left of each payment and credit */
  readonly free: Map<string, Micros>
  /** left to pay of each invoice */
  readonly outstanding: Map<string, Micros>
  /** written off of each invoice */
  readonly writtenOff: Map<string, Micros>
  /** still allocated of each allocation that was loaded */
  readonly allocated: Map<string, Micros>
  readonly funds: Fund[]
  readonly targets: Target[]
  /** "payment:1 invoice:2" where money was just taken from: it does not go back there by itself */
  readonly barred: Set<string>
  allocations: number
}

/** Opens a plan on the loaded state: credits before payments, older first; issued invoices oldest first. */
export function openPlan(customer: Customer, effectiveAt: Instant): Plan {
  const credits = subjectsOf(customer, 'credit')
  const payments = subjectsOf(customer, 'payment')
  const invoices = oldestFirst(customer).filter((invoice) => invoice.traits.draft === undefined)
  const amounts = (subjects: readonly Subject[], figure: Parameters<typeof amountOf>[1]): [string, Micros][] =>
    subjects.map((one) => [refKey(one.ref), amountOf(customer, figure, one)])
  return {
    customer,
    effectiveAt,
    drafts: [],
    free: new Map([...amounts(credits, 'credit.remaining'), ...amounts(payments, 'payment.unallocated')]),
    outstanding: new Map(amounts(invoices, 'invoice.outstanding')),
    writtenOff: new Map(amounts(invoices, 'invoice.written_off')),
    allocated: new Map(amounts(subjectsOf(customer, 'allocation'), 'allocation.amount')),
    funds: [...credits, ...payments].map(fundOf),
    targets: invoices.map((invoice) => targetOf(customer, invoice)),
    barred: new Set(),
    allocations: customer.counts.allocation,
  }
}

const fundOf = (subject: Subject): Fund => ({
  ref: subject.ref,
  bornAt: subject.bornAt,
  held: subject.held,
  // a payment that was pending is money since its settlement
  seq: subject.cells['payment.amount']?.seq ?? subject.bornSeq,
})
const targetOf = (customer: Customer, subject: Subject): Target => ({
  ref: subject.ref,
  bornAt: subject.bornAt,
  dueOn: dueOf(customer, subject.ref),
  seq: subject.bornSeq,
})

/** Adds a draft led to by the main event, unless another parent is named; answers its index. */
export function draft(
  plan: Plan,
  one: Omit<Draft, 'parent' | 'effectiveAt' | 'causes'> & Partial<Pick<Draft, 'parent' | 'effectiveAt' | 'causes'>>,
): number {
  plan.drafts.push({ parent: null, effectiveAt: plan.effectiveAt, causes: [], ...one })
  return plan.drafts.length - 1
}

/** What is left of a payment or credit, or to pay of an invoice, or still allocated: 0 where the plan knows nothing. */
export const leftIn = (amounts: ReadonlyMap<string, Micros>, ref: Ref): Micros => amounts.get(refKey(ref)) ?? 0n

/** Moves an amount of one of the plan's maps. */
export const shift = (amounts: Map<string, Micros>, ref: Ref, by: Micros): void => {
  amounts.set(refKey(ref), leftIn(amounts, ref) + by)
}

/** The fund or target of a subject in the plan; not being there is a bug of the decision. */
export function inPlan<T extends Fund | Target>(all: readonly T[], subject: { readonly ref: Ref }): T {
  const found = all.find((one) => refKey(one.ref) === refKey(subject.ref))
  if (found === undefined) throw new Error(`Bug: ${refKey(subject.ref)} is not in the plan`)
  return found
}

/** Puts a new invoice among the targets at its place in "oldest first": by due date, then behind those issued before. */
export function addTarget(plan: Plan, target: Target, outstanding: Micros): void {
  const due = (one: Target): number => one.dueOn ?? Number.MAX_SAFE_INTEGER
  const at = plan.targets.findIndex(
    (one) => due(one) > due(target) || (due(one) === due(target) && one.bornAt > target.bornAt),
  )
  plan.targets.splice(at === -1 ? plan.targets.length : at, 0, target)
  plan.outstanding.set(refKey(target.ref), outstanding)
}

/** Puts new money among the funds: a credit behind the credits and before the payments, a payment last. */
export function addFund(plan: Plan, fund: Fund, amount: Micros): void {
  const at = fund.ref.kind === 'payment' ? -1 : plan.funds.findIndex((one) => one.ref.kind === 'payment')
  plan.funds.splice(at === -1 ? plan.funds.length : at, 0, fund)
  plan.free.set(refKey(fund.ref), amount)
}
