import type { DraftCause } from '../asked/draft.ts'
import type { Code } from '../events/slots.ts'
import { type Ref, refKey } from '../figures/base.ts'
import { lesser, type Micros } from '../money/amount.ts'
import { type Instant, later } from '../time.ts'
import { draft, type Fund, leftIn, type Plan, roomFrom, roomKey, shift, type Target } from './plan.ts'
import { momentsFrom } from './room.ts'

/**
 * Gives money to an invoice as it counts: at each moment from the date on no more than what both sides have from then on,
 * the rest at the first later moments that have room, each an allocation of its own (2-domain 2.3, 3). In the end all of
 * it is given, so it must fit on both sides.
 */
export function allocate(plan: Plan, fund: Fund, target: Target, amount: Micros, rule: Code): void {
  inPieces(plan, { fund, target, amount }, (part, at) => {
    plan.allocations += 1
    const allocation = { kind: 'allocation', no: plan.allocations } as const
    allocateAs(plan, allocation, { fund, target, amount: part, rule, at })
  })
}

type Pairing = { readonly fund: Fund; readonly target: Target; readonly amount: Micros }
/** `from`: the moment before which nothing is to be given; left out: the date of the plan */
type Cut = Pairing & { readonly from?: Instant }

/** Cuts what goes from a fund to an invoice into the parts that have room, with the moment from which each has it. */
export function inPieces(
  plan: Plan,
  { fund, target, amount, from = plan.effectiveAt }: Cut,
  give: (part: Micros, at: Instant) => void,
): void {
  const keys = [roomKey('free', fund.ref), roomKey('outstanding', target.ref)]
  let left = amount
  for (const at of momentsFrom(plan.rooms, later(plan.effectiveAt, from, fund.bornAt, target.bornAt), keys)) {
    if (left === 0n) return
    const room = lesser(roomFrom(plan, 'free', fund.ref, at), roomFrom(plan, 'outstanding', target.ref, at))
    const part = lesser(left, room)
    if (part <= 0n) continue
    give(part, at)
    left -= part
  }
  if (left > 0n) throw new Error('Bug: more is allocated than fits')
}

type Allocating = Pairing & {
  readonly rule: Code
  readonly at: Instant
  /** of it, what a chargeback had released from this allocation */
  readonly restored?: Micros
}

/** A part of what is given, on an allocation that is named: a new one, or one that gets back what was taken from it. */
export function allocateAs(plan: Plan, allocation: Ref, { fund, target, amount, rule, at, ...own }: Allocating): void {
  shift(plan, 'free', fund.ref, -amount, at)
  shift(plan, 'outstanding', target.ref, -amount, at)
  shift(plan, 'allocated', allocation, amount, at)
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
  const effectiveAt = at
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
  applyFunds(plan, funds, (fund) => (fund === own ? 'oldest_first' : 'automatic'), own)
}

/** `own`: the fund that is allocated by its own wish, also where what it leaves is held. */
function applyFunds(plan: Plan, funds: readonly Fund[], ruleOf: (fund: Fund) => Code, own?: Fund): void {
  const hasMoney = ({ ref }: Fund): boolean => leftIn(plan.free, ref) > 0n
  let free = funds.filter((fund) => (!fund.held || fund === own) && hasMoney(fund))
  for (const target of plan.targets()) {
    if (free.length === 0) return
    if (leftIn(plan.outstanding, target.ref) <= 0n) continue
    for (const fund of free) {
      if (plan.barred.has(pairOf(fund.ref, target.ref))) continue
      const amount = lesser(leftIn(plan.free, fund.ref), leftIn(plan.outstanding, target.ref))
      if (amount <= 0n) break
      allocate(plan, fund, target, amount, ruleOf(fund))
    }
    free = free.filter(hasMoney)
  }
}

/** Names a fund and an invoice together, as `Plan.barred` does. */
export const pairOf = (fund: Ref, invoice: Ref): string => `${refKey(fund)} ${refKey(invoice)}`
