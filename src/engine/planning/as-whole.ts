import type { Facts } from '../events/slots.ts'
import type { Ref } from '../figures/base.ts'
import type { Micros } from '../money/amount.ts'
import { dayAt } from '../zones/days.ts'
import { forkAt, type Kept, type Plan, roomFrom, roomKey, shift } from './plan.ts'
import { momentsFrom, riseAt } from './room.ts'

/** Tries to draft something that is taken as a whole; answers what it made of it. */
type Attempt<T> = (trial: Plan) => T

/**
 * Drafts what is taken as a whole (a refund, a move, a write-off, a lowering adjustment) at the first moment, from the
 * date on, from which there is room for all of it, and answers the plan of that moment. Room only grows with the moment,
 * and at the last one it is all that is left in the end, which refusals have looked at.
 */
export function asWhole<T>(plan: Plan, attempt: Attempt<T>): { readonly plan: Plan; readonly made: T } {
  const moments = momentsFrom(plan.rooms, plan.effectiveAt, [...plan.rooms.moves.keys()])
  const tried = (at: number): { readonly plan: Plan; readonly made: T } => {
    const trial = forkAt(plan, moments[at] ?? plan.effectiveAt)
    return { plan: trial, made: attempt(trial) }
  }
  let [low, high] = [0, moments.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (tried(middle).plan.whole.isLacking) low = middle + 1
    else high = middle
  }
  return tried(low)
}

/** Takes an amount as a whole from the moment of the plan on, and notes whether there is room for it. */
export function takeWhole(plan: Plan, of: Kept, ref: Ref, amount: Micros): void {
  if (roomFrom(plan, of, ref) < amount) plan.whole.isLacking = true
  plan.whole.keys.add(roomKey(of, ref))
  shift(plan, of, ref, -amount)
}

/**
 * Where a plan counts from a later moment than its operation is dated: both days, and the record that made room. Nothing
 * where it counts from its date.
 */
export function countsLater({ customer, dated, effectiveAt, rooms, whole }: Plan): Facts {
  const made = effectiveAt > dated.at ? riseAt(rooms, effectiveAt, whole.keys) : null
  if (made === null) return {}
  return { datedOn: dated.on, countsOn: dayAt(effectiveAt, customer.timeZone), roomSeq: BigInt(made) }
}
