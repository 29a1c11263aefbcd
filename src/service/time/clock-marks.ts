import type { Refusal, RefusalCode } from '../../engine/asked/refusals.ts'
import { operatorId } from '../../engine/state/customer.ts'
import { findClock, lockClock, type NamedClock } from '../../store/queues/clocks.ts'
import type { Session } from '../../store/session/session.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'
import type { Caller, InternalRequest } from '../asked/request.ts'
import { performTogether } from '../ledger/perform.ts'
import { pinning } from '../ledger/pins.ts'

/** What became of a wish about a clock. */
export type ClockOutcome =
  | { readonly status: 'done'; readonly clock: NamedClock }
  | { readonly status: 'refused'; readonly refusal: Refusal }

export const refusedClock = (code: RefusalCode, facts: Refusal['facts']): ClockOutcome => ({
  status: 'refused',
  refusal: { code, facts },
})

/** Does a clock move no more, since it joins the wall clock or has joined it? */
export const isEnding = ({ joining, joinedAt }: NamedClock): boolean => joining || joinedAt !== null

/**
 * Begins a move or a join of a clock: it is marked, and a record holds the mark, in one transaction. The clock that is
 * handed on is locked and as it was before. Refused: unknown.
 */
export async function marked(
  store: Store,
  name: string,
  { caller, correlationId }: Pick<InternalRequest, 'caller' | 'correlationId'>,
  mark: (session: Session, clock: NamedClock) => ClockOutcome,
): Promise<ClockOutcome> {
  await awaitClock(store, name)
  let outcome = refusedClock('clock_unknown', { clock: name })
  const work = async (session: Session): Promise<InternalRequest[]> => {
    const before = await lockClock(session, name)
    if (before !== undefined) outcome = mark(session, before)
    return await marksOf(session, before, caller, correlationId)
  }
  await performTogether(store, [], work, { also: [operatorId] })
  return outcome
}

/** What holds the marks of a clock, where they are others than before. */
export async function marksOf(
  session: Session,
  before: NamedClock | undefined,
  caller: Caller,
  correlationId?: string,
): Promise<InternalRequest[]> {
  const after = before && (await findClock(session, before.clock))
  if (after === undefined || (after.movingTo === before?.movingTo && after.joining === before.joining)) return []
  return await pinning(session, ['clock', after.clock], caller, correlationId)
}

/** Waits until nobody else holds a clock, and holds nothing meanwhile that others need. */
export async function awaitClock(store: Store, name: string): Promise<void> {
  await inTransaction(store, (session) => lockClock(session, name))
}
