import type { Circumstances } from '../asked/circumstances.ts'
import { type CommandOp, commandRow, type Decide } from '../asked/command.ts'
import type { Draft } from '../asked/draft.ts'
import type { TextRef } from '../events/slots.ts'
import { theCustomer } from '../figures/base.ts'
import { check, firstBroken } from '../planning/checks.ts'
import type { Customer } from '../state/customer.ts'
import { type Instant, instantToText } from '../time.ts'

/**
 * Moves the opening of a customer back, so that what turns up later of before it can be booked. Refused: not earlier than
 * it is, without a reason. Never forward: there may be records between.
 */
export const moveOpening: Decide<'move_opening'> = (customer, { reason }, { effectiveAt }) => {
  const refusal = firstBroken([
    check(customer.currency !== null, 'customer_unknown', { customer_id: customer.id }),
    check(reason !== null, 'reason_required'),
    check(effectiveAt < customer.openedAt, 'opening_not_earlier', {
      opened_at: instantToText(customer.openedAt),
      effective_at: instantToText(effectiveAt),
    }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  return { ok: true, drafts: [moved(customer, effectiveAt, reason)] }
}

/** Is an operation dated before the opening, and of those that move it? */
export const movesOpening = (customer: Customer, op: CommandOp, { effectiveAt }: Circumstances): boolean =>
  commandRow(op).movesOpening === true && customer.currency !== null && effectiveAt < customer.openedAt

/** The drafts of an operation with the opening moved before them; what the operation is about led to it. */
export const withOpening = (customer: Customer, effectiveAt: Instant, drafts: readonly Draft[]): readonly Draft[] => [
  moved(customer, effectiveAt, null),
  ...drafts.map((one) => ({
    ...one,
    parent: one.parent === null ? null : one.parent + 1,
    causes: one.causes.map((cause) => ('draft' in cause ? { ...cause, draft: cause.draft + 1 } : cause)),
  })),
]

/** It says who he is: seen as of a time between, nobody else does. */
const moved = (customer: Customer, effectiveAt: Instant, reason: TextRef | null): Draft => ({
  type: 'opening_moved',
  subject: theCustomer,
  facts: {
    ...(customer.name === null ? {} : { name: customer.name }),
    ...(customer.email === null ? {} : { email: customer.email }),
    ...(customer.currency === null ? {} : { currency: customer.currency }),
    timeZone: customer.timeZone,
    billing: customer.billing,
    class: customer.class,
    ...(customer.clock === null ? {} : { clock: customer.clock }),
    rules: BigInt(customer.rules),
    ...(reason === null ? {} : { reason }),
    openedBefore: customer.openedAt,
  },
  effectiveAt,
  parent: null,
  causes: [],
})
