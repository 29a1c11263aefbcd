import type { CommandBody, CommandName } from '../../../contract/operations.ts'
import type { PolicyTerms } from '../../../contract/policies.ts'
import { type Instant, instantToText } from '../../../engine/time.ts'
import type { Caller, WireRequest } from '../../asked/request.ts'

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

/** An operation that counts when it is performed. */
export const performedNow = <N extends CommandName>({
  reference,
  ...what
}: What<N> & { reference?: string }): WireRequest => ({ ...what, reference }) as WireRequest

/** Terms of a class. */
export type ClassTerms = { readonly scope: { readonly class: string }; readonly patch: PolicyTerms }

/** What happens to some customers of the demonstration, told on a clock of its own that then joins the wall clock. */
export type Tale = {
  readonly title: string
  readonly clock: string
  readonly mail: 'send' | 'withhold'
  readonly from: Instant
  /** terms of classes, set before anything happens */
  readonly terms: readonly ClassTerms[]
  /** in order of time */
  readonly plan: readonly Planned[]
  /** where the clock is moved before what happens at `at` is performed: not before it, and on the same day */
  readonly stop: (at: Instant) => Instant
  /** how far the clock is moved after the last operation */
  readonly until: Instant
  /** what happens, once the clock has joined the wall clock, on the day of the loading */
  readonly today: () => readonly WireRequest[]
}
