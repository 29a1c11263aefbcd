import type { Customer } from '../customer/state.ts'
import type { EventType } from '../events/effects.ts'
import type { MessageType } from '../events/messages.ts'
import type { Code, Facts, TextRef } from '../events/slots.ts'
import type { Ref } from '../figures/base.ts'
import type { Micros } from '../money/amount.ts'
import type { CauseRole } from '../record.ts'
import type { Day, Instant } from '../time.ts'
import type { Refusal } from './refusals.ts'

/** What a caller wants, with all that a decision needs handed in: ids, numbers, dates, hashes of texts. */
export type Command =
  | {
      readonly op: 'open_customer'
      readonly customerId: string
      readonly name: TextRef
      readonly email: TextRef | null
      readonly currency: string
      readonly timeZone: string
      readonly billing: 'postpaid' | 'prepaid'
      readonly class: string
      readonly clock: string | null
      readonly creditLimit: Micros | null
    }
  | {
      readonly op: 'book_charge'
      readonly amount: Micros
      readonly service: string
      readonly description: TextRef | null
      readonly xdrId: bigint
      readonly currency: string | null
    }
  | {
      readonly op: 'issue_invoice'
      readonly invoice: string
      readonly lines: readonly {
        readonly description: TextRef
        readonly amount: Micros
        readonly service: string
        readonly xdrId: bigint
      }[]
      /** xDR ids of booked charges to take; 'unbilled' takes all that count by then. */
      readonly charges: 'unbilled' | readonly bigint[]
      readonly roundingXdrId: bigint
      readonly period: { readonly from: Day; readonly to: Day } | null
      readonly issuedOn: Day
      readonly dueOn: Day | null
      readonly currency: string | null
    }
  | {
      readonly op: 'adjust_invoice'
      readonly invoice: string
      readonly amount: Micros
      readonly reason: TextRef | null
      readonly xdrId: bigint
      readonly currency: string | null
    }
  | {
      readonly op: 'receive_payment'
      readonly paymentId: string
      readonly amount: Micros
      readonly method: string | null
      readonly xdrId: bigint
      readonly allocate:
        | 'oldest_first'
        | 'none'
        | 'hold'
        | readonly { readonly invoice: string; readonly amount: Micros }[]
      readonly currency: string | null
    }
  | { readonly op: 'allocate_payment'; readonly paymentId: string; readonly invoice: string; readonly amount: Micros }
  | {
      readonly op: 'deallocate_payment'
      readonly paymentId: string
      readonly invoice: string
      readonly amount: Micros | null
    }
  | { readonly op: 'allocate_credit'; readonly creditId: string; readonly invoice: string; readonly amount: Micros }
  | {
      readonly op: 'deallocate_credit'
      readonly creditId: string
      readonly invoice: string
      readonly amount: Micros | null
    }
  | {
      readonly op: 'add_note'
      readonly note: TextRef
      readonly noteKind: 'note' | 'dispute'
      /** what the note is about: null the customer, else an invoice or a payment by its id. */
      readonly about: { readonly kind: 'invoice' | 'payment'; readonly id: string } | null
      readonly agreed: Micros | null
    }
  | { readonly op: 'erase_text'; readonly textId: string; readonly reason: TextRef }
  | { readonly op: 'evaluate_day'; readonly day: Day }
  | { readonly op: 'join_clock'; readonly clock: string }
  | { readonly op: 'adopt_rules'; readonly rules: number }
  | {
      readonly op: 'settle_message'
      readonly messageSeq: number
      readonly invoice: Ref
      readonly outcome: 'message_sent' | 'message_failed' | 'message_withheld'
      readonly because: Code | null
      readonly detail: TextRef | null
    }
  /** a doing of the operator (users, keys, clocks, imports, runs): one event of `~operator`. */
  | { readonly op: 'record_doing'; readonly type: EventType; readonly facts: Facts }

export type CommandOp = Command['op']
export type CommandOf<O extends CommandOp> = Extract<Command, { op: O }>

/** What surrounds a command. Times in µs since 1970; days in the customer's zone, computed by the caller. */
export type Circumstances = {
  /** UUIDv7 whose last 16 bits are 0: records are named by adding their index. */
  readonly operationId: string
  /** the wall clock; the records get max(this, the customer's last + 1 µs). */
  readonly recordedAt: Instant
  readonly effectiveAt: Instant
  readonly effectiveOn: Day
  /** now and today of the customer's clock, and whether that clock lets mail go out. */
  readonly clock: { readonly now: Instant; readonly today: Day; readonly mail: 'send' | 'withhold' }
  /** SHA-256 of command, actor, channel, reference and rules. */
  readonly digest: Uint8Array
}

/** A cause as decided: a record by seq, or an earlier draft of the same operation by its index. */
export type DraftCause =
  | { readonly role: CauseRole; readonly seq: number }
  | { readonly role: CauseRole; readonly draft: number }

/** An event (or the outcome of a message) that was decided and is not yet booked. */
export type Draft = {
  readonly type: EventType | MessageType
  readonly subject: Ref
  readonly facts: Facts
  readonly effectiveAt: Instant
  /** index of the draft that led to this one; the first draft has none. */
  readonly parent: number | null
  readonly causes: readonly DraftCause[]
}

export type Decision =
  | { readonly ok: true; readonly drafts: readonly Draft[] }
  | { readonly ok: false; readonly refusal: Refusal }

/** A decision knows nothing but its arguments; the same call gives the same answer anywhere. */
export type Decide<O extends CommandOp> = (
  customer: Customer,
  command: CommandOf<O>,
  circumstances: Circumstances,
) => Decision
