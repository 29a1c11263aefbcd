import type { Micros } from '../../../engine/money/amount.ts'
import type { Instant } from '../../../engine/time.ts'
import { movedCreditId } from '../../asked/ids.ts'
import { type Caller, type InternalRequest, keyScopeOf } from '../../asked/request.ts'
import { sealText } from '../../asked/sealed-text.ts'

/** Money to be moved, as the wire says it. */
export type MoveWish = {
  readonly to: string
  readonly amount: string
  readonly reason?: string | undefined
  readonly effective_at?: string | undefined
  readonly reference?: string | undefined
  readonly late?: 'next' | undefined
}

/** A wish that was read: whose money it is, of which currency, and when it moves (left out: now). */
export type Move = {
  readonly from: string
  readonly wish: MoveWish
  readonly amount: Micros
  readonly currency: string
  readonly effectiveAt?: Instant | undefined
  readonly caller: Caller
  /** under which it was asked for; the credit there is named after it */
  readonly key: string
  readonly correlationId: string
}

/** The name of a move among operations that wait for their day. */
export const MOVE = 'move_money'

/** Both sides of a move, out there and in here. The first bears the key, and what was asked as a whole. */
export function moveRequests(move: Move): readonly [InternalRequest, InternalRequest] {
  const { from, wish, amount, currency, effectiveAt, caller, key, correlationId } = move
  const shared = {
    op: 'internal',
    caller,
    correlationId,
    ...(effectiveAt === undefined ? {} : { effectiveAt }),
    ...(wish.late === undefined ? {} : { late: wish.late }),
    ...(wish.reference === undefined ? {} : { reference: wish.reference }),
  } as const
  const creditId = movedCreditId(keyScopeOf(caller), key, from)
  const out = withReason(wish.reason, (reason) => ({
    ...shared,
    customerId: from,
    key,
    asked: { move: { ...wish } },
    command: { op: 'move_out', to: wish.to, amount, reason },
  }))
  const into = withReason(wish.reason, (reason) => ({
    ...shared,
    customerId: wish.to,
    key: null,
    command: { op: 'move_in', from, creditId, amount, reason, currency },
  }))
  return [out, into]
}

/** A reason of its own for each side: a text belongs to one customer. */
function withReason(
  reason: string | undefined,
  make: (ref: ReturnType<typeof sealText>['ref'] | null) => InternalRequest,
): InternalRequest {
  if (reason === undefined) return make(null)
  const sealed = sealText(reason)
  return { ...make(sealed.ref), texts: [sealed] }
}
