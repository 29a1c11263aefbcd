import { type Subject, subjectsOf } from '../customer/state.ts'
import type { Code } from '../events/slots.ts'
import { type Ref, refKey } from '../figures/base.ts'
import { lesser, type Micros } from '../money/amount.ts'
import { later } from '../time.ts'
import { pairOf } from './apply-money.ts'
import type { DraftCause } from './command.ts'
import { draft, leftIn, type Plan, shift } from './plan.ts'

/**
 * Takes an allocation back, wholly or in part; freed money and reopened debt follow in the plan, and the money does not
 * go back there by itself. A chargeback keeps on the allocation what it took, so that its reversal can restore it.
 */
export function release(plan: Plan, allocation: Subject, amount: Micros, rule: Code): void {
  const { source, target } = allocation
  if (source === null || target === null) throw new Error('Bug: an allocation without source or target')
  shift(plan.free, source, amount)
  shift(plan.outstanding, target, amount)
  shift(plan.allocated, allocation.ref, -amount)
  plan.barred.add(pairOf(source, target))
  const facts = { invoice: target, allocation: allocation.ref, amount, rule }
  const effectiveAt = later(plan.effectiveAt, allocation.bornAt)
  const causes: DraftCause[] = [{ role: 'reverses', seq: allocation.bornSeq }]
  if (source.kind === 'payment') {
    const kept = rule === 'chargeback' ? { chargedBack: amount } : {}
    draft(plan, {
      type: 'payment_deallocated',
      subject: source,
      facts: { payment: source, ...facts, ...kept },
      effectiveAt,
      causes,
    })
  } else
    draft(plan, {
      type: 'credit_deallocated',
      subject: source,
      facts: { credit: source, ...facts },
      effectiveAt,
      causes,
    })
}

/** The allocations that still hold something in the plan, newest first. */
export const heldAllocations = (plan: Plan, test: (allocation: Subject) => boolean): Subject[] =>
  subjectsOf(plan.customer, 'allocation')
    .filter((one) => leftIn(plan.allocated, one.ref) > 0n && test(one))
    .reverse()

const isRef = (one: Ref | null, ref: Ref): boolean => one !== null && refKey(one) === refKey(ref)

/** Is an allocation one to this invoice? To be handed to `heldAllocations`. */
export const onInvoice =
  (invoice: Ref) =>
  ({ target }: Subject): boolean =>
    isRef(target, invoice)

/** Is an allocation one of this payment or credit? */
export const ofFund =
  (fund: Ref) =>
  ({ source }: Subject): boolean =>
    isRef(source, fund)

/** Releases up to an amount from some allocations, newest first; answers what could not be released. */
export function releaseNewest(plan: Plan, allocations: readonly Subject[], amount: Micros, rule: Code): Micros {
  let left = amount
  for (const allocation of allocations) {
    if (left === 0n) return 0n
    const part = lesser(left, leftIn(plan.allocated, allocation.ref))
    if (part > 0n) release(plan, allocation, part, rule)
    left -= part
  }
  return left
}

/** Undoes a write-off of an invoice by an amount, as far as there is any; answers by how much. */
export function undoWrittenOff(plan: Plan, invoice: Subject, atMost: Micros, rule: Code): Micros {
  const amount = lesser(atMost, leftIn(plan.writtenOff, invoice.ref))
  if (amount <= 0n) return 0n
  shift(plan.writtenOff, invoice.ref, -amount)
  shift(plan.outstanding, invoice.ref, amount)
  draft(plan, {
    type: 'write_off_undone',
    subject: invoice.ref,
    facts: { invoice: invoice.ref, amount, xdrId: 'next', rule },
    effectiveAt: later(plan.effectiveAt, invoice.traits.writtenOffAt ?? invoice.bornAt),
    causes: [{ role: 'reverses', seq: invoice.cells['invoice.written_off']?.seq ?? invoice.bornSeq }],
  })
  return amount
}

/**
 * Makes room to lower an invoice by an amount above what it owes (2-domain 2.2): a write-off is undone first by as much,
 * then what was paid or credited is released, newest allocation first. Answers whether anything was given back.
 */
export function makeRoom(plan: Plan, invoice: Subject, amount: Micros, rule: Code): boolean {
  const excess = amount - leftIn(plan.outstanding, invoice.ref)
  if (excess <= 0n) return false
  const undone = undoWrittenOff(plan, invoice, excess, rule)
  const left = releaseNewest(plan, heldAllocations(plan, onInvoice(invoice.ref)), excess - undone, rule)
  if (left > 0n) throw new Error(`Bug: invoice ${invoice.id} is settled beyond its allocations`)
  return true
}
