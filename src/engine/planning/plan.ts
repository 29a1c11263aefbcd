import type { Circumstances } from '../asked/circumstances.ts'
import type { Draft, FactsToState } from '../asked/draft.ts'
import type { Movement, Taken } from '../asked/movements.ts'
import { type Ref, refKey } from '../figures/base.ts'
import type { Micros } from '../money/amount.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { subjectsOf } from '../state/subjects.ts'
import { type Day, type Instant, later } from '../time.ts'
import { amountOf } from '../values/amounts.ts'
import { issuedOldestFirst } from '../values/coverage.ts'
import { keyOf, leastFrom, noteMove, openRooms, type Rooms } from './room.ts'

/** Money that can be allocated: what is left of a payment or of a credit; `seq` is null while it is only drafted. */
export type Fund = { readonly ref: Ref; readonly bornAt: Instant; readonly held: boolean; readonly seq: number | null }
/** An invoice that can take money; `seq` is null while its issue is only drafted. */
export type Target = {
  readonly ref: Ref
  readonly bornAt: Instant
  readonly dueOn: Day | null
  readonly seq: number | null
}

/** The four kinds of amounts that a plan keeps, with the figures that they are of. */
const kept = {
  free: { payment: 'payment.unallocated', credit: 'credit.remaining' },
  outstanding: { invoice: 'invoice.outstanding' },
  writtenOff: { invoice: 'invoice.written_off' },
  allocated: { allocation: 'allocation.amount' },
} as const satisfies Record<string, Partial<Record<Ref['kind'], Taken>>>
export type Kept = keyof typeof kept

/**
 * What a decision has drafted so far, and what would be left of money and debt after it. Private to one call of a
 * decision: drafts are added, the amounts follow.
 */
export type Plan = {
  readonly customer: Customer
  readonly effectiveAt: Instant
  /** the moment, and its day, that the operation is dated at: what counts later is in `rooms` */
  readonly dated: { readonly at: Instant; readonly on: Day }
  readonly drafts: Draft[]
  /** left of each payment and credit */
  readonly free: Amounts
  /** left to pay of each invoice */
  readonly outstanding: Amounts
  /** written off of each invoice */
  readonly writtenOff: Amounts
  /** still allocated of each allocation that was loaded */
  readonly allocated: Amounts
  readonly rooms: Rooms
  readonly funds: Fund[]
  /** the invoices that can take money, oldest first: put in order when they are asked for */
  readonly targets: () => Target[]
  /** "payment:1 invoice:2" where money was just taken from: it does not go back there by itself */
  readonly barred: Set<string>
  /** what is taken as a whole (`asWhole`): of what, and whether there was not room for it */
  readonly whole: { readonly keys: Set<string>; isLacking: boolean }
  allocations: number
}

/**
 * Opens a plan on the loaded state, at the date of the operation or the latest of `notBefore`: credits before payments,
 * older first (by the moment from which they count, then seq); issued invoices oldest first.
 */
export function openPlan(customer: Customer, circumstances: Circumstances, ...notBefore: readonly Instant[]): Plan {
  const credits = subjectsOf(customer, 'credit')
  const payments = subjectsOf(customer, 'payment')
  return {
    customer,
    effectiveAt: later(circumstances.effectiveAt, ...notBefore),
    dated: { at: circumstances.effectiveAt, on: circumstances.effectiveOn },
    drafts: [],
    free: amountsOf(customer, kept.free),
    outstanding: amountsOf(customer, kept.outstanding),
    writtenOff: amountsOf(customer, kept.writtenOff),
    allocated: amountsOf(customer, kept.allocated),
    rooms: openRooms(laterOf(customer, circumstances)),
    funds: [...credits.map(fundOf).sort(older), ...payments.map(fundOf).sort(older)],
    targets: once(() => targetsOf(customer)),
    barred: new Set(),
    whole: { keys: new Set(), isLacking: false },
    allocations: customer.counts.allocation,
  }
}

/** Amounts of a plan by subject, named as by `refKey`: what it moved, else what stands in the state; 0 of what is in neither. */
type Amounts = { readonly moved: Map<string, Micros>; readonly before: (key: string) => Micros }

const amountsOf = (customer: Customer, figures: Partial<Record<Ref['kind'], Taken>>): Amounts => ({
  moved: new Map(),
  before: (key) => {
    const subject = customer.subjects.get(key)
    const figure = subject === undefined ? undefined : figures[subject.ref.kind]
    return subject === undefined || figure === undefined ? 0n : amountOf(customer, figure, subject)
  },
})

const copyOf = ({ moved, before }: Amounts): Amounts => ({ moved: new Map(moved), before })

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const given =
  <T>(value: T): (() => T) =>
  () =>
    value

/** A list of the plan's own: what it drafts is put among them. */
const targetsOf = (customer: Customer): Target[] => [...issuedOldestFirst(customer)]

/** What counts later than the date; nothing does where the date is the latest so far. */
function laterOf(customer: Customer, { effectiveAt, later: movements }: Circumstances): readonly Movement[] {
  if (movements !== undefined) return movements
  if (customer.seq > 0 && effectiveAt < customer.maxEffectiveAt)
    throw new Error('Bug: a late decision was not handed in what counts later')
  return []
}

/** A copy of a plan that counts from a moment, to try things on. */
export const forkAt = (plan: Plan, effectiveAt: Instant): Plan => ({
  ...plan,
  effectiveAt,
  drafts: [...plan.drafts],
  free: copyOf(plan.free),
  outstanding: copyOf(plan.outstanding),
  writtenOff: copyOf(plan.writtenOff),
  allocated: copyOf(plan.allocated),
  rooms: { moves: new Map(plan.rooms.moves) },
  funds: [...plan.funds],
  targets: given([...plan.targets()]),
  barred: new Set(plan.barred),
  whole: { keys: new Set(), isLacking: false },
})

/** Money by age: the moment from which it counts, then the record; what this plan drafts is the newest of its moment. */
const older = (one: Fund, other: Fund): number =>
  one.bornAt < other.bornAt ? -1 : one.bornAt > other.bornAt ? 1 : (one.seq ?? NEW) - (other.seq ?? NEW)

const NEW = Number.MAX_SAFE_INTEGER

const fundOf = (subject: Subject): Fund => ({
  ref: subject.ref,
  bornAt: subject.bornAt,
  held: subject.held,
  // a payment that was pending is money since its settlement
  seq: subject.cells['payment.amount']?.seq ?? subject.bornSeq,
})

/** Adds a draft led to by the main event, unless another parent is named; answers its index. */
export function draft<T extends Draft['type']>(
  plan: Plan,
  one: Omit<Draft, 'type' | 'facts' | 'parent' | 'effectiveAt' | 'causes'> &
    Partial<Pick<Draft, 'parent' | 'effectiveAt' | 'causes'>> & { readonly type: T; readonly facts: FactsToState<T> },
): number {
  plan.drafts.push({ parent: null, effectiveAt: plan.effectiveAt, causes: [], ...one })
  return plan.drafts.length - 1
}

/** What is left of a payment or credit, or to pay of an invoice, or still allocated: 0 where the plan knows nothing. */
export function leftIn({ moved, before }: Amounts, ref: Ref): Micros {
  const key = refKey(ref)
  return moved.get(key) ?? before(key)
}

/** Names one of the plan's amounts among its rooms. */
export const roomKey = (of: Kept, ref: Ref): string => {
  const figures: Partial<Record<Ref['kind'], Taken>> = kept[of]
  const figure = figures[ref.kind]
  if (figure === undefined) throw new Error(`Bug: nothing is ${of} of a ${ref.kind}`)
  return keyOf(figure, ref)
}

/** Moves one of the plan's amounts, from a moment on: that of the plan unless another is named. */
export function shift(plan: Plan, of: Kept, ref: Ref, by: Micros, at: Instant = plan.effectiveAt): void {
  const amounts = plan[of]
  amounts.moved.set(refKey(ref), leftIn(amounts, ref) + by)
  if (at > plan.dated.at) noteMove(plan.rooms, roomKey(of, ref), at, by)
}

/** The least that there will be from a moment on: so much can be taken at it without a later moment missing it. */
export const roomFrom = (plan: Plan, of: Kept, ref: Ref, at: Instant = plan.effectiveAt): Micros =>
  leastFrom(plan.rooms, roomKey(of, ref), leftIn(plan[of], ref), at)

/** The fund or target of a subject in the plan; not being there is a bug of the decision. */
export function inPlan<T extends Fund | Target>(all: readonly T[], subject: { readonly ref: Ref }): T {
  const found = all.find((one) => refKey(one.ref) === refKey(subject.ref))
  if (found === undefined) throw new Error(`Bug: ${refKey(subject.ref)} is not in the plan`)
  return found
}

/** Puts a new invoice among the targets at its place in "oldest first": by due date, then behind those issued before. */
export function addTarget(plan: Plan, target: Target, outstanding: Micros): void {
  const due = (one: Target): number => one.dueOn ?? Number.MAX_SAFE_INTEGER
  const targets = plan.targets()
  // looked for from the end, where what is issued now mostly goes
  const before = targets.findLastIndex(
    (one) => due(one) < due(target) || (due(one) === due(target) && one.bornAt <= target.bornAt),
  )
  targets.splice(before + 1, 0, target)
  shift(plan, 'outstanding', target.ref, outstanding, target.bornAt)
}

/** Puts new money among the funds, or pending money that is settled now: a credit before the payments, each by its age. */
export function addFund(plan: Plan, fund: Fund, amount: Micros): void {
  const known = plan.funds.findIndex((one) => refKey(one.ref) === refKey(fund.ref))
  if (known !== -1) plan.funds.splice(known, 1)
  const isBehind = (one: Fund): boolean =>
    one.ref.kind === fund.ref.kind ? older(one, fund) > 0 : fund.ref.kind === 'credit'
  const at = plan.funds.findIndex(isBehind)
  plan.funds.splice(at === -1 ? plan.funds.length : at, 0, fund)
  shift(plan, 'free', fund.ref, amount, fund.bornAt)
}
