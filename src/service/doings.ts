import { operatorId } from '../engine/customer/state.ts'
import type { EventType } from '../engine/events/effects.ts'
import type { Facts } from '../engine/events/slots.ts'
import type { Caller, InternalRequest } from './request.ts'

/** A doing of the operator (users, keys, clocks, runs, imports), as a request about his own stream. */
export const doing = (type: EventType, facts: Facts, caller: Caller, correlationId?: string): InternalRequest => ({
  op: 'internal',
  customerId: operatorId,
  command: { op: 'record_doing', type, facts },
  caller,
  key: null,
  correlationId,
})

/** A doing under a key, by which a repetition is known (`doneBefore`). */
export const keyed = (request: InternalRequest, key: string | null): InternalRequest => ({ ...request, key })

/** Who does what nobody asked for: the service itself. */
export const theSystem: Caller = { actor: 'system', realm: 'system', channel: 'system', ip: null }
