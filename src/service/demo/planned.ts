import type { CommandBody, CommandName } from '../../contract/operations.ts'
import { type Instant, instantToText } from '../../engine/time.ts'
import type { Caller, WireRequest } from '../request.ts'

/** An operation of the demonstration and the moment at which it happens; its key makes it happen once. */
export type Planned = { readonly at: Instant; readonly request: WireRequest }

type What<N extends CommandName> = {
  readonly op: N
  readonly customerId: string
  readonly body: CommandBody<N>
  readonly caller: Caller
  readonly key: string
}

/** Plans an operation; it counts at the moment at which it happens. */
export function planned<N extends CommandName>(at: Instant, { op, customerId, body, caller, key }: What<N>): Planned {
  const { reference } = body
  const request = { op, customerId, body: { ...body, effective_at: instantToText(at) }, caller, key, reference }
  return { at, request: request as WireRequest }
}

/** A tale of the demonstration: what happens to some customers, told on a clock of its own that then joins the wall clock. */
export type Tale = {
  readonly clock: string
  readonly mail: 'send' | 'withhold'
  readonly from: Instant
  readonly plan: readonly Planned[]
  /** The moment to which the clock is moved before what happens at `at` is performed; not before it, on the same day. */
  readonly stop: (at: Instant) => Instant
}
