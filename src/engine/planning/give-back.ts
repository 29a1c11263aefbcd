import type { DraftCause } from '../asked/draft.ts'
import type { Code } from '../events/slots.ts'
import { type Ref, refKey } from '../figures/base.ts'
import { lesser, type Micros } from '../money/amount.ts'
import type { Subject } from '../state/customer.ts'
import { subjectsOf } from '../state/subjects.ts'
import type { Instant } from '../time.ts'
import { pairOf } from './apply-money.ts'
import { draft, type Kept, leftIn, type Plan, roomFrom, roomKey, shift } from './plan.ts'
import { momentsFrom } from './room.ts'

/**
 * Takes an allocation back, wholly or in part; freed money and reopened debt follow in the plan, and the money does not
 * go back there by itself. It counts from the date on, or from when so much stands allocated, in parts where it must. A
 * chargeback keeps on the allocation what it took, so that its reversal can restore it.
 */
export function release(plan: Plan, allocation: Subject, amount: Micros, rule: Code): void {
  inParts(plan, 'allocated', allocation.ref, amount, (part, effectiveAt) =>
    releasePart(plan, allocation, { amount: part, rule, effectiveAt }),
  )
}

type Part = { readonly amount: Micros; readonly rule: Code; readonly effectiveAt: Instant }

function releasePart(plan: Plan, allocation: Subject, { amount, rule, effectiveAt }: Part): void {
  const { source, target } = allocation
  if (source === null || target === null) throw new Error('Bug: an allocation without source or target')
  shift(plan, 'free', source, amount, effectiveAt)
  shift(plan, 'outstanding', target, amount, effectiveAt)
  shift(plan, 'allocated', allocation.ref, -amount, effectiveAt)
  plan.barred.add(pairOf(source, target))
  const facts = { invoice: target, allocation: allocation.ref, amount, rule }
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

/** The allocations that still hold something in the plan, newest first: the last moment at which one grew, then its seq. */
export const heldAllocations = (plan: Plan, test: (allocation: Subject) => boolean): Subject[] =>
  subjectsOf(plan.customer, 'allocation')
    .filter((one) => leftIn(plan.allocated, one.ref) > 0n && test(one))
    .sort(oldestAllocation)
    .reverse()

/** Orders allocations by age: the moment from which they count, then the record that made them. */
export const oldestAllocation = (one: Subject, other: Subject): number =>
  one.bornAt < other.bornAt ? -1 : one.bornAt > other.bornAt ? 1 : one.bornSeq - other.bornSeq

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
    release(plan, allocation, part, rule)
    left -= part
  }
  return left
}

/**
 * Undoes a write-off of an invoice by an amount, as far as there is any: from the date on, or from when so much is written
 * off, in parts where it must; answers by how much.
 */
export function undoWrittenOff(plan: Plan, invoice: Subject, atMost: Micros, rule: Code): Micros {
  const amount = lesser(atMost, leftIn(plan.writtenOff, invoice.ref))
  if (amount <= 0n) return 0n
  inParts(plan, 'writtenOff', invoice.ref, amount, (part, effectiveAt) => {
    shift(plan, 'writtenOff', invoice.ref, -part, effectiveAt)
    shift(plan, 'outstanding', invoice.ref, part, effectiveAt)
    draft(plan, {
      type: 'write_off_undone',
      subject: invoice.ref,
      facts: { invoice: invoice.ref, amount: part, xdrId: 'next', rule },
      effectiveAt,
      causes: [{ role: 'reverses', seq: invoice.cells['invoice.written_off']?.seq ?? invoice.bornSeq }],
    })
  })
  return amount
}

/** Cuts what is given back of something into the parts that there are from a moment on, with that moment. */
function inParts(plan: Plan, of: Kept, ref: Ref, amount: Micros, give: (part: Micros, at: Instant) => void): void {
  let left = amount
  for (const at of momentsFrom(plan.rooms, plan.effectiveAt, [roomKey(of, ref)])) {
    const part = lesser(left, roomFrom(plan, of, ref, at))
    if (part <= 0n) continue
    give(part, at)
    left -= part
  }
  if (left > 0n) throw new Error('Bug: more is given back than there is')
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
