import { type CommandBody, type CommandName, isOpening, type Opening } from '../../contract/operations.ts'
import type { CommandOf } from '../../engine/asked/command.ts'
import type { Left } from '../../engine/asked/commands/money.ts'
import type { Refusal } from '../../engine/asked/refusals.ts'
import type { Instant } from '../../engine/time.ts'
import type { Booked } from './booked.ts'
import type { Canonical } from './canonical-json.ts'
import type { SealedText } from './sealed-text.ts'

/** Who asks, and by which way: actor is the name that people read; realm; channel (api, web, cli, import, clock, mail, system). */
export type Caller = {
  /** who he is among those of the same name: `key:<id>`, `user:<id>`; left out by the service and its terminal */
  readonly id?: string | undefined
  readonly actor: string
  /** the text of the operator's own log that holds the name, its hash in hexadecimal digits */
  readonly name?: { readonly textId: string; readonly hash: string } | undefined
  /** by which he asks; left out by the service and its terminal, who may do all */
  readonly role?: string | undefined
  /** of an operation, the limit of that role which it was found to be within */
  readonly limit?: string | null | undefined
  /** of an API key, the actor id of who made it */
  readonly owner?: string | undefined
  /** of an API key that is not the first of its integration, whose its idempotency keys are */
  readonly keysOwner?: string | undefined
  readonly realm: string
  readonly channel: string
  readonly ip: string | null
}

type Common = {
  readonly caller: Caller
  /** null: asked by the service itself, never repeated */
  readonly key: string | null
  readonly correlationId?: string | undefined
  readonly reference?: string | undefined
  /** what the key stands for, where that is not this request alone: the whole that it is a part of */
  readonly asked?: Canonical
}

/** An operation as the wire names it. A new customer's id may be left out (null). */
export type WireRequest = {
  [N in CommandName]: Common & {
    readonly op: N
    readonly customerId: N extends Opening ? string | null : string
    readonly body: CommandBody<N>
  }
}[CommandName]

/** What the service itself asks: a command as the engine has it; dated now on the customer's clock where not said. */
export type InternalRequest = Common & {
  readonly op: 'internal'
  readonly customerId: string
  readonly command: CommandOf<
    | 'settle_message'
    | 'join_clock'
    | 'record_doing'
    | 'adopt_rules'
    | 'adopt_policy'
    | 'schedule_operation'
    | 'end_scheduled'
    | 'move_out'
    | 'move_in'
  >
  readonly effectiveAt?: Instant
  /** the texts that the command names by their hashes */
  readonly texts?: readonly SealedText[]
  /** where the books are closed by then: at the first open moment */
  readonly late?: 'next' | undefined
  /** as what it is kept where it is dated after now; left out: it is not kept, and then refused */
  readonly waits?: { readonly op: string; readonly body: object }
}

export type Request = WireRequest | InternalRequest

/** Is a request about a customer who is not there yet? */
export const opensCustomer = (request: Request): request is Extract<WireRequest, { op: Opening }> =>
  isOpening(request.op)

/**
 * Whose keys a caller's key is among: the user's, or those of the integration that an API key was made for, whatever they
 * are called (decision 0032).
 */
export const keyScopeOf = ({ keysOwner, id, actor }: Caller): string => keysOwner ?? id ?? actor

/** What became of a request. Only `done` has changed anything; records first to last are the operation's own. */
export type Outcome =
  | {
      readonly status: 'done'
      readonly replay: boolean
      readonly customerId: string
      readonly firstSeq: number
      readonly lastSeq: number
      readonly correlationId: string
      /** left out where it is known from the log alone */
      readonly booked?: Booked
      /** of what is carried out in part, what of it is not; left out where it is known from the log alone */
      readonly left?: readonly Left[]
    }
  | {
      readonly status: 'refused'
      readonly refusal: Refusal
      /** of what could have been carried out in part, why each of it cannot */
      readonly left?: readonly Left[]
    }
  | { readonly status: 'key_reused' }

/** What became of one of many requests: its outcome, or the fault that it met; the same key may then be sent again. */
export type Attempt = Outcome | { readonly status: 'fault'; readonly error: unknown }
