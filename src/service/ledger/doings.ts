import type { EventType } from '../../engine/events/effects.ts'
import type { Stating } from '../../engine/events/facts-of.ts'
import { operatorId } from '../../engine/state/customer.ts'
import { type KeyUse, usesOf } from '../../store/history/idempotency.ts'
import type { Session } from '../../store/session/session.ts'
import type { Store } from '../../store/session/store.ts'
import { type Caller, type InternalRequest, keyScopeOf } from '../asked/request.ts'
import { sealText } from '../asked/sealed-text.ts'
import { performTogether } from './perform.ts'

/** A doing of the operator (users, keys, clocks, runs, imports), as a request about his own stream. */
export const doing = <T extends EventType>(
  type: T,
  facts: Stating<T>,
  caller: Caller,
  correlationId?: string,
): InternalRequest => ({
  op: 'internal',
  customerId: operatorId,
  command: { op: 'record_doing', type, facts },
  caller,
  key: null,
  correlationId,
})

/** A doing with the reason that was given for it, if any. */
export function reasoned(request: InternalRequest, reason: string | undefined): InternalRequest {
  const { command } = request
  if (reason === undefined || command.op !== 'record_doing') return request
  const sealed = sealText(reason)
  return { ...request, command: { ...command, facts: { ...command.facts, reason: sealed.ref } }, texts: [sealed] }
}

/** A doing under a key, by which a repetition is known (`doneBefore`). */
export const keyed = (request: InternalRequest, key: string | null): InternalRequest => ({ ...request, key })

/**
 * Books a doing together with what it does: both of them, or nothing where the work answers that it was done before, or
 * where the key was used. `pins`: what holds the rows that the work has written. Answers whether it was booked.
 */
export async function bookOnce(
  store: Store,
  request: InternalRequest,
  work: (session: Session) => Promise<boolean>,
  pins: (session: Session) => Promise<readonly InternalRequest[]> = noPins,
): Promise<boolean> {
  try {
    await performTogether(store, [request], async (session) => {
      if ((await isKeyUsed(session, request)) || !(await work(session))) throw new DoneBefore()
      return await pins(session)
    })
    return true
  } catch (error) {
    if (error instanceof DoneBefore) return false
    throw error
  }
}

const noPins = (): Promise<readonly InternalRequest[]> => Promise.resolve([])

class DoneBefore extends Error {}

async function isKeyUsed(session: Session, { caller, key }: InternalRequest): Promise<boolean> {
  return key !== null && (await keyUseOf(session, caller, key)) !== undefined
}

/** What a caller's key was used for among the doings of the operator; undefined when for none. */
export async function keyUseOf(session: Session, caller: Caller, key: string): Promise<KeyUse | undefined> {
  const [use] = await usesOf(session, [{ customerId: operatorId, caller: keyScopeOf(caller), key }])
  return use
}

/** Who does what nobody asked for: the service itself. */
export const theSystem: Caller = { actor: 'system', realm: 'system', channel: 'system', ip: null }
